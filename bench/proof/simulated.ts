import { windowThreshold } from '#stats/budget/window-threshold.ts';
import { type DriftMethod, effectOfBins } from '#stats/drift-score.ts';
import { mulberry32 } from '#stats/random.ts';
import { categorySource, heavySource, normalSource, type Source, zeroInflatedSource } from './columns.ts';
import { percent, percentWithInterval, table } from './markdown.ts';
import { binnerOf, nannyml, type Rule, rules } from './rules.ts';

const referenceRows = 10_000;
const references = 10;
const windowsEach = 20;

/** Shares of windows from `current` that each rule takes for drift, against references from `source`. */
function flagged(
  source: Source,
  current: Source,
  rows: number,
  seed: number,
  used: readonly Rule[] = rules,
): number[] {
  const draw = mulberry32(seed);
  const counts = used.map(() => 0);
  for (let i = 0; i < references; i++) {
    const reference = { kind: source.kind, values: source.draw(referenceRows, draw) };
    const fitted = used.map((rule) => rule.fit(reference, rows));
    for (let k = 0; k < windowsEach; k++) {
      const window = current.draw(rows, draw);
      for (const [at, isDrift] of fitted.entries()) if (isDrift(window)) counts[at]! += 1;
    }
  }
  return counts.map((count) => count / (references * windowsEach));
}

const sizes = [50, 100, 200, 500, 1000];

export function falseAlarms(): string {
  const sources = [
    normalSource(),
    heavySource(),
    zeroInflatedSource(),
    categorySource(10),
    categorySource(50),
    categorySource(200),
    categorySource(1000),
  ];
  const rows = sources.flatMap((source, s) => {
    const shares = sizes.map((size, i) => flagged(source, source, size, 100 * s + i));
    return rules.map((rule, r) => [
      r === 0 ? source.name : '',
      rule.name,
      ...shares.map((share) => percent(share[r] as number)),
    ]);
  });
  return table(['data, nothing drifts', 'rule', ...sizes.map((size) => `${size} rows`)], rows);
}

export function unequalChunks(): string {
  const parts = [1, 2, 5, 10];
  const rows = [5000, 20_000].map((size, i) => {
    const draw = mulberry32(500 + i);
    const alerts = parts.map(() => [0, 0, 0] as [nannyml: number, ours: number, windows: number]);
    for (let repetition = 0; repetition < 20; repetition++) {
      const reference = { kind: 'numeric' as const, values: normalSource().draw(size, draw) };
      const theirs = nannyml.fit(reference, size / 10);
      const ours = (rules[2] as Rule).fit(reference, size / 10);
      for (const [at, part] of parts.entries()) {
        for (let k = 0; k < 20; k++) {
          const window = normalSource().draw(size / 10 / part, draw);
          const count = alerts[at] as [number, number, number];
          if (theirs(window)) count[0] += 1;
          if (ours(window)) count[1] += 1;
          count[2] += 1;
        }
      }
    }
    return [
      `${size} (${size / 10})`,
      ...alerts.map(([theirs, ours, windows]) => `${percent(theirs / windows)} / ${percent(ours / windows)}`),
    ];
  });
  return table(['reference rows (chunk)', ...parts.map((part) => `chunk ÷ ${part}`)], rows);
}

export function misses(): string {
  const cases: [string, Source, Source][] = [
    ['mean + 0.1 sd (too small to matter)', normalSource(), normalSource(0.1)],
    ['mean + 0.3 sd', normalSource(), normalSource(0.3)],
    ['mean + 0.5 sd', normalSource(), normalSource(0.5)],
    ['mean + 1 sd', normalSource(), normalSource(1)],
    ['heavy tail, every value × 1.5', heavySource(), heavySource(1.5)],
    ['heavy tail, every value × 3', heavySource(), heavySource(3)],
    ['zeros 60 → 45 %', zeroInflatedSource(), zeroInflatedSource(0.45)],
    ['one of 50 categories doubles', categorySource(50), categorySource(50, true)],
    ['mean + 2 sd, one sentinel 999999999 in the reference', withSentinel(), normalSource(2)],
  ];
  const windows = [100, 500, 2000];
  const rows = cases.map(([name, before, after], i) => [
    name,
    ...windows.map((size, k) =>
      flagged(before, after, size, 900 + 10 * i + k)
        .map(percent)
        .join(' / '),
    ),
  ]);
  return table(['real change', ...windows.map((size) => `${size} rows: ${ruleNames}`)], rows);
}

