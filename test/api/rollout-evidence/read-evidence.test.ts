import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { describe, expect, it } from 'vitest';
import type { LabelRow, LogRow } from '#api/prediction-log.ts';
import type { RequestCounter } from '#api/rollout-evidence.ts';
import { createEvidenceReader } from '#api/services/rollout-evidence/read-evidence.ts';
import { Plan, type Step } from '#contract/rollout-plan.ts';
import { type Rollout, RolloutVersion } from '#contract/rollout.ts';
import { assign } from '#control/traffic/assign.ts';
import { bucketOfKey } from '#control/traffic/bucket-of-key.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import { createRandom, type Random } from '#sample/random.ts';

const START_MS = Date.UTC(2026, 10, 24, 10);
const MINUTE_MS = 60_000;
const margins: Partial<Record<Step['gates'][number]['gate'], number>> = {
  errors: 1.5,
  nullOutputs: 1.5,
  latencyP95: 1.5,
  quality: 0.05,
  disagreement: 0.2,
  outputDrift: 0.3,
  inputDrift: 0.3,
  split: 0.05,
  cost: 0.2,
};

/** A rollout whose only step has been soaking since 10:00. */
function rolloutOf(
  traffic: Partial<Step['traffic']>,
  gates: (keyof typeof margins)[],
  more: Partial<Rollout> = {},
): Rollout {
  const split = { stable: 5_000, candidate: 5_000, audit: 0 };
  const plan = Plan.parse({
    steps: [
      {
        kind: 'canary',
        traffic: { split, stickyKey: null, ...traffic },
        minSoakSeconds: 0,
        maxSoakSeconds: 86_400,
        gates: gates.map((gate) => ({ gate, margin: margins[gate] })),
      },
    ],
  });
  const step = plan.steps[0] as Step;
  const startedAt = new Date(START_MS).toISOString();
  return {
    id: 'r-1',
    pipeline: 'speech',
    stage: 'asr',
    stable: RolloutVersion.parse({ version: 'v17' }),
    candidate: RolloutVersion.parse({ version: 'v18' }),
    plan,
    planDigest: 'digest',
    salt: 'salt',
    author: 'ana',
    editors: [],
    createdAt: startedAt,
    undoOf: null,
    generation: 1,
    phase: 'soaking',
    phaseSince: startedAt,
    step: 0,
    desired: { ...step.traffic, rev: 1, salt: 'salt' },
    configured: null,
    evidence: null,
    snapshot: null,
    soak: { startedAt, freshSeconds: 0, freshAt: null },
    request: null,
    approvals: [],
    force: null,
    forcedSteps: [],
    pause: null,
    attempt: null,
    end: null,
    supersededBy: null,
    ...more,
  };
}

function row(minutes: number, values: Partial<LogRow> = {}): LogRow {
  const timeMs = START_MS + minutes * MINUTE_MS;
  return {
    kind: 'prediction',
    pipeline: 'speech',
    stage: 'asr',
    version: 'v17',
    role: 'live',
    site: '',
    requestId: '',
    timeMs,
    receivedMs: timeMs + 100,
    text: null,
    fingerprint: '',
    ...values,
    numbers: { latencyMs: 100, ...values.numbers },
    categories: {
      status: 'ok',
      'output.null': 'false',
      'output.prediction': 'yes',
      'input.route.by': 'split',
      ...values.categories,
    },
  };
}

type Maker = (version: 'v17' | 'v18', random: Random) => Partial<LogRow>;

/** An hour of requests, every second one to the candidate, 20 a minute. */
function hourOf(make: Maker, before: Maker = make): LogRow[] {
  const random = createRandom(3);
  const requests = Array.from({ length: 1200 }, (_, i) => {
    const version = i % 2 === 0 ? 'v17' : 'v18';
    return row(i / 20, { version, requestId: `r${i}`, ...make(version, random) });
  });
  const history = Array.from({ length: 1200 }, (_, i) => row(i / 20 - 600, before('v17', random)));
  return [...history, ...requests];
}

