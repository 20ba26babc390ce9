import { describe, expect, it } from 'vitest';
import type { StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { fleetAnswer } from '#web/health/fleet-answer.ts';
import { plainLimits } from '#web/health/stage-limits.ts';
import { stageFindings, type StageEvidence } from '#web/health/stage-health.ts';

const nowMs = Date.parse('2026-11-23T14:00:00Z');
const at = { zone: 'UTC', nowMs };

describe('what is abnormal of a stage', () => {
  it('is nothing when all figures are within their limits', () => {
    expect(stageFindings(evidence(), at)).toEqual([]);
  });

  it('is nothing while nothing is known', () => {
    expect(stageFindings(evidence({ headline: undefined }), at)).toEqual([]);
  });

  it.each<[string, Partial<StageHeadline>, string, string]>([
    ['errors', { errorShare: 0.12 }, 'critical', 'errors 12 % (limit 5 %)'],
    ['latency', { latencyP95Ms: 612 }, 'warning', 'p95 latency 612 ms (target 500 ms)'],
  ])('are %s beyond their limit', (_, figures, severity, text) => {
    expect(stageFindings(evidence({ headline: headline(figures) }), at)).toEqual([
      { severity, text: spaced(text) },
    ]);
  });

  it('is a figure beyond the limit that its reference lends, where nobody has set one', () => {
    const limit = { origin: 'auto', severity: 'warning' } as const;
    const limits = {
      ...plainLimits({}),
      latencyMs: { ...limit, value: 200, text: 'limit 200\u00a0ms, auto, from reference spring' },
      nullShare: { ...limit, value: 0.01, text: 'limit 1\u00a0%, auto, from reference spring' },
    };
    const figures = headline({ latencyP95Ms: 250, nullShare: 0.02 });

    expect(stageFindings(evidence({ headline: figures, limits }), at)).toEqual([
      { severity: 'warning', text: spaced('p95 latency 250 ms (limit 200 ms, auto, from reference spring)') },
      { severity: 'warning', text: spaced('null outputs 2 % (limit 1 %, auto, from reference spring)') },
    ]);
  });

  it('is not a figure that lies on its limit', () => {
    const headlineAtLimits = headline({ errorShare: 0.05, latencyP95Ms: 500 });

    expect(stageFindings(evidence({ headline: headlineAtLimits }), at)).toEqual([]);
  });

  it('is a drift, with its worst metric, since when and against what', () => {
    const drift = {
      metricId: 'input.snr',
      metric: 'snr',
      effect: 0.41,
      score: '0.41',
      scoreName: 'Jensen–Shannon',
      sinceMs: Date.parse('2026-11-23T12:41:00Z'),
      drifting: 2,
    };

    expect(stageFindings(evidence({ drift }), at)).toEqual([
      {
        severity: 'critical',
        text: 'snr and 1 more drift since 12:41 (Jensen–Shannon 0.41 against the reference)',
        links: [{ text: 'snr', feature: 'input.snr' }],
      },
    ]);
    expect(stageFindings(evidence({ drift: { ...drift, drifting: 0 } }), at)).toEqual([]);
  });

  it('is what fires, worst first and told once a severity', () => {
    const alerts = [
      { id: 'a', name: 'word error', severity: 'critical', firedAt: '2026-11-23T12:41:00Z' },
      { id: 'b', name: 'nulls', severity: 'warning', firedAt: '2026-11-23T13:05:00Z' },
      { id: 'c', name: 'slow', severity: 'warning', firedAt: '2026-11-23T13:20:00Z' },
    ] satisfies StageHeadline['alerts'];

    const findings = stageFindings(evidence({ headline: headline({ alerts, errorShare: 0.12 }) }), at);

    expect(findings).toEqual([
      {
        severity: 'critical',
        text: 'alert word error since 12:41',
        links: [{ text: 'word error', alert: 'a' }],
      },
      { severity: 'critical', text: spaced('errors 12 % (limit 5 %)') },
      {
        severity: 'warning',
        text: 'alert nulls, slow since 13:05',
        links: [
          { text: 'nulls', alert: 'b' },
          { text: 'slow', alert: 'c' },
        ],
      },
    ]);
  });

  it.each([
    ['4 min, shorter than any silence counts', 4, 100_000, undefined],
    ['20 min of a stage with a row a second', 20, 100_000, 'no rows for 20 min'],
    ['20 min of a stage with a row an hour', 20, 30, undefined],
    ['8 days, which are history', 8 * 1440, 100_000, undefined],
  ])('is silence of %s', (_, silentMinutes, rows, text) => {
    const stage = { ...stageOf(rows), lastSeen: new Date(nowMs - silentMinutes * 60_000).toISOString() };

    const findings = stageFindings(evidence({ stage, headline: undefined }), at);

    expect(findings.map((finding) => finding.text)).toEqual(text === undefined ? [] : [spaced(text)]);
    expect(stageFindings(evidence({ stage, headline: undefined, isExpecting: false }), at)).toEqual([]);
  });

  it('is not the silence of a stage whose newest row only the headline knows yet', () => {
    const stage = { ...stageOf(100_000), lastSeen: new Date(nowMs - 1_200_000).toISOString() };
    const news = headline({ lastSeen: new Date(nowMs - 2_000).toISOString() });

    expect(stageFindings(evidence({ stage, headline: news }), at)).toEqual([]);
  });
});

describe('the sentence of the fleet', () => {
  const calm = { findings: [], isReporting: true, isDriftPending: false, isDriftSkipped: false };
  const troubled = { ...calm, findings: [{ severity: 'warning', text: 'slow' } as const] };

  it.each([
    ['all calm', [calm, calm], 0, 'Nothing needs you; 2 of 2 stages reporting.'],
    ['one troubled', [calm, troubled], 0, '1 stage needs attention; 2 of 2 stages reporting.'],
    ['two troubled', [troubled, troubled], 0, '2 stages need attention; 2 of 2 stages reporting.'],
    ['one silent', [calm, { ...calm, isReporting: false }], 0, 'Nothing needs you; 1 of 2 stages reporting.'],
    ['figures under way', [calm], 2, 'Looking at 3 stages …'],
    [
      'drift under way',
      [{ ...calm, isDriftPending: true }],
      0,
      'Drift is still being computed; 1 of 1 stage reporting.',
    ],
    [
      'more stages than are compared',
      [troubled, { ...calm, isDriftSkipped: true }],
      0,
      '1 stage needs attention; 2 of 2 stages reporting; drift of 1 stage is told on their own pages.',
    ],
  ])('with %s', (_, stages, pending, sentence) => {
    expect(fleetAnswer(stages, pending)).toBe(sentence);
  });
});

function evidence(parts: Partial<StageEvidence> = {}): StageEvidence {
  return { stage: stageOf(100_000), headline: headline(), drift: undefined, isExpecting: true, ...parts };
}

/** A stage with a day of rows at an even pace, the last one just now. */
function stageOf(rows: number): StageSummary {
  return {
    name: 'asr',
    latencyTargetMs: 500,
    rows,
    firstSeen: new Date(nowMs - 86_400_000).toISOString(),
    lastSeen: new Date(nowMs - 1_000).toISOString(),
  };
}

function headline(figures: Partial<StageHeadline> = {}): StageHeadline {
  return {
    stage: 'asr',
    rows: 1_000,
    ratePerSecond: 1,
    latencyP95Ms: 210,
    errorShare: 0.001,
    nullShare: 0,
    versions: [],
    alerts: [],
    ...figures,
  };
}

/** Numbers and units are joined by no-break spaces. */
function spaced(text: string): string {
  return text.replace(/(\d) (?=ms|%|min)/g, '$1\u00a0');
}
