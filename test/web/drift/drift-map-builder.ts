import { checkLevel } from '#stats/budget/check-level.ts';
import { cellMarks, type DriftMap, type DriftScore, type Verdict } from '#workers/tasks/drift-map-tasks.ts';

const hour = 3600_000;
export const startMs = Date.parse('2026-11-23T08:00:00Z');
export const zone = 'UTC';
export const nowMs = Date.parse('2026-11-23T14:00:00Z');

type Made = {
  verdict: Verdict;
  effect?: number;
  spell?: { from: number; to: number; isOngoing: boolean };
  reasons?: DriftMap['metrics'][number]['verdict']['reasons'];
  missing?: number;
  /** One letter an hour: # drift, ~ a warning, . nothing, blank without a score. */
  slots?: string;
};

/** A drift map of hourly slots from 08:00 on. */
export function driftMapOf(made: Record<string, Made>, rows: number[] = [500, 500, 500, 500]): DriftMap {
  const names = Object.keys(made);
  const slots = rows.length;
  const marks = new Uint8Array(names.length * slots);
  const effects = new Float64Array(names.length * slots).fill(Number.NaN);
  for (const [row, name] of names.entries()) {
    for (const [slot, letter] of Array.from(made[name]?.slots ?? '.'.repeat(slots)).entries()) {
      if (letter !== ' ') effects[row * slots + slot] = letter === '#' ? 0.4 : letter === '~' ? 0.15 : 0.02;
      if (letter === '#') marks[row * slots + slot] = cellMarks.drift;
      if (letter === '~') marks[row * slots + slot] = cellMarks.warn;
    }
  }
  return {
    counts: {
      url: `http://anchorwatch.test/histograms?from=2026-11-23T08:00:00Z&to=2026-11-23T12:00:00Z`,
      asOf: '2026-11-23T12:00:00Z',
      stepSeconds: 3600,
      reference: {
        id: 'r1',
        pipeline: 'speech',
        stage: 'vad',
        name: 'launch',
        version: 2,
        from: '2026-11-22T06:00:00Z',
        to: '2026-11-22T08:00:00Z',
        rows: 5000,
        createdAt: '2026-11-22T09:00:00Z',
        createdBy: 'jd',
        source: 'window',
        automatic: false,
        provisional: false,
      },
      metrics: names.map((name) => ({ metric: `input.${name}`, group: 'input', name, kind: 'numeric' })),
      slotsMs: Float64Array.from(rows, (_, slot) => startMs + slot * hour),
      rows: Float64Array.from(rows),
    },
    method: 'jensenShannon',
    threshold: { warn: 0.1, alert: 0.2 },
    leastRows: 30,
    promise: {
      ...checkLevel({ alarms: 1, checksPerPeriod: 210 }),
      budget: { alarms: 1, periodSeconds: 7 * 86_400 },
      checksPerPeriod: 210,
    },
    calibration: {
      status: 'ok',
      basis: 'extrapolated',
      wandering: 0,
      checks: 40,
      alarms: 0,
      checksToCertify: 630,
    },
    seasons: names.map(() => undefined),
    dispersions: Float64Array.from(names, () => 1),
    effects,
    p: effects.map((effect) => (effect >= 0.1 ? 1e-9 : 0.4)),
    sizes: Float64Array.from({ length: names.length * slots }, (_, cell) => rows[cell % slots] ?? 0),
    marks,
    metrics: names.map((name) => metricOf(name, made[name] as Made)),
  };
}

function metricOf(
  name: string,
  { verdict, effect, spell, reasons, missing = 0 }: Made,
): DriftMap['metrics'][number] {
  const score = scoreOf(effect, missing);
  return {
    metric: `input.${name}`,
    score,
    whole: score,
    verdict: { verdict, adjustedP: 0.0001, reasons: reasons ?? (verdict === 'drift' ? ['score'] : []) },
    rise: undefined,
    spell: spell && {
      fromMs: startMs + spell.from * hour,
      toMs: startMs + spell.to * hour,
      isOngoing: spell.isOngoing,
    },
  };
}

function scoreOf(effect: number | undefined, current: number): DriftScore {
  const missing = { reference: 0.01, current, p: 0 };
  if (effect === undefined) {
    return { status: 'unavailable', method: 'jensenShannon', reason: 'too-few-rows', n: 5000, m: 0, missing };
  }
  const tested = { statistic: effect, effect, p: 0, lnP: -50, n: 5000, m: 2000, bins: 10 };
  return { status: 'ok', method: 'jensenShannon', ...tested, missing };
}
