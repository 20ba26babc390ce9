import { describe, expect, it } from 'vitest';
import { Gate } from '#contract/rollout-plan.ts';
import { judgeDifference } from '#control/rollout/gates/difference.ts';
import { judgeDistributions } from '#control/rollout/gates/distributions.ts';
import { judgeLatency } from '#control/rollout/gates/latency.ts';
import { judgeAdjudications } from '#control/rollout/gates/adjudication.ts';
import { judgeDisagreement } from '#control/rollout/gates/pairs.ts';
import { type ArmSlice, harmedUpper, judgeRates } from '#control/rollout/gates/rates.ts';
import { judgeSplit } from '#control/rollout/gates/split.ts';
import { createRandom, poisson, type Random } from '#sample/random.ts';

const gate = (name: Gate['gate'], margin: number): Gate => Gate.parse({ gate: name, margin });
const errors = gate('errors', 1.25);

/** An hour of 5 % at 50 requests a second, with these shares of events. */
function slices(stable: number, candidate: number, minutes = 60, random = createRandom(1)): ArmSlice[] {
  return Array.from({ length: minutes }, () => ({
    stable: { rows: 2850, events: poisson(random, 2850 * stable) },
    candidate: { rows: 150, events: poisson(random, 150 * candidate) },
  }));
}

describe('the gate on a rate', () => {
  it('finds a candidate with twice the errors worse within the hour', () => {
    const found = judgeRates(slices(0.01, 0.02), errors, 3600);

    expect(found.verdict).toBe('worse');
    expect(found.harmE).toBeGreaterThan(100);
    expect(found.effect).toBeGreaterThan(1.5);
    expect(found.interval?.lower).toBeGreaterThan(1);
  });

  it('proves an equal one, after some time, and says until then how long it takes', () => {
    const [early, late] = [10, 360].map((minutes) =>
      judgeRates(slices(0.01, 0.01, minutes), errors, minutes * 60),
    );

    expect(early?.verdict).toBe('open');
    // 3948 events are needed at 30 a minute
    expect(early?.remainingSeconds).toBeGreaterThan(1800);
    expect(early?.remainingSeconds).toBeLessThan(3 * 3600);
    expect(late).toMatchObject({ verdict: 'noWorse', remainingSeconds: 0 });
  });

  it('finds one better that has half the errors', () => {
    expect(judgeRates(slices(0.02, 0.008, 360), errors, 21_600).verdict).toBe('better');
  });

  it('knows nothing without an event or without the candidate, and never will at that rate', () => {
    const none = [{ stable: { rows: 100, events: 0 }, candidate: { rows: 100, events: 0 } }];
    const alone = [{ stable: { rows: 100, events: 9 }, candidate: { rows: 0, events: 0 } }];

    for (const observed of [none, alone, []])
      expect(judgeRates(observed, errors, 60)).toMatchObject({ verdict: 'open', remainingSeconds: null });
  });

  it('bounds the predictions that were harmed', () => {
    const [equal, doubled] = [slices(0.01, 0.01, 360), slices(0.01, 0.02, 360)];
    const rows = 360 * 150;

    expect(harmedUpper(equal, errors)).toBeLessThan(0.005 * rows);
    expect(harmedUpper(doubled, errors)).toBeGreaterThan(0.01 * rows);
    expect(harmedUpper(doubled, errors)).toBeLessThan(0.02 * rows);
    expect(harmedUpper([], errors)).toBe(0);
  });
});

describe('the gate on a quantile of the latency', () => {
  // 5 % of the stable rows exceed the frozen p95
  const judge = (beyond: number, beyondMargin: number, effect: number) =>
    judgeLatency(
      { beyond: slices(0.05, beyond, 120), beyondMargin: slices(0.05, beyondMargin, 120, createRandom(2)) },
      gate('latencyP95', 1.1),
      { effect, seconds: 7200 },
    );

  it('finds a slower candidate worse, an equal one within the margin, a faster one better', () => {
    expect(judge(0.08, 0.06, 1.2).verdict).toBe('worse');
    expect(judge(0.05, 0.03, 1).verdict).toBe('noWorse');
    expect(judge(0.02, 0.01, 0.8).verdict).toBe('better');
  });

  it('waits where the candidate lies just at the margin', () => {
    expect(judge(0.055, 0.05, 1.1).verdict).not.toBe('noWorse');
  });
});

describe('the gate on a difference of means', () => {
  const arm = (n: number, mean: number) => ({ n, mean, variance: mean * (1 - mean) });
  const judge = (stable: number, candidate: number, n: number) =>
    judgeDifference({ stable: arm(20 * n, stable), candidate: arm(n, candidate) }, gate('quality', 0.02), {
      isRelative: false,
      seconds: 3600,
    });

  it('tells worse, no worse and better, and waits between them', () => {
    expect(judge(0.1, 0.2, 2000).verdict).toBe('worse');
    expect(judge(0.1, 0.1, 20_000).verdict).toBe('noWorse');
    expect(judge(0.1, 0.05, 20_000).verdict).toBe('better');
    expect(judge(0.1, 0.11, 2000).verdict).toBe('open');
  });

  it('says nothing of a few units', () => {
    expect(judge(0.1, 0.9, 49)).toMatchObject({ verdict: 'open', interval: null });
  });

  it('may measure in shares of the stable version', () => {
    const cost = {
      stable: { n: 500, mean: 200, variance: 100 },
      candidate: { n: 500, mean: 250, variance: 100 },
    };

    expect(judgeDifference(cost, gate('cost', 0.1), { isRelative: true, seconds: 60 })).toMatchObject({
      verdict: 'worse',
      effect: 0.25,
    });
  });
});

