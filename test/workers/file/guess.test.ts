import { describe, expect, it } from 'vitest';
import { csv, fileTask } from './file-task.ts';

const days = (count: number) =>
  Array.from({ length: count }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));

describe('the guess', () => {
  it('finds time, prediction, score, label, identifier and segment by name and content', async () => {
    const desk = fileTask();
    const rows = days(40).map((day, at) => [
      `r${at}`,
      day,
      at % 3,
      ['phone', 'desk'][at % 2] ?? '',
      at % 2,
      at / 40,
      at % 2,
    ]);
    await desk.reads('log.csv', csv('request_id,timestamp,snr,device,y_pred,y_pred_proba,clicked', rows));

    const { plan } = await desk.guesses();

    expect(roles(plan)).toEqual({
      request_id: 'id',
      timestamp: 'time',
      snr: 'number',
      device: 'segment',
      y_pred: 'prediction',
      y_pred_proba: 'score',
      clicked: 'label',
    });
    expect(plan).toMatchObject({
      tables: [{ side: 'both' }],
      split: { by: 'share', share: 0.5 },
      positive: '1',
    });
  });

  it('joins a reference, current rows and late targets by their identifier', async () => {
    const desk = fileTask();
    await desk.reads(
      'bank_reference.csv',
      csv('id,x,y_pred,approved', [
        [1, 5, 1, 1],
        [2, 6, 0, 0],
      ]),
    );
    await desk.reads(
      'bank_analysis.csv',
      csv('id,x,y_pred', [
        [3, 5, 1],
        [4, 6, 0],
      ]),
    );
    await desk.reads(
      'bank_analysis_gt.csv',
      csv('id,approved', [
        [4, '1.0'],
        [3, 0],
      ]),
    );

    const { plan } = await desk.guesses();
    const report = await desk.reports();

    expect(plan.tables.map(({ side }) => side)).toEqual(['reference', 'current', 'targets']);
    expect(plan.join).toBe('id');
    expect(roles(plan)).toMatchObject({ id: 'id', approved: 'label' });
    expect(report.current.labelled).toBe(2);
    expect(report.quality).toMatchObject({
      status: 'ok',
      measures: [{ name: 'Accuracy', current: { value: 0 } }, {}, {}, {}, {}, {}],
    });
  });

  it('joins targets without an identifier by the order of the rows', async () => {
    const desk = fileTask();
    await desk.reads(
      'train.csv',
      csv('x,y_pred,label', [
        [1, 1, 1],
        [2, 0, 0],
      ]),
    );
    await desk.reads(
      'production.csv',
      csv('x,y_pred', [
        [1, 1],
        [2, 0],
      ]),
    );
    await desk.reads('production_labels.csv', csv('label', [[1], [1]]));

    const { plan } = await desk.guesses();
    const { quality } = await desk.reports();

    expect(plan.join).toBe('rows');
    expect(quality).toMatchObject({ measures: [{ current: { value: 0.5 } }, {}, {}, {}, {}, {}] });
  });

  it('cuts one file by a column that names the parts', async () => {
    const desk = fileTask();
    await desk.reads(
      'all.csv',
      csv('x,partition', [
        [1, 'reference'],
        [2, 'reference'],
        [3, 'analysis'],
      ]),
    );

    const { plan } = await desk.guesses();
    const report = await desk.reports();

    expect(plan.split).toEqual({ by: 'column', column: 'partition', reference: ['reference'] });
    expect([report.reference.rows, report.current.rows]).toEqual([2, 1]);
  });

  it('reads dates by what the others of the column show', async () => {
    const desk = fileTask();
    await desk.reads(
      'log.csv',
      csv('date,x', [
        ['03/04/2026', 1],
        ['25/04/2026', 2],
      ]),
    );

    const { plan, columns } = await desk.guesses();
    const report = await desk.reports((guess) => ({ ...guess, split: { by: 'share', share: 0 } }));

    expect(plan.columns[0]?.role).toBe('time');
    expect(columns[0]?.time).toEqual({ share: 1, needsZone: true, isAmbiguous: false });
    expect(new Date(report.current.fromMs).toISOString()).toBe('2026-04-03T00:00:00.000Z');
  });

  it('counts what is no number and no time, with lines', async () => {
    const desk = fileTask();
    const rows = days(40).map((day, at) => [at === 3 ? 'soon' : day, at === 5 ? 'broken' : at]);
    await desk.reads('log.csv', csv('time,x', rows));

    const { plan, columns } = await desk.guesses();

    expect(roles(plan)).toEqual({ time: 'time', x: 'number' });
    expect(columns[0]?.timeProblems).toEqual({
      count: 1,
      first: [{ table: 'log.csv', line: 5, text: 'soon' }],
    });
    expect(columns[1]?.firstTexts).toEqual([{ table: 'log.csv', line: 7, text: 'broken' }]);
  });

  it('needs neither a time nor an identifier', async () => {
    const desk = fileTask();
    await desk.reads(
      'numbers.csv',
      csv(
        'x',
        Array.from({ length: 100 }, (_, at) => [at < 50 ? 1 : 1000 + at]),
      ),
    );

    const report = await desk.reports();

    expect(report.slots).toBeUndefined();
    expect(report.verdicts[0]?.verdict).toBe('drift');
  });
});

function roles({ columns }: { columns: readonly { name: string; role: string }[] }): Record<string, string> {
  return Object.fromEntries(columns.map(({ name, role }) => [name, role]));
}
