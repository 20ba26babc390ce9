import { describe, expect, it } from 'vitest';
import { decodeColumns } from '#contract/columns.ts';
import { LabelCoverage, LabelledRowsHeader } from '#contract/labels.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const lastHour = `stage=score&from=${at(60)}&to=${at(0)}`;

type Row = { minutes: number; prediction?: unknown; label?: unknown; delay?: number };

/** Rows that many minutes ago; each label came `delay` minutes after its row. */
async function filled(rows: Row[]) {
  const api = memoryApp();
  await api.post(
    '/predictions',
    rows.map(({ minutes, prediction: output }) =>
      prediction(minutes, {
        requestId: `r-${minutes}`,
        prediction: output,
        confidence: 0.5,
        receivedAt: at(minutes),
      }),
    ),
  );
  const labels = rows
    .filter(({ label }) => label !== undefined)
    .map(({ minutes, label, delay = 1 }) => ({
      pipeline: 'loans',
      requestId: `r-${minutes}`,
      time: at(minutes),
      value: label,
      receivedAt: at(minutes - delay),
    }));
  if (labels.length > 0) await api.post('/labels', labels);
  return api;
}

async function labelledRows(api: Awaited<ReturnType<typeof filled>>, part = '') {
  const response = await api.get(`/pipelines/loans/labelled-rows?${lastHour}${part}`);
  const { header, columns } = decodeColumns(await response.arrayBuffer());
  return { header: LabelledRowsHeader.parse(header), columns: Object.fromEntries(columns) };
}

describe('labelled rows', () => {
  it('carry classes as codes, however a producer spells truth', async () => {
    const api = await filled([
      { minutes: 30, prediction: true, label: 1 },
      { minutes: 20, prediction: false, label: 0, delay: 5 },
      { minutes: 10, prediction: true },
    ]);

    const { header, columns } = await labelledRows(api, '&rows=all');

    expect(header).toEqual({
      knownAt: now.toISOString(),
      rows: 'all',
      sampled: false,
      predictions: 'class',
      labels: 'class',
      classes: ['false', 'true'],
    });
    expect(columns).toEqual({
      timesMs: Float64Array.from([30, 20, 10], (minutes) => Date.parse(at(minutes))),
      scores: Float64Array.of(0.5, 0.5, 0.5),
      predictions: Float64Array.of(1, 0, 1),
      labels: Float64Array.of(1, 0, Number.NaN),
      labelReceivedMs: Float64Array.of(Date.parse(at(29)), Date.parse(at(15)), Number.NaN),
    });
  });

  it('keep digits as classes of their own', async () => {
    const api = await filled([{ minutes: 30, prediction: '7', label: '1' }]);

    expect((await labelledRows(api)).header.classes).toEqual(['1', '7']);
  });

  it('carry numbers as they are', async () => {
    const api = await filled([
      { minutes: 30, prediction: 3.5, label: 4 },
      { minutes: 20, prediction: 2 },
    ]);

    const { header, columns } = await labelledRows(api);

    expect(header).toMatchObject({ predictions: 'number', labels: 'number', classes: [] });
    expect([columns['predictions'], columns['labels']]).toEqual([Float64Array.of(3.5), Float64Array.of(4)]);
  });

  it('are those that were known then', async () => {
    const api = await filled([
      { minutes: 30, prediction: true, label: true },
      { minutes: 20, prediction: true, label: true, delay: 15 },
    ]);

    const { header, columns } = await labelledRows(api, `&knownAt=${at(10)}`);

    expect(header.knownAt).toBe(at(10));
    expect(columns['timesMs']).toHaveLength(1);
  });
});

describe('label coverage', () => {
  it('says by slot how many rows have a label, and how late it came', async () => {
    const api = await filled([
      { minutes: 59, prediction: true, label: true, delay: 2 },
      { minutes: 58, prediction: true, label: false, delay: 4 },
      { minutes: 57, prediction: true },
      { minutes: 10, prediction: true },
    ]);

    const response = await api.get(`/pipelines/loans/label-coverage?${lastHour}&step=1800`);

    const coverage = LabelCoverage.parse(await response.json());
    expect(coverage).toMatchObject({
      stepSeconds: 1800,
      knownAt: now.toISOString(),
      reference: { stage: 'score', automatic: true },
      slotsMs: [Date.parse(at(60)), Date.parse(at(30))],
      rows: [3, 1],
      labelled: [2, 0],
      delayP50Seconds: [120, null],
      delayP90Seconds: [240, null],
    });
  });
});

describe('the moment of receiving', () => {
  it('is what loaded history says, but never after now', async () => {
    const api = memoryApp();
    await api.post('/predictions', [
      prediction(30, { receivedAt: at(20) }),
      prediction(29, { receivedAt: new Date(now.getTime() + 60_000).toISOString() }),
      prediction(28),
    ]);
    const rowsAt = async (minutes: number) => {
      const response = await api.get(`/pipelines/loans/series?${lastHour}&step=3600&knownAt=${at(minutes)}`);
      return ((await response.json()) as { rows: number[] }).rows;
    };

    expect([await rowsAt(21), await rowsAt(20), await rowsAt(0)]).toEqual([[], [1], [3]]);
  });
});
