import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { dataReadMs } from '../api/data-age.ts';
import { statusQuery } from '../api/status.ts';
import { numbersWithin } from '../charts/chart-numbers.ts';
import { saveBlob, saveFile } from '../format/save-file.ts';
import { figureSvg, type Picture, picturesWithin } from '../report/figure-svg.ts';
import { svgToPng } from '../report/figure-png.ts';
import { methodsWithin, type SavedView } from '../report/saved-view.ts';
import { printWholePage } from '../report/print-whole-page.ts';
import { useWholePage } from '../report/use-whole-page.ts';
import { viewCsv } from '../report/view-csv.ts';
import { viewHtml } from '../report/view-html.ts';
import { viewJson } from '../report/view-json.ts';
import { runJob } from '../state/jobs.ts';
import { Dialog } from '../ui/dialog.tsx';
import { LongName } from '../ui/long-name.tsx';
import { showToast } from '../ui/toasts.ts';
import { useView } from '../url/use-view.ts';
import type { View } from '../url/view.ts';
import styles from './export-dialog.module.css';

/** Saves what the page shows: as a file that opens offline, as numbers, or a chart as a picture. */
export function ExportDialog({
  title,
  isOpen,
  isPrinting,
  onClose,
}: {
  title: string;
  isOpen: boolean;
  /** Prints as soon as all is drawn, and asks nothing. */
  isPrinting: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog title={isPrinting ? 'Print this view' : 'Export this view'} isOpen={isOpen} onClose={onClose}>
      {isPrinting ? <Printing onPrint={onClose} /> : <Choices title={title} onPrint={onClose} />}
    </Dialog>
  );
}

const drawing = <p role="status">Drawing what was not scrolled to yet …</p>;

function Printing({ onPrint }: { onPrint: () => void }) {
  const { state } = useWholePage();
  const close = useEffectEvent(onPrint);
  useEffect(() => {
    if (state !== 'drawn') return;
    close();
    printWholePage();
  }, [state]);
  return drawing;
}

function Choices({ title, onPrint }: { title: string; onPrint: () => void }) {
  const client = useQueryClient();
  const page = useWholePage();
  const { view } = useView();
  const saved = (): SavedView => savedView(title, client, view);
  const print = () => {
    onPrint();
    printWholePage();
  };
  if (page.state === 'drawing') return drawing;
  const charts = picturesWithin(content());
  return (
    <div className={styles.choices}>
      <div className={styles.line}>
        <button type="button" data-kind="primary" onClick={() => void saveHtml(saved())}>
          Report (HTML)
        </button>
        <button type="button" onClick={() => saveFile(`${title}.csv`, viewCsv(saved()), 'text/csv')}>
          Numbers (CSV)
        </button>
        <button
          type="button"
          onClick={() => saveFile(`${title}.json`, viewJson(saved()), 'application/json')}
        >
          Numbers (JSON)
        </button>
        <button type="button" onClick={print}>
          Print
        </button>
      </div>
      <p className={styles.note}>
        The report is one file that opens without a network. It holds the whole page as it is now, with the
        numbers behind each chart.
        {page.missing > 0 && ` ${page.missing} parts had not loaded after 30 s and are left out.`}
      </p>
      {charts.length > 0 && (
        <>
          <h3>Charts as pictures</h3>
          <ul className={styles.charts}>
            {charts.map((picture, at) => (
              <li key={`${at} ${picture.title}`} className={styles.line}>
                <span className={styles.name}>
                  <LongName name={picture.title} most={44} />
                </span>
                <button
                  type="button"
                  aria-label={`SVG of ${picture.title}`}
                  onClick={() => saveFile(`${picture.title}.svg`, figureSvg(picture), 'image/svg+xml')}
                >
                  SVG
                </button>
                <button
                  type="button"
                  aria-label={`PNG of ${picture.title}`}
                  onClick={() => void savePng(picture)}
                >
                  PNG
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

async function saveHtml(view: SavedView): Promise<void> {
  try {
    const html = await runJob({ title: `Save the report “${view.title}”` }, () => viewHtml(content(), view));
    saveFile(`${view.title}.html`, html, 'text/html');
  } catch (error) {
    showToast(`No report: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function savePng(picture: Picture): Promise<void> {
  try {
    saveBlob(`${picture.title}.png`, await svgToPng(figureSvg(picture)));
  } catch (error) {
    showToast(`No PNG: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function savedView(title: string, client: QueryClient, { known, seg }: View): SavedView {
  const readMs = dataReadMs(client.getQueryCache());
  return {
    title,
    url: location.href,
    savedAt: new Date().toISOString(),
    dataAsOf: readMs === undefined ? undefined : new Date(readMs).toISOString(),
    version: client.getQueryData(statusQuery().queryKey)?.version ?? 'of unknown version',
    methods: methodsWithin(content()),
    scope: [
      ...(known === undefined ? [] : [`as known at ${known}`]),
      ...(seg.length > 0 ? [`only rows with ${seg.join(', ')}`] : []),
    ],
    tables: numbersWithin(content()).map(({ table }) => table),
  };
}

function content(): HTMLElement {
  const main = document.querySelector('main');
  if (!main) throw new Error('the page has no main element');
  return main;
}
