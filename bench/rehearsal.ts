import { alarmCurvePoint, candidateThresholds } from '#control/threshold/alarm-curve.ts';
import { replay } from '#control/threshold/replay.ts';
import { shiftDelays } from '#control/threshold/shift-delay.ts';
import { historyOf, quietSeries } from '#test/control/threshold/series.ts';
import { median } from './median.ts';

/**
 * What a threshold that is dragged has to be answered with: the rule as it is and as it would be, over the minutes of 30 and of
 * 90 days, at twenty limits one after the other; and the curve of alarms, which follows when the limit rests. Run with
 * `npm run bench:rehearsal`.
 */
const timers = { forSlots: 3, keepSlots: 5 };
const incidents = [{ fromMs: 1e9, toMs: 1.001e9 }];

for (const days of [30, 90]) {
  const history = historyOf(quietSeries(days * 1_440, { seed: 1, phi: 0.9 }));
  const rule = (threshold: number) => ({
    direction: 'above' as const,
    usual: 0,
    levels: { critical: { threshold, ...timers } },
  });
  const answers = Array.from({ length: 20 }, (_, move) =>
    timed(() => {
      for (const threshold of [3, 2 + move / 10]) {
        replay(history, rule(threshold), incidents);
        shiftDelays(history, rule(threshold), [1, 2, 3]);
      }
    }),
  );
  const curve = timed(() => {
    for (const threshold of candidateThresholds(history, 'above')) {
      alarmCurvePoint(history, { direction: 'above', usual: 0, timers }, threshold, incidents);
    }
  });
  console.log(
    `${days} days of minutes: a move of the limit ${median(answers).toFixed(0)} ms in the middle, ${Math.max(...answers).toFixed(0)} ms at most; the curve of 40 limits ${curve.toFixed(0)} ms`,
  );
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
