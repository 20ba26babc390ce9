import { adwin } from '#stats/streams/adwin.ts';
import { cusum } from '#stats/streams/cusum.ts';
import { ddm } from '#stats/streams/ddm.ts';
import { type Detector, detect, type Direction, type Signal } from '#stats/streams/detector.ts';
import { eddm } from '#stats/streams/eddm.ts';
import { ewma } from '#stats/streams/ewma.ts';
import { hddmA } from '#stats/streams/hddm-a.ts';
import { hddmW } from '#stats/streams/hddm-w.ts';
import { kswin } from '#stats/streams/kswin.ts';
import { pageHinkleyClipped } from '#stats/streams/page-hinkley-clipped.ts';
import { pageHinkley } from '#stats/streams/page-hinkley.ts';
import { shewhart } from '#stats/streams/shewhart.ts';
import type { Case } from './case.ts';
import { numbers } from './numbers.ts';

/** Our answer to a case of a reference file, by statistic. */
export const streamStatistics: Record<string, (case_: Case) => unknown> = {
  ddm: (c) =>
    run(
      c,
      ddm({
        warmStart: number(c, 'warm_start'),
        warningThreshold: number(c, 'warning_threshold'),
        driftThreshold: number(c, 'drift_threshold'),
      }),
    ),
  eddm: (c) =>
    run(c, eddm({ warmStart: number(c, 'warm_start'), alpha: number(c, 'alpha'), beta: number(c, 'beta') })),
  hddm_a: (c) =>
    run(
      c,
      hddmA({
        driftConfidence: number(c, 'drift_confidence'),
        warningConfidence: number(c, 'warning_confidence'),
        twoSided: c.options.two_sided as boolean,
        boundLog: number(c, 'bound_log'),
      }),
    ),
  hddm_w: (c) =>
    run(
      c,
      hddmW({
        driftConfidence: number(c, 'drift_confidence'),
        warningConfidence: number(c, 'warning_confidence'),
        lambda: number(c, 'lam'),
        twoSided: c.options.two_sided as boolean,
      }),
    ),
  adwin: (c) =>
    run(
      c,
      adwin({
        delta: number(c, 'delta'),
        clock: number(c, 'clock'),
        maxBuckets: number(c, 'max_buckets'),
        minWindowLength: number(c, 'min_window_length'),
        gracePeriod: number(c, 'grace_period'),
        cuts: c.options.cuts === 'all' ? 'all' : 'not-newest',
      }),
    ),
  page_hinkley: (c) =>
    run(
      c,
      pageHinkley({
        minInstances: number(c, 'min_instances'),
        delta: number(c, 'delta'),
        threshold: number(c, 'threshold'),
        alpha: number(c, 'alpha'),
        direction: direction(c),
      }),
    ),
  page_hinkley_clipped: (c) =>
    run(
      c,
      pageHinkleyClipped({
        minInstances: number(c, 'min_instances'),
        delta: number(c, 'delta'),
        threshold: number(c, 'threshold'),
        alpha: number(c, 'alpha'),
      }),
    ),
  cusum: (c) =>
    run(
      c,
      cusum({
        minInstances: number(c, 'min_instances'),
        slack: number(c, 'slack'),
        threshold: number(c, 'threshold'),
        direction: direction(c),
      }),
    ),
  ewma: (c) =>
    run(
      c,
      ewma({
        minInstances: number(c, 'min_instances'),
        alpha: number(c, 'alpha'),
        threshold: number(c, 'threshold'),
        direction: direction(c),
      }),
    ),
  kswin: (c) =>
    run(
      c,
      kswin({
        alpha: number(c, 'alpha'),
        windowSize: number(c, 'window_size'),
        statSize: number(c, 'stat_size'),
        minStatistic: number(c, 'min_statistic'),
        draw: c.options.sample === 'draw' ? { seed: number(c, 'seed') ?? 0 } : null,
      }),
    ),
  shewhart: (c) =>
    run(
      c,
      shewhart({ minInstances: number(c, 'min_instances'), k: number(c, 'k'), direction: direction(c) }),
    ),
};

function run<State extends Signal>({ inputs, data }: Case, detector: Detector<State>): unknown {
  const { values = null, file, series } = inputs;
  const stream =
    typeof file === 'string'
      ? data.series(file, series as number | undefined)
      : typeof values === 'string'
        ? Float64Array.from(values, Number)
        : numbers(values);
  const { state, ...signals } = detect(detector, stream);
  return { ...state, ...signals };
}

function number({ options }: Case, name: string): number | undefined {
  return options[name] as number | undefined;
}

function direction({ options }: Case): Direction | undefined {
  return options.mode as Direction | undefined;
}
