import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Alert } from '#contract/alert.ts';
import { alertReadingsQuery } from '../../api/alerts.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import { CrosshairProvider } from '../../charts/crosshair-provider.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { ruleUnit } from '../../format/rule-unit.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './alert-chart.module.css';
import { thresholdOf } from './alert-text.ts';

const MINUTE_MS = 60_000;
const BEFORE_MS = 3 * 60 * MINUTE_MS;
const AFTER_MS = 30 * MINUTE_MS;
const HEIGHT = 180;

/** What the rule read, slot by slot, around the latest episode, against its limit. */
export function AlertChart({ alert }: { alert: Alert }) {
  const zone = useZone();
  const nowMs = useNow(MINUTE_MS);
  const { from, to } = windowOf(alert, nowMs);
  const { data, error } = useQuery(
    alertReadingsQuery(alert, { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
  );
  const chart = useMemo(() => {
    if (!data) return undefined;
    const rows = data.slots.map(({ endsAt, readings }) => {
      const own = readings.find(({ labels }) => isOf(alert, labels));
      return { timeMs: Date.parse(endsAt), value: own?.value ?? Number.NaN, n: own?.n ?? Number.NaN };
    });
    return {
      times: Float64Array.from(rows, ({ timeMs }) => timeMs),
      values: Float64Array.from(rows, ({ value }) => value),
      counts: Float64Array.from(rows, ({ n }) => n),
      stepMs: data.rule.everySeconds * 1000,
      side: data.rule.direction,
      unit: ruleUnit(data.rule.condition),
    };
  }, [data, alert]);
  if (error) return <p className={styles.none}>What the rule read could not be shown: {reasonOf(error)}</p>;
  if (!chart) {
    return (
      <p role="status" className={styles.waiting}>
        Reading what the rule saw …
      </p>
    );
  }
  if (chart.times.length === 0) {
    return <p className={styles.none}>What the rule read then is no longer kept.</p>;
  }
  const limit = thresholdOf(alert);
  return (
    <CrosshairProvider zone={zone}>
      <ChartGroup label={`What ${alert.rule.name} read`}>
        <TimeSeriesChart
          title={alert.rule.name}
          unit={chart.unit}
          times={chart.times}
          step={chart.stepMs}
          series={[{ name: 'value', values: chart.values, tone: 'series1' }]}
          counts={chart.counts}
          domain={[from, to]}
          yZero={false}
          height={HEIGHT}
          limit={
            limit === undefined
              ? undefined
              : { value: limit, severity: alert.severity ?? 'warning', label: 'limit', side: chart.side }
          }
          markers={alert.firedAt === null ? undefined : [{ time: Date.parse(alert.firedAt), label: 'fired' }]}
        />
      </ChartGroup>
    </CrosshairProvider>
  );
}

/** To the minute, so that the question stays the same between two of them. */
function windowOf({ firedAt, endedAt, evaluatedAt }: Alert, nowMs: number): { from: number; to: number } {
  const minute = (timeMs: number) => Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
  const start = Date.parse(firedAt ?? evaluatedAt ?? new Date(nowMs).toISOString());
  const end = endedAt === null ? nowMs : Math.min(nowMs, Date.parse(endedAt) + AFTER_MS);
  return { from: minute(start - BEFORE_MS), to: minute(end) };
}

/** Readings name their alert by labels, which an alert holds in part by themselves. */
function isOf(alert: Alert, labels: Record<string, string>): boolean {
  const { stage, metric, version, segment } = alert;
  const own: Record<string, string | undefined> = { ...alert.labels, stage, metric, version, segment };
  return Object.entries(labels).every(([label, value]) => own[label] === value);
}
