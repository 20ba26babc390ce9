import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { DriftReport, Guess, Plan, ReportPiece } from '#workers/file/protocol.ts';
import { useFileDesk } from '../../api/use-file-desk.ts';
import { reportPieceQuery, reportQuery } from '../../api/file-report.ts';
import { formatCount } from '../../format/number.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { useView } from '../../url/use-view.ts';
import { FeatureDetail } from './feature-detail.tsx';
import { FeatureTable } from './feature-table.tsx';
import styles from './file-report.module.css';
import { QualityView } from './quality-view.tsx';
import { SendPanel } from './send-panel.tsx';
import { rankFeatures } from './rank-features.ts';
import { reportAnswer, reportNotes } from './report-text.ts';

/** Drift and quality, the worst first, while they are computed and when they are done. */
export function FileReport({ plan, columns }: { plan: Plan; columns: Guess['columns'] }) {
  const { client } = useFileDesk();
  const cache = useQueryClient();
  const [cancelled, setCancelled] = useState<Plan>();
  const query = reportQuery(client, plan);
  const { data, error, isFetching, isPending, refetch } = useQuery({ ...query, enabled: cancelled !== plan });
  const isCancelled = isPending && !isFetching; // here, or in the list of jobs
  const { data: known } = useQuery(reportPieceQuery(plan));
  // Rendered in slices: hundreds of columns at once would hold up the page.
  const sliced = useDeferredValue(data);
  const report = data && sliced;
  const piece = useDeferredValue(known);
  return (
    <section
      aria-labelledby="report-title"
      className={styles.report}
      data-method="drift of columns by Jensen–Shannon distance with p adjusted by Benjamini and Hochberg; computed in the browser"
    >
      <h2 id="report-title">Report</h2>
      <div role="status">
        {isFetching && (
          <Running
            piece={piece ?? undefined}
            onCancel={() => {
              setCancelled(plan);
              void cache.cancelQueries({ queryKey: query.queryKey });
            }}
          />
        )}
        {isCancelled && (
          <p className={styles.line}>
            Cancelled: {formatCount(piece?.features.length ?? 0)} of{' '}
            {formatCount(piece?.total ?? plan.columns.length)} columns are tested, and no quality.{' '}
            <button
              type="button"
              onClick={() => {
                setCancelled(undefined);
                void refetch();
              }}
            >
              Make the whole report
            </button>
          </p>
        )}
      </div>
      {error && !isCancelled && (
        <p role="alert" className={styles.line}>
          The report could not be made: {reasonOf(error)}{' '}
          <button type="button" onClick={() => void refetch()}>
            Retry
          </button>
        </p>
      )}
      {report ? (
        <Findings plan={plan} columns={columns} report={report} />
      ) : (
        piece && piece.features.length > 0 && <Features plan={plan} drift={piece} report={undefined} />
      )}
    </section>
  );
}

function Running({ piece, onCancel }: { piece: ReportPiece | undefined; onCancel: () => void }) {
  const text = piece?.doing === 'quality' ? 'judging the quality …' : 'testing …';
  return (
    <div className={styles.running}>
      <progress aria-label="Progress of the report" {...(piece && { value: piece.done, max: piece.total })} />
      <span>
        {piece && `${formatCount(piece.done)} of ${formatCount(piece.total)} columns, `}
        {text}
      </span>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

function Findings({ plan, columns, report }: { plan: Plan; columns: Guess['columns']; report: DriftReport }) {
  const zone = useZone();
  const nowMs = useNow(3_600_000);
  const { severity, text } = reportAnswer(report);
  const notes = reportNotes(plan, columns, report, { zone, nowMs });
  return (
    <>
      <p className={styles.answer}>
        {severity && <Glyph name={severity} />}
        <span>{text}</span>
      </p>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Features plan={plan} drift={report} report={report} />
      <QualityView report={report} />
      <SendPanel plan={plan} report={report} />
    </>
  );
}

function Features({
  plan,
  drift,
  report,
}: {
  plan: Plan;
  drift: Pick<DriftReport, 'features' | 'verdicts'>;
  report: DriftReport | undefined;
}) {
  const { view, setView } = useView();
  const ranked = useMemo(() => rankFeatures(drift), [drift]);
  const chosen = ranked.find(({ column }) => column === view.feature) ?? ranked[0];
  return (
    <div className={styles.columns}>
      <FeatureTable
        features={ranked}
        selected={chosen?.column}
        onSelect={(feature) => setView({ feature })}
      />
      {chosen && (
        <FeatureDetail
          key={chosen.column}
          plan={plan}
          feature={chosen}
          slots={report?.slots}
          isDone={report !== undefined}
        />
      )}
    </div>
  );
}
