import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normal, mulberry32, uniform } from '#stats/random.ts';
import type { DriftReport } from '#workers/file/protocol.ts';
import { csv, fileTask, quietly } from './file-task.ts';

describe('the report on files', () => {
  it('ranks what drifts by effect and evidence, and finds new categories and lost values', async () => {
    const desk = fileTask();
    await desk.reads('reference.csv', log(1, 2_000, false));
    await desk.reads('current.csv', log(2, 2_000, true));

    const report = await desk.reports();

    const verdicts = Object.fromEntries(
      report.features.map(({ column }, at) => [
        column,
        [report.verdicts[at]?.verdict, report.verdicts[at]?.reasons],
      ]),
    );
    expect(verdicts).toEqual({
      moved: ['drift', ['score']],
      still: ['none', []],
      device: ['drift', ['score', 'unseen']],
      lost: ['drift', ['missing']],
      constant: ['none', []],
      empty: ['unavailable', []],
    });
    expect(featureOf(report, 'device').newCategories).toEqual([{ name: 'watch', rows: 200 }]);
  });

  it('follows the drift over time', async () => {
    const desk = fileTask();
    const draw = mulberry32(3);
    const hours = Array.from({ length: 4_000 }, (_, at) => [
      new Date(Date.UTC(2026, 0, 1) + at * 360_000).toISOString(),
      normal(draw) + (at >= 3_000 ? 3 : 0),
    ]);
    await desk.reads('log.csv', csv('time,x', hours));

    const report = await desk.reports();

    const { effects } = featureOf(report, 'x');
    const half = Math.floor(effects.length / 2);
    expect(Math.max(...effects.slice(1, half - 1))).toBeLessThan(0.3);
    expect(Math.min(...effects.slice(half + 1, -1))).toBeGreaterThan(0.5);
  });

  it('agrees with SciPy on the hotel bookings', async () => {
    const desk = fileTask();
    for (const name of ['hotel_booking_reference', 'hotel_booking_monitoring']) {
      const bytes = readFileSync(
        new URL(`../../../src/sample/hotel-booking/${name}.csv.gz`, import.meta.url),
      );
      await desk.reads(`${name}.csv.gz`, bytes);
    }

    const report = await desk.reports();
    const { plan } = await desk.guesses();
    const { scores } = await desk.handlers.compare({ plan, column: 'lead_time' }, quietly());

    // scipy.stats.ks_2samp, wasserstein_distance, scipy.spatial.distance.jensenshannon(base=2), rankdata for the AUC
    const statistic = (name: string) => scores.find(({ method }) => method === name);
    expect(statistic('ks')).toMatchObject({
      n: 16_913,
      m: 34_938,
      statistic: expect.closeTo(0.134130894173401, 12),
    });
    expect(statistic('wasserstein')).toMatchObject({ statistic: expect.closeTo(23.647769028879384, 9) });
    expect(featureOf(report, 'market_segment').score).toMatchObject({
      effect: expect.closeTo(0.09118764579097205, 12),
    });
    const { quality } = report;
    const measured = (name: string) => {
      const measure =
        quality.status === 'ok' ? quality.measures.find((each) => each.name === name) : undefined;
      return [measure?.reference, measure?.current].map((each) =>
        each?.status === 'ok' ? each.value : undefined,
      );
    };
    expect(measured('Accuracy')).toEqual([
      expect.closeTo(0.8308401821084372, 12),
      expect.closeTo(0.8191081344095255, 12),
    ]);
    expect(measured('ROC AUC')).toEqual([
      expect.closeTo(0.8160357774321222, 12),
      expect.closeTo(0.7983113389811765, 12),
    ]);
    expect(measured('Brier score')).toEqual([
      expect.closeTo(0.11289334446036346, 12),
      expect.closeTo(0.11587435675138037, 12),
    ]);
  });

  it('judges numbers as a regression and names as classes', async () => {
    const desk = fileTask();
    await desk.reads(
      'reference.csv',
      csv('y_pred,y_true', [
        [1.5, 1],
        [2, 2.5],
        [3, 3],
      ]),
    );
    await desk.reads(
      'current.csv',
      csv('y_pred,y_true', [
        [1, 2],
        [2, 4.5],
        [3, 3],
      ]),
    );
    const classes = fileTask();
    await classes.reads(
      'reference.csv',
      csv('y_pred,y_true', [
        ['a', 'a'],
        ['b', 'b'],
        ['c', 'c'],
        ['c', 'a'],
      ]),
    );
    await classes.reads(
      'current.csv',
      csv('y_pred,y_true', [
        ['a', 'b'],
        ['b', 'b'],
        ['c', 'a'],
        ['c', 'c'],
      ]),
    );

    const regression = (await desk.reports()).quality;
    const multiclass = (await classes.reports()).quality;

    expect(regression).toMatchObject({
      task: 'regression',
      measures: [
        {
          name: 'Mean absolute error',
          reference: { value: expect.closeTo(1 / 3, 12) },
          current: { value: expect.closeTo(3.5 / 3, 12) },
        },
        {},
        {},
        {},
        {},
        {},
      ],
    });
    expect(multiclass).toMatchObject({ task: 'multiclass' });
    expect(multiclass.status === 'ok' && multiclass.measures[0]).toMatchObject({
      reference: { value: 0.75 },
      current: { value: 0.5 },
    });
  });

  it('says why there is no quality', async () => {
    const desk = fileTask();
    await desk.reads(
      'log.csv',
      csv('x,label', [
        [1, 1],
        [2, 0],
      ]),
    );

    expect((await desk.reports()).quality).toEqual({ status: 'unavailable', reason: 'no-prediction' });
  });

  it('takes 300 columns with hostile names', async () => {
    const desk = fileTask();
    const names = Array.from(
      { length: 300 },
      (_, at) => `"<b>${at}</b> __proto__, ""x"" ${'long '.repeat(30)}"`,
    );
    const draw = mulberry32(1);
    const rows = Array.from({ length: 200 }, () => names.map(() => uniform(draw)));
    await desk.reads('wide.csv', csv(names.join(','), rows));

    const report = await desk.reports();

    expect(report.features).toHaveLength(300);
    expect(report.verdicts.filter(({ verdict }) => verdict === 'drift')).toEqual([]);
  });
});

function featureOf(report: DriftReport, name: string) {
  const found = report.features.find(({ column }) => column === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
}

/** With drift, one column moves by a standard deviation, one gains a category and one loses a tenth of its values. */
function log(seed: number, rows: number, hasDrift: boolean): string {
  const draw = mulberry32(seed);
  const device = (at: number) => (hasDrift && at % 10 === 0 ? 'watch' : ['phone', 'desk'][at % 2]);
  return csv(
    'moved,still,device,lost,constant,empty',
    Array.from({ length: rows }, (_, at) => [
      normal(draw) + (hasDrift ? 1 : 0),
      normal(draw),
      device(at) ?? '',
      hasDrift && at % 10 === 0 ? '' : at % 7,
      1,
      '',
    ]),
  );
}
