import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import { mulberry32, uniform } from '#stats/random.ts';
import type { QualityReport } from '#workers/quality/report.ts';
import { answerFrom, loansUrl, openInProcessClient } from './in-process-client.ts';

const MINUTES = 400;
const at = (minute: number) => new Date(now.getTime() - (MINUTES - minute) * 60_000).toISOString();

type Answer = {
  prediction?: unknown;
  confidence?: number | undefined;
  version?: string;
  label?: unknown;
  /** Minutes from the row to its label. */
  delay?: number;
};

/** The report on the last three quarters of a log whose first quarter is the reference. */
async function reportOn(answer: (minute: number, draw: () => number) => Answer, { rowsPerMinute = 10 } = {}) {
  const api = memoryApp();
  const draw = mulberry32(3);
  const records: object[] = [];
  const labels: object[] = [];
  for (let row = 0; row < MINUTES * rowsPerMinute; row++) {
    const minute = Math.floor(row / rowsPerMinute);
    const { label, delay = 1, ...output } = answer(minute, () => uniform(draw));
    const place = { pipeline: 'loans', stage: 'score', requestId: `r-${row}` };
    records.push({ ...prediction(0), ...place, time: at(minute), receivedAt: at(minute), ...output });
    if (label !== undefined && minute + delay <= MINUTES) {
      labels.push({ ...place, time: at(minute), value: label, receivedAt: at(minute + delay) });
    }
  }
  await api.post('/predictions', records);
  if (labels.length > 0) await api.post('/labels', labels);
  answerFrom(api);
  const window = `stage=score&from=${at(100)}&to=${at(MINUTES)}`;
  const client = openInProcessClient();
  const run = (known = '') =>
    client.run('quality', {
      coverageUrl: `${loansUrl}/label-coverage?${window}&step=600${known}`,
      rowsUrl: `${loansUrl}/labelled-rows?${window}${known}`,
    });
  return { report: await run(), run, close: () => client.close() };
}

function found(report: QualityReport, id: string) {
  const measure = report.measures.find((candidate) => candidate.id === id);
  if (!measure) throw new Error(`no ${id}`);
  return measure;
}

/** A binary classifier with right scores, whose answers to the upper half mean less from minute 300 on. */
function honest(minute: number, draw: () => number): Answer {
  const score = draw();
  const isWorse = minute >= 300 && score > 0.5;
  return { prediction: score >= 0.5, confidence: score, label: draw() < (isWorse ? score - 0.3 : score) };
}

