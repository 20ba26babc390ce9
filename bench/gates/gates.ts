import { normalQuantile } from '#stats/special/normal.ts';
import { asymptoticSequence } from '#stats/sequential/asymptotic-sequence.ts';
import { type ArmCounts, rateRatio } from '#stats/sequential/rate-ratio.ts';
import type { Minute } from './worlds.ts';

/** Looks each minute, and says once what it was waiting for. */
export type Gate = { name: string; start: () => (minute: Minute) => boolean };

const onePercent = rateRatio({ alpha: 0.01 });
const fivePercent = rateRatio({ alpha: 0.05 });

export const harmGates: readonly Gate[] = [
  {
    name: 'z-test each minute, 5 % two-sided',
    start: () => {
      const difference = sumUp();
      const limit = normalQuantile(0.975);
      return (minute) => {
        const { value, standardError } = difference(minute);
        return standardError > 0 && Math.abs(value) / standardError > limit;
      };
    },
  },
  {
    name: 'asymptotic sequence, 5 %',
    start: () => {
      const difference = sumUp();
      return (minute) => {
        const { value, standardError, n } = difference(minute);
        const { lower } = asymptoticSequence(value, standardError, n, { decisionRows: 200_000 });
        return standardError > 0 && lower > 0;
      };
    },
  },
  { name: '**rate ratio: harm, 5 %**', start: () => watching(fivePercent, ({ harmP }) => harmP <= 0.05) },
  { name: '**rate ratio: harm, 1 %**', start: () => watching(onePercent, ({ harmP }) => harmP <= 0.01) },
];

/** Says that the candidate has proven to have less than 1.25 times the errors. */
export const safeGate: Gate = {
  name: '**rate ratio: below 1.25 times, 5 %**',
  start: () => watching(fivePercent, ({ safeP }) => safeP <= 0.05),
};

type Watch = ReturnType<typeof rateRatio>;

function watching(watch: Watch, says: (evidence: ReturnType<Watch['evidence']>) => boolean) {
  let state = watch.start();
  return ({ candidate, baseline }: Minute) => {
    state = watch.next(state, candidate, baseline);
    return says(watch.evidence(state));
  };
}

/** The difference of the shares of all minutes so far, with its standard error, as if requests were independent. */
function sumUp() {
  const candidate = { rows: 0, events: 0 };
  const baseline = { rows: 0, events: 0 };
  return (minute: Minute) => {
    add(candidate, minute.candidate);
    add(baseline, minute.baseline);
    return {
      value: candidate.events / candidate.rows - baseline.events / baseline.rows,
      standardError: Math.sqrt(variance(candidate) + variance(baseline)),
      n: candidate.rows + baseline.rows,
    };
  };
}

function add(sum: ArmCounts, { rows, events }: ArmCounts): void {
  sum.rows += rows;
  sum.events += events;
}

function variance({ rows, events }: ArmCounts): number {
  const share = events / rows;
  return (share * (1 - share)) / rows;
}