describe('the gate on disagreement beyond noise', () => {
  const judge = (disagreeing: number, own: number, n = 20_000) =>
    judgeDisagreement(
      { candidate: { disagreeing, n }, noise: { disagreeing: own, n } },
      gate('disagreement', 0.05),
      600,
    );

  it('holds nothing against the candidate that the stable version does itself', () => {
    expect(judge(6_000, 6_000)).toMatchObject({ verdict: 'noWorse', effect: 0 });
    expect(judge(6_000, 1_000).verdict).toBe('worse');
    expect(judge(6_000, 5_000).verdict).toBe('open');
  });

  it('is that of all disagreement where the stable version always agrees with itself', () => {
    expect(judge(200, 0).verdict).toBe('noWorse');
    expect(judge(4_000, 0).verdict).toBe('worse');
    expect(judge(0, 0, 0)).toMatchObject({ verdict: 'open', effect: null, interval: null });
  });
});

describe('the gate on what people judged', () => {
  const judge = (wins: number, losses: number) =>
    judgeAdjudications({ wins, losses }, gate('adjudication', 0.1));

  it('tells worse, no worse and better, and waits between them', () => {
    expect(judge(10, 40).verdict).toBe('worse');
    expect(judge(80, 60).verdict).toBe('noWorse');
    expect(judge(90, 20).verdict).toBe('better');
    expect(judge(5, 6).verdict).toBe('open');
  });

  it('measures how far the candidate is below one half, and knows nothing of nothing', () => {
    expect(judge(10, 40).effect).toBeCloseTo(0.3);
    expect(judge(0, 0)).toMatchObject({ verdict: 'open', effect: null, interval: null, nCandidate: 0 });
  });
});

describe('the gate on disagreement', () => {
  it('proves that it stays below the most that is allowed, or does not', () => {
    const judge = (disagreeing: number, n: number) =>
      judgeDisagreement({ candidate: { disagreeing, n } }, gate('disagreement', 0.05), 600);

    expect(judge(20, 1000).verdict).toBe('noWorse');
    expect(judge(100, 1000).verdict).toBe('worse');
    expect(judge(1, 40).verdict).toBe('open');
    expect(judge(0, 0)).toMatchObject({ verdict: 'open', effect: null });
  });
});

describe('the gate on the split', () => {
  const judge = (candidate: number, n: number, share: number) =>
    judgeSplit({ candidate, n, share }, Gate.parse({ gate: 'split', margin: 0.02, alphaHarm: 0.001 }), 600);

  it('tells a split as configured from another one', () => {
    expect(judge(500, 10_000, 0.05).verdict).toBe('noWorse');
    expect(judge(800, 10_000, 0.05).verdict).toBe('worse');
    expect(judge(3, 50, 0.05).verdict).toBe('open');
  });

  it('sees a unit on the wrong side where all or nothing is configured', () => {
    expect(judge(0, 100, 0).verdict).toBe('noWorse');
    expect(judge(1, 100, 0).verdict).toBe('worse');
    expect(judge(100, 100, 1).verdict).toBe('noWorse');
    expect(judge(0, 0, 0).verdict).toBe('open');
  });
});

describe('the gate on distributions', () => {
  const drift = gate('outputDrift', 0.1);

  it('proves that two versions answer alike, or differently', () => {
    expect(judgeDistributions({ stable: [6000, 4000], candidate: [5950, 4050] }, drift, 600).verdict).toBe(
      'noWorse',
    );
    expect(judgeDistributions({ stable: [6000, 4000], candidate: [3000, 7000] }, drift, 600)).toMatchObject({
      verdict: 'worse',
      effect: expect.closeTo(0.3, 9) as number,
    });
    expect(judgeDistributions({ stable: [60, 40], candidate: [50, 50] }, drift, 600).verdict).toBe('open');
    expect(judgeDistributions({ stable: [], candidate: [] }, drift, 600).effect).toBeNull();
  });

  it('keeps its level while one looks at every doubling, and its interval holds the truth', () => {
    const missed = Array.from({ length: 200 }, (_, seed) => {
      const random = createRandom(seed);
      const [stable, candidate] = [
        [0, 0, 0],
        [0, 0, 0],
      ];
      for (let n = 1; n <= 4096; n++) {
        drawInto(stable, random);
        drawInto(candidate, random);
        if (Number.isInteger(Math.log2(n)) && n >= 16) {
          const found = judgeDistributions({ stable, candidate }, gate('outputDrift', 0.02), 60);
          if (found.verdict === 'worse' || (found.interval?.lower ?? 0) > 0) return true;
        }
      }
      return false;
    });

    expect(missed.filter(Boolean).length).toBeLessThanOrEqual(2);
  });
});

function drawInto(counts: number[], random: Random): void {
  const u = random();
  counts[u < 0.5 ? 0 : u < 0.8 ? 1 : 2]! += 1;
}
