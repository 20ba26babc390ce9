import type { StageSummary } from '#contract/pipeline.ts';
import { formatDuration, formatValue } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import { segmentText } from '../../shell/segment-text.ts';
import { useNow } from '../../shell/use-now.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import type { BoardProblem } from './board-problem.ts';
import styles from './drift-board.module.css';
import { defaultMethod, methodOf, methodTexts } from '../../health/drift-methods.ts';

const MINUTE_MS = 60_000;
const WINDOW_MS = 6 * 60 * MINUTE_MS;

/** Why there is no map, or less of it, and what to do next. */
export function BoardProblemNote({
  problem,
  stage,
  onWiden,
}: {
  problem: BoardProblem;
  stage: StageSummary;
  onWiden: (stepSeconds: number) => void;
}) {
  switch (problem.kind) {
    case 'noMetrics':
      return (
        <p className={styles.empty}>
          {stage.name} has sent rows, but neither inputs nor outputs: records with <code>features</code>,{' '}
          <code>prediction</code> or <code>signals</code> are compared here.
        </p>
      );
    case 'noRows':
      return <NoRows stage={stage} />;
    case 'smallReference':
      return (
        <p className={styles.empty}>
          The reference holds fewer than {problem.leastRows} rows, too few to compare with. Choose another
          one, or a longer range and “Use this range as reference”.
        </p>
      );
    case 'noneFits':
      return <NoneFits />;
    case 'thinSlots':
      return (
        <div className={styles.empty}>
          <p>
            {formatValue(problem.thinShare, 'share')} of the slots hold fewer than {problem.leastRows} rows
            and have no score: chance alone would look like drift there.
            {problem.widerStepSeconds === undefined && ' A longer range has wider slots.'}
          </p>
          {problem.widerStepSeconds !== undefined && (
            <button type="button" onClick={() => onWiden(problem.widerStepSeconds ?? 0)}>
              Use slots of {formatDuration(problem.widerStepSeconds * 1000)}
            </button>
          )}
        </div>
      );
  }
}

function NoRows({ stage }: { stage: StageSummary }) {
  const { view, setView } = useView();
  const nowMs = useNow(MINUTE_MS);
  if (view.seg.length > 0) {
    return (
      <div className={styles.empty}>
        <p>No rows of {view.seg.map(segmentText).join(' and ')} in this range.</p>
        <button type="button" onClick={() => setView({ seg: [] })}>
          Compare all rows
        </button>
      </div>
    );
  }
  if (view.ver !== undefined) {
    return (
      <div className={styles.empty}>
        <p>Version {view.ver} has no rows in this range.</p>
        <button type="button" onClick={() => setView({ ver: undefined })}>
          Compare all versions
        </button>
      </div>
    );
  }
  const lastMs = stage.lastSeen === undefined ? undefined : Date.parse(stage.lastSeen);
  return (
    <div className={styles.empty}>
      <p>No rows in this range{lastMs !== undefined && `; the last one came ${formatAgo(lastMs, nowMs)}`}.</p>
      {lastMs !== undefined && (
        <button
          type="button"
          onClick={() => {
            const endMs = Math.floor(lastMs / MINUTE_MS + 1) * MINUTE_MS;
            setView({ from: formatBound(endMs - WINDOW_MS), to: formatBound(endMs), at: undefined });
          }}
        >
          Show the 6 h before it
        </button>
      )}
    </div>
  );
}

function NoneFits() {
  const { view, setView } = useView();
  return (
    <div className={styles.empty}>
      <p>{methodTexts[methodOf(view.test)].name} is for numbers; this stage sends categories only.</p>
      <button type="button" onClick={() => setView({ test: undefined })}>
        Use {methodTexts[defaultMethod].name}
      </button>
    </div>
  );
}
