import type { MetricSetting } from '#contract/metric-settings.ts';
import { metricLabel, metricUnit } from './metric-label.ts';
import type { Unit } from './number.ts';

/** What a stage's metrics are called and how they are shown, the team's word before the guess. */
export interface MetricBook {
  label(metricId: string): string;
  /** The name that the team gave it, if any. */
  title(metricId: string): string | undefined;
  unit(metricId: string): Unit;
  attention(metricId: string): MetricSetting['attention'];
  /** Which way trouble lies, if the team said so. */
  worse(metricId: string): MetricSetting['worse'];
}

export function createMetricBook(settings: readonly MetricSetting[], stage: string): MetricBook {
  const own = new Map(
    settings.filter((setting) => setting.stage === stage).map((setting) => [setting.metric, setting]),
  );
  return {
    title: (metricId) => own.get(metricId)?.title,
    label: (metricId) => own.get(metricId)?.title ?? metricLabel(metricId),
    unit: (metricId) => own.get(metricId)?.unit ?? metricUnit(metricId),
    attention: (metricId) => own.get(metricId)?.attention ?? 'usual',
    worse: (metricId) => own.get(metricId)?.worse,
  };
}

export const guessedBook = createMetricBook([], '');
