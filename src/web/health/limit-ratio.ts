import type { Health } from '#contract/health.ts';
import type { OpenAlert } from '#contract/pipeline.ts';
import { cellMarks, type DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { formatValue } from '../format/number.ts';
import { methodTexts } from './drift-methods.ts';
import type { StageLimit, StageLimits } from './stage-limits.ts';

/** How near a stage is to its nearest limit in one slot: 1 at the limit. */
export type LimitRatio = { ratio: number; of: string };

type StageFigures = Health['stages'][number];
/** Just below the limit: what evidence does not carry is not beyond it. */
const BELOW = 0.99;

/** Chance alone makes a share exceed its limit by so many standard errors in one of a thousand slots. */
const rareErrors = 3.09;

/** What the figures of a stage are held against. */
export type HeldAgainst = {
  limits: StageLimits;
  drift: DriftMap | undefined;
  /** What fires: from then on the stage is at a limit, whatever the rule looks at. */
  alerts: readonly OpenAlert[];
};

/** The largest of a stage's figures in each slot, each divided by its limit; undefined where there are no rows. */
export function limitRatios(
  { slotsMs, stepSeconds }: Pick<Health, 'slotsMs' | 'stepSeconds'>,
  figures: StageFigures,
  { limits, drift, alerts }: HeldAgainst,
): (LimitRatio | undefined)[] {
  return slotsMs.map((slotMs, slot) => {
    if ((figures.rows[slot] ?? 0) === 0) return undefined;
    const endMs = slotMs + stepSeconds * 1000;
    const candidates = [
      latencyRatio(figures.latencyP95Ms[slot], limits.latencyMs),
      errorRatio(figures, slot, limits.errorShare),
      nullRatio(figures, slot, limits.nullShare),
      drift && driftRatio(drift, slotMs, endMs),
      alertRatio(alerts, endMs),
    ].filter((candidate) => candidate !== undefined);
    return candidates.sort((a, b) => b.ratio - a.ratio)[0] ?? { ratio: 0, of: 'nothing has a limit' };
  });
}

export function ratioValues(ratios: readonly (LimitRatio | undefined)[]): Float64Array {
  return Float64Array.from(ratios, (entry) => entry?.ratio ?? Number.NaN);
}

function latencyRatio(
  p95Ms: number | null | undefined,
  limit: StageLimit | undefined,
): LimitRatio | undefined {
  if (p95Ms == null || limit === undefined) return undefined;
  return { ratio: p95Ms / limit.value, of: `p95 latency ${formatValue(p95Ms, 'ms')}, ${limit.text}` };
}

/** Beyond the limit only where chance would not bring so many among so few rows. */
function nullRatio(
  { rows, nullShare }: StageFigures,
  slot: number,
  limit: StageLimit | undefined,
): LimitRatio | undefined {
  const share = nullShare[slot];
  if (share == null || limit === undefined) return undefined;
  const error = Math.sqrt((limit.value * (1 - limit.value)) / (rows[slot] ?? 0));
  const ratio = share / limit.value;
  return {
    ratio: share > limit.value + rareErrors * error ? ratio : Math.min(BELOW, ratio),
    of: `null outputs ${formatValue(share, 'share')}, ${limit.text}`,
  };
}

/** One failure alone is not beyond the limit, however few rows the slot has. */
function errorRatio(
  { rows, errorShare }: StageFigures,
  slot: number,
  limit: StageLimit,
): LimitRatio | undefined {
  const share = errorShare[slot];
  if (share == null) return undefined;
  const failures = Math.round(share * (rows[slot] ?? 0));
  const ratio = share / limit.value;
  return {
    ratio: failures > 1 ? ratio : Math.min(BELOW, ratio),
    of: `errors ${formatValue(share, 'share')}, ${limit.text}`,
  };
}

function alertRatio(alerts: readonly OpenAlert[], endMs: number): LimitRatio | undefined {
  const fires = alerts.find(({ firedAt }) => Date.parse(firedAt) < endMs);
  return fires && { ratio: 1, of: `alert ${fires.name} fires` };
}

/** Of the metric whose drift is largest in the slots of the map that begin here; drift without evidence is none. */
function driftRatio(
  { counts, method, threshold, effects, marks }: DriftMap,
  fromMs: number,
  toMs: number,
): LimitRatio | undefined {
  const columns = counts.slotsMs.length;
  let worst: LimitRatio | undefined;
  for (let column = 0; column < columns; column++) {
    const slotMs = counts.slotsMs[column] ?? 0;
    if (slotMs < fromMs || slotMs >= toMs) continue;
    for (const [row, { name }] of counts.metrics.entries()) {
      const cell = row * columns + column;
      const mark = marks[cell] ?? cellMarks.none;
      if (mark === cellMarks.none) continue;
      const effect = effects[cell] ?? Number.NaN;
      const share = Number.isNaN(effect) ? 0 : effect / threshold.alert;
      // missing values and new categories are drift, too, whatever the score
      const ratio = mark === cellMarks.drift ? Math.max(1, share) : Math.min(BELOW, share);
      if (worst && worst.ratio >= ratio) continue;
      worst = {
        ratio,
        of: `drift of ${name}, ${methodTexts[method].name} ${formatValue(effect, 'none')}, limit ${formatValue(threshold.alert, 'none')}`,
      };
    }
  }
  return worst;
}