async function evidenceOf(rollout: Rollout, rows: LogRow[], labels: LabelRow[] = [], minutes = 60) {
  const log = createMemoryPredictionLog();
  await log.insert({ rows, labels }, 'all');
  const now = () => new Date(START_MS + minutes * MINUTE_MS);
  return createEvidenceReader({ log, control: createMemoryControlStore(), now }).read(rollout);
}

const verdictsOf = ({ verdicts }: Awaited<ReturnType<typeof evidenceOf>>) =>
  Object.fromEntries(verdicts.map(({ gate, verdict }) => [gate, verdict]));

describe('evidence of two versions that are alike', () => {
  const alike: Maker = (_, random) => ({
    numbers: { latencyMs: 80 + 40 * random() },
    categories: {
      status: random() < 0.2 ? 'timeout' : 'ok',
      'output.null': String(random() < 0.2),
      'output.prediction': random() < 0.5 ? 'yes' : 'no',
      'input.country': random() < 0.5 ? 'DE' : 'FR',
    },
  });

  it('proves no harm at any gate', async () => {
    const rows = hourOf(alike);
    const labels = rows
      .filter(({ requestId }) => requestId !== '')
      .map((own): LabelRow => ({
        pipeline: 'speech',
        stage: 'asr',
        requestId: own.requestId,
        timeMs: own.timeMs,
        receivedMs: own.timeMs,
        number: null,
        category: 'yes',
      }));
    const evidence = await evidenceOf(
      rolloutOf({}, ['errors', 'nullOutputs', 'latencyP95', 'quality', 'outputDrift', 'inputDrift', 'split']),
      rows,
      labels,
    );

    expect(Object.values(verdictsOf(evidence))).not.toContain('worse');
    expect(verdictsOf(evidence)).toMatchObject({
      nullOutputs: expect.stringMatching('noWorse|open') as string,
      latencyP95: 'noWorse',
      outputDrift: 'noWorse',
      inputDrift: 'noWorse',
      split: 'noWorse',
    });
    expect(evidence.verdicts.every(({ nStable, nCandidate }) => nStable === 600 && nCandidate === 600)).toBe(
      true,
    );
    expect(evidence.measured).toMatchObject({ counts: { stable: 600, candidate: 600 }, n: 1200 });
    expect(evidence.verdicts.every(({ stale }) => stale === null)).toBe(true);
  });
});

describe('evidence of a candidate that is worse', () => {
  const worse: Maker = (version, random) => {
    const factor = version === 'v18' ? 2.5 : 1;
    return {
      numbers: { latencyMs: (80 + 40 * random()) * factor },
      categories: {
        status: random() < 0.1 * factor ? 'timeout' : 'ok',
        'output.null': String(random() < 0.1 * factor),
        'output.prediction': random() < (version === 'v18' ? 0.95 : 0.2) ? 'yes' : 'no',
      },
    };
  };

  it('proves it, gate by gate, and bounds the harm', async () => {
    const evidence = await evidenceOf(
      rolloutOf({}, ['errors', 'nullOutputs', 'latencyP95', 'outputDrift']),
      hourOf(worse),
    );

    expect(verdictsOf(evidence)).toEqual({
      errors: 'worse',
      nullOutputs: 'worse',
      latencyP95: 'worse',
      outputDrift: 'worse',
    });
    // 600 requests, 15 points more errors: 90, and what is not known yet
    expect(evidence.harmedUpper).toBeGreaterThan(60);
    expect(evidence.harmedUpper).toBeLessThan(300);
  });
});

describe('with a sticky key', () => {
  const users = Array.from({ length: 400 }, (_, i) => `user-${i}`);
  /** One user in twenty fails each time; the split is fair. */
  const sticky = rolloutOf({ split: { stable: 5_000, candidate: 5_000, audit: 0 }, stickyKey: 'x-user' }, [
    'errors',
    'split',
  ]);
  const rows = users.flatMap((user, i) =>
    Array.from({ length: 20 }, (_, k) => {
      const { arm } = assign(sticky.desired, user, () => undefined);
      return row((i % 60) + k / 50, {
        version: arm === 'candidate' ? 'v18' : 'v17',
        numbers: { 'input.route.bucket': bucketOfKey('salt', user) },
        categories: { status: i % 20 === 0 ? 'timeout' : 'ok' },
      });
    }),
  );

  it('counts users who fail again and again once', async () => {
    const evidence = await evidenceOf(sticky, rows);
    const [errors, split] = evidence.verdicts;

    expect(errors?.verdict).toBe('open');
    expect((errors?.nStable ?? 0) + (errors?.nCandidate ?? 0)).toBeGreaterThan(380);
    expect((errors?.nStable ?? 0) + (errors?.nCandidate ?? 0)).toBeLessThanOrEqual(400);
    expect(split?.verdict).not.toBe('worse');
    expect((split?.nStable ?? 0) + (split?.nCandidate ?? 0)).toBeGreaterThan(380);
  });
});