describe('the quality task', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('measures a binary classifier by slot, and tells concept drift from data drift', async () => {
    const { report } = await reportOn(honest);

    expect(report.answers).toMatchObject({ kind: 'binary', positive: 'true', scoreOf: 'positive' });
    const accuracy = found(report, 'accuracy');
    expect(accuracy.reference).toMatchObject({ status: 'ok', value: expect.closeTo(0.75, 1) as number });
    const { values, lower, upper } = accuracy.series;
    expect(values).toHaveLength(30);
    expect(values[0]).toBeCloseTo(0.75, 0);
    expect(values.at(-2)).toBeLessThan(0.66);
    expect(values.every((value, slot) => (lower[slot] ?? 1) < value && value < (upper[slot] ?? 0))).toBe(
      true,
    );
    expect(report.decomposition).toMatchObject({ status: 'ok' });
    if (report.decomposition.status !== 'ok') throw new Error('a decomposition is expected');
    const { conceptDrift, dataDrift, change } = report.decomposition;
    expect(conceptDrift.upper).toBeLessThan(0);
    expect(dataDrift.lower).toBeLessThan(0);
    expect(dataDrift.upper).toBeGreaterThan(0);
    expect(conceptDrift.value + dataDrift.value).toBeCloseTo(change.value, 12);
    expect(report.concept).toMatchObject({ status: 'ok' });
    expect(report.concept.status === 'ok' && report.concept.p).toBeLessThan(0.01);
    const hddm = report.stream.detectors.find(({ id }) => id === 'hddmW');
    expect(hddm?.detections?.[0]?.rowMs).toBeGreaterThanOrEqual(Date.parse(at(300)));
    expect(hddm?.detections?.[0]?.atMs).toBe((hddm?.detections?.[0]?.rowMs ?? 0) + 60_000);
  });

  it('estimates from scores alone where labels are late, and keeps a record of itself', async () => {
    const { report } = await reportOn((minute, draw) => ({
      ...honest(0, draw),
      delay: minute >= 300 ? 500 : 5,
    }));

    const accuracy = found(report, 'accuracy');
    const last = report.slots.times.length - 1;
    expect(accuracy.series.values[last]).toBeNaN();
    expect(accuracy.estimated?.values[last]).toBeCloseTo(0.75, 1);
    expect(report.estimate).toMatchObject({
      isCalibrated: true,
      checked: expect.any(Number) as number,
      abstained: 0,
    });
    expect(report.estimate?.agreed).toBeGreaterThanOrEqual((report.estimate?.checked ?? 0) * 0.9);
    expect(report.slots.labelled[last]).toBe(0);
  });

  it('tells how mature each slot is', async () => {
    const { report } = await reportOn((_, draw) => ({ ...honest(0, draw), delay: Math.floor(draw() * 100) }));

    const { maturity, delay } = report;
    expect(maturity[0]).toBeCloseTo(1, 1);
    expect(maturity.at(-6)).toBeCloseTo(0.5, 1);
    expect(maturity.at(-1)).toBeLessThan(0.1);
    expect(delay?.eventualShare).toBeCloseTo(1, 1);
    expect((delay?.p50Ms ?? 0) / 60_000).toBeCloseTo(50, -1);
    expect(report.delayed).toMatchObject({ status: 'ok' });
  });

  it('shows the past as it was known', async () => {
    const { run, report } = await reportOn((_, draw) => ({ ...honest(0, draw), delay: 100 }));

    const before = await run(`&knownAt=${at(350)}`);

    const labelled = ({ slots }: QualityReport) => slots.labelled.reduce((sum, count) => sum + count, 0);
    expect(labelled(before)).toBe(1500 + 10);
    expect(labelled(report)).toBe(2000 + 10);
  });

  it('keeps what was said of a slot before late labels changed it', async () => {
    const { report } = await reportOn((minute, draw) => {
      const score = draw();
      const right = score >= 0.5;
      const isLateWrong = minute >= 300 && minute < 350 && draw() < 0.5;
      return {
        prediction: right,
        confidence: score,
        label: right !== isLateWrong,
        delay: isLateWrong ? 40 : 1,
      };
    });

    const { judged, changes } = report.lateVerdicts;

    expect(judged).toBe(report.slots.times.length);
    expect(changes).toHaveLength(5);
    for (const { slotMs, first, now: present } of changes) {
      expect([first.verdict, present.verdict]).toEqual(['same', 'below']);
      expect(first.atMs).toBe(slotMs + report.slots.stepMs);
      expect(present.atMs).toBeGreaterThan(first.atMs);
      expect([first.value, present.value < 0.7]).toEqual([1, true]);
      expect(present.n).toBeGreaterThan(first.n);
    }
  });

  it('has nothing to keep where labels come in time', async () => {
    const { report } = await reportOn(honest);

    expect(report.lateVerdicts).toEqual({ judged: report.slots.times.length, changes: [] });
  });

  it('holds one version against the reference of all', async () => {
    const { run } = await reportOn((minute, draw) => ({
      ...honest(0, draw),
      version: minute >= 200 ? 'v2' : 'v1',
    }));

    const { sizes } = await run('&version=v2');

    expect(sizes).toMatchObject({ rows: 2000, referenceLabelled: 1000 });
  });

  it('takes labels of free answers as judgements of them', async () => {
    const { report } = await reportOn((_, draw) => {
      const confidence = draw();
      return { confidence, label: draw() < confidence };
    });

    expect(report.answers).toEqual({ kind: 'judged' });
    expect(found(report, 'accuracy').current).toMatchObject({ value: expect.closeTo(0.5, 1) as number });
    expect(found(report, 'rocAuc').current).toMatchObject({ value: expect.closeTo(0.83, 1) as number });
    expect(report.calibration.current.status).toBe('ok');
  });

  it('reads a confidence in the answer given as such', async () => {
    const { report } = await reportOn((_, draw) => {
      const isPositive = draw() < 0.5;
      const confidence = 0.5 + draw() / 2;
      return {
        prediction: isPositive ? 'cat' : 'dog',
        confidence,
        label: draw() < confidence === isPositive ? 'cat' : 'dog',
      };
    });

    expect(report.answers).toMatchObject({ kind: 'binary', scoreOf: 'answer' });
    expect(found(report, 'rocAuc').current).toMatchObject({ value: expect.closeTo(0.83, 1) as number });
    const { current } = report.calibration;
    expect(current.status === 'ok' && current.ece.value).toBeLessThan(0.05);
  });

  it('measures several classes, each by itself', async () => {
    const { report } = await reportOn((_, draw) => {
      const truth = ['a', 'b', 'c'][Math.floor(draw() * 3)];
      return { prediction: truth === 'c' && draw() < 0.5 ? 'a' : truth, confidence: 0.8, label: truth };
    });

    expect(report.answers).toEqual({ kind: 'multiclass' });
    const recalls = Object.fromEntries(
      report.byClass?.current.map(({ name, recall }) => [name, recall.status === 'ok' && recall.value]) ?? [],
    );
    expect(recalls).toMatchObject({ a: 1, b: 1, c: expect.closeTo(0.5, 1) as number });
  });

  it('measures regressions in their unit, without an estimate', async () => {
    const { report } = await reportOn((minute, draw) => {
      const value = 10 * draw();
      return { prediction: value + (minute >= 300 ? 4 : 1), label: value };
    });

    expect(report.answers).toEqual({ kind: 'regression' });
    expect(found(report, 'mae').reference).toMatchObject({ value: expect.closeTo(1, 9) as number });
    expect(found(report, 'bias').current).toMatchObject({ value: expect.closeTo(2, 1) as number });
    expect(report.estimate).toBeUndefined();
    const detections = report.stream.detectors.map(({ id, detections: own }) => [id, own === undefined]);
    expect(detections).toEqual([
      ['ddm', true],
      ['hddmW', true],
      ['adwin', false],
      ['pageHinkley', false],
    ]);
  });

  it('says what there is without labels, and without scores', async () => {
    const unlabelled = await reportOn((_, draw) => ({ prediction: draw() < 0.5, confidence: draw() }));
    const unscored = await reportOn((_, draw) => ({ prediction: draw() < 0.5, label: draw() < 0.5 }));

    expect(unlabelled.report.sizes).toMatchObject({ labelled: 0, referenceLabelled: 0 });
    expect(unlabelled.report.delay).toBeUndefined();
    expect(unlabelled.report.measures).toEqual([]);
    expect(unscored.report.hasScores).toBe(false);
    expect(unscored.report.measures.map(({ id }) => id)).toEqual(['accuracy', 'precision', 'recall', 'f1']);
    expect(unscored.report.decomposition.status).toBe('unavailable');
  });
});