const ruleNames = rules.map(({ name }) => name).join(' / ');

/** One row of ten thousand is a sentinel; the windows have none. */
function withSentinel(): Source {
  const { draw } = normalSource();
  return {
    name: 'normal with a sentinel',
    kind: 'numeric',
    draw: (rows, random) => {
      const values = draw(rows, random);
      values[17] = 999_999_999;
      return values;
    },
  };
}

/** Hourly windows of 60 rows; the change comes with the first. */
export function delays(): string {
  const [rowsPerHour, hours, repetitions] = [60, 168, 40];
  const shifts = [0.3, 0.5, 1];
  const medians = rules.map(() => [] as string[]);
  const quiet = rules.map(() => 0);
  const draw = mulberry32(77);
  for (const shift of [0, ...shifts]) {
    const firsts = rules.map(() => [] as number[]);
    for (let repetition = 0; repetition < (shift === 0 ? 20 : repetitions); repetition++) {
      const reference = { kind: 'numeric' as const, values: normalSource().draw(referenceRows, draw) };
      for (const [at, rule] of rules.entries()) {
        const isDrift = rule.fit(reference, rowsPerHour);
        let first = hours + 1;
        for (let hour = 1; hour <= hours; hour++) {
          if (!isDrift(normalSource(shift).draw(rowsPerHour, draw))) continue;
          if (shift === 0) quiet[at]! += 1 / 20;
          first = Math.min(first, hour);
          if (shift > 0) break;
        }
        firsts[at]?.push(first);
      }
    }
    if (shift === 0) continue;
    for (const [at, hoursToFirst] of firsts.entries()) {
      const sorted = hoursToFirst.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)] as number;
      const late = sorted[Math.floor(sorted.length * 0.9)] as number;
      medians[at]?.push(`${hourText(median, hours)} (${hourText(late, hours)})`);
    }
  }
  const rows = rules.map(({ name }, at) => [
    name,
    (quiet[at] as number).toFixed(1),
    ...(medians[at] as string[]),
  ]);
  return table(['rule', 'false alarms a week', ...shifts.map((shift) => `+ ${shift} sd`)], rows);
}

function hourText(hour: number, most: number): string {
  return hour > most ? 'never' : String(hour);
}

/** Measured beside promised, at one false alarm in a hundred checks, for the effect alone. */
export function promises(): string {
  const methods: DriftMethod[] = ['jensenShannon', 'psi', 'hellinger', 'ks', 'totalVariation', 'chiSquare'];
  const cases: [Source, number][] = [
    [normalSource(), 30],
    [normalSource(), 100],
    [normalSource(), 1000],
    [heavySource(), 200],
    [zeroInflatedSource(), 100],
    [categorySource(50), 50],
    [categorySource(200), 200],
  ];
  const rows = cases.map(([source, size], c) => {
    const draw = mulberry32(7000 + c);
    const alarms = methods.map(() => 0);
    const foundBy = new Set<string>();
    const [repetitions, windows] = [10, 200];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const reference = { kind: source.kind, values: source.draw(referenceRows, draw) };
      const { binned, count } = binnerOf(reference);
      const thresholds = methods.map((method) => {
        const found = windowThreshold({ method, reference: binned, windowRows: size }, 0.01, repetition);
        if (found.status === 'ok') foundBy.add(found.foundBy);
        return found.status === 'ok' ? found.threshold : NaN;
      });
      for (let k = 0; k < windows; k++) {
        const window = count(source.draw(size, draw));
        for (const [at, method] of methods.entries()) {
          if (source.kind === 'categorical' && method === 'ks') continue;
          if (effectOfBins(method, binned, window) > (thresholds[at] as number)) alarms[at]! += 1;
        }
      }
    }
    return [
      `${source.name}, ${size} rows`,
      ...methods.map((method, at) =>
        source.kind === 'categorical' && method === 'ks'
          ? '–'
          : percentWithInterval(alarms[at] as number, repetitions * windows),
      ),
      [...foundBy].toSorted().join(', '),
    ];
  });
  return table(['nothing drifts', ...methods, 'found by'], rows);
}
