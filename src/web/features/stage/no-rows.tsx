import type { MetricGroup } from '#contract/metric.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import { formatAgo, formatDateTime } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import styles from './no-rows.module.css';

const HOUR_MS = 3_600_000;

/** Why there is nothing to draw, and how to come to something. */
export function NoRows({ group, stage }: { group: MetricGroup; stage: StageSummary }) {
  const { view, setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  if (view.ver !== undefined) {
    return (
      <div className={styles.empty}>
        <p>
          Version {view.ver} has no {group} values in this range.
        </p>
        <button type="button" onClick={() => setView({ ver: undefined })}>
          Show all versions
        </button>
      </div>
    );
  }
  if (stage.lastSeen === undefined) {
    return (
      <p className={styles.empty}>
        This stage has never sent {group} values; they appear here with its first records.
      </p>
    );
  }
  const lastMs = Date.parse(stage.lastSeen);
  const jump = () =>
    setView({
      from: formatBound(floorMinute(lastMs - 6 * HOUR_MS)),
      to: formatBound(floorMinute(lastMs) + 60_000),
    });
  return (
    <div className={styles.empty}>
      <p>
        No {group} values in this range. The last row of this stage came {formatAgo(lastMs, nowMs)}, on{' '}
        {formatDateTime(lastMs, zone)}.
      </p>
      <button type="button" onClick={jump}>
        Show the 6 h before it
      </button>
    </div>
  );
}

function floorMinute(instantMs: number): number {
  return Math.floor(instantMs / 60_000) * 60_000;
}