describe('of a shadow step', () => {
  const shadow = rolloutOf(
    {
      split: { stable: 10_000, candidate: 0, audit: 0 },
      mirror: [{ to: 'candidate', basisPoints: 10_000 }],
    },
    ['disagreement', 'split'],
  );
  const pairs = (differing: number) =>
    Array.from({ length: 300 }, (_, i) => [
      row(i / 5, { requestId: `r${i}` }),
      row(i / 5, {
        requestId: `r${i}`,
        version: 'v18',
        role: 'shadow',
        categories: { 'output.prediction': i < differing ? 'no' : 'yes' },
      }),
    ]).flat();

  it('compares pair by pair', async () => {
    expect(verdictsOf(await evidenceOf(shadow, pairs(10)))).toEqual({
      disagreement: 'noWorse',
      split: 'noWorse',
    });
    const evidence = await evidenceOf(shadow, pairs(150));
    expect(evidence.verdicts[0]).toMatchObject({
      verdict: 'worse',
      effect: 0.5,
      nStable: 300,
      nCandidate: 300,
    });
    expect(evidence.harmedUpper).toBe(0);
  });
});

describe('evidence that cannot be trusted', () => {
  it('is stale when the candidate has no rows lately', async () => {
    const rows = hourOf(() => ({}));
    const evidence = await evidenceOf(rolloutOf({}, ['errors']), rows, [], 75);

    expect(evidence.verdicts[0]?.stale).toBe('no rows of the candidate lately');
    expect(evidence.verdicts[0]?.lagSeconds).toBeGreaterThan(800);
  });

  it('is none before the traffic of the step was read back, and without what a gate needs', async () => {
    const soak = { startedAt: null, freshSeconds: 0, freshAt: null };

    expect((await evidenceOf(rolloutOf({}, ['errors'], { soak }), [])).verdicts).toEqual([]);
    const evidence = await evidenceOf(
      rolloutOf({}, ['quality', 'cost', 'latencyP95']),
      hourOf(() => ({})).slice(1200),
    );
    expect(verdictsOf(evidence)).toMatchObject({ quality: 'open', cost: 'open' });
  });
});

describe('the share of the requests that is in the log', () => {
  const rows = hourOf(() => ({}));
  const rollout = rolloutOf({}, ['errors']);
  const coverageOf = async (expected: Record<string, number | null>) => {
    const log = createMemoryPredictionLog();
    await log.insert({ rows, labels: [] }, 'all');
    const requests: RequestCounter = {
      expectedRows({ version = '', fromMs, toMs }) {
        const counted = expected[version] ?? null;
        return counted === null ? null : { rows: counted, fromMs, toMs };
      },
    };
    const now = () => new Date(START_MS + 60 * MINUTE_MS);
    const { measured, verdicts } = await createEvidenceReader({
      log,
      control: createMemoryControlStore(),
      now,
      requests,
    }).read(rollout);
    expect(verdicts[0]?.coverage).toBe(measured?.coverage);
    return measured?.coverage;
  };

  it('is that of the version that misses the most', async () => {
    expect(await coverageOf({ v17: 600, v18: 1_200 })).toBe(0.5);
    expect(await coverageOf({ v17: 600, v18: null })).toBe(1);
  });

  it('is not known where nobody counted', async () => {
    expect(await coverageOf({})).toBeNull();
  });

  it('is at most the whole where others count, too', async () => {
    expect(await coverageOf({ v17: 300, v18: 600 })).toBe(1);
  });
});
