import { useState } from 'react';
import { numbersWithin } from '../charts/chart-numbers.ts';
import { saveBlob, saveFile } from '../format/save-file.ts';
import { figureSvg, type Picture, picturesWithin } from '../report/figure-svg.ts';
import { svgToPng } from '../report/figure-png.ts';
import type { SavedView } from '../report/saved-view.ts';
import { viewCsv } from '../report/view-csv.ts';
import { viewHtml } from '../report/view-html.ts';
import { viewJson } from '../report/view-json.ts';
import { Dialog } from '../ui/dialog.tsx';
import { LongName } from '../ui/long-name.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './export-dialog.module.css';

/** Saves what the page shows: as a file that opens offline, as numbers, or a chart as a picture. */
export function ExportDialog({
  title,
  isOpen,
  onClose,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog title="Export this view" isOpen={isOpen} onClose={onClose}>
      <Choices title={title} onPrint={onClose} />
    </Dialog>
  );
}

function Choices({ title, onPrint }: { title: string; onPrint: () => void }) {
  const [charts] = useState(() => picturesWithin(content()));
  const print = () => {
    onPrint();
    setTimeout(() => window.print()); // when the dialog is gone
  };
  return (
    <div className={styles.choices}>
      <div className={styles.line}>
        <button type="button" data-kind="primary" onClick={() => void saveHtml(title)}>
          Report (HTML)
        </button>
        <button type="button" onClick={() => saveFile(`${title}.csv`, viewCsv(savedView(title)), 'text/csv')}>
          Numbers (CSV)
        </button>
        <button
          type="button"
          onClick={() => saveFile(`${title}.json`, viewJson(savedView(title)), 'application/json')}
        >
          Numbers (JSON)
        </button>
        <button type="button" onClick={print}>
          Print
        </button>
      </div>
      <p className={styles.note}>
        The report is one file that opens without a network. It holds what is on the page now, with the
        numbers behind each chart.
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

async function saveHtml(title: string): Promise<void> {
  try {
    saveFile(`${title}.html`, await viewHtml(content(), savedView(title)), 'text/html');
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

function savedView(title: string): SavedView {
  return {
    title,
    url: location.href,
    asOf: new Date().toISOString(),
    tables: numbersWithin(content()).map(({ table }) => table),
  };
}

function content(): HTMLElement {
  const main = document.querySelector('main');
  if (!main) throw new Error('the page has no main element');
  return main;
}
