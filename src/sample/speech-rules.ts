import { RuleDefinition, type RuleFile } from '#contract/rule.ts';
import { PIPELINE } from './speech-request.ts';

const every = {
  everySeconds: 300,
  queryOffsetSeconds: 60,
  noData: { policy: 'keep', afterSlots: 6 },
} as const;
const status = { metrics: ['status'], statistic: 'otherShare', category: 'ok' } as const;

/** What the team of the simulated pipeline watches. The alert of the recogniser has its cause in voice activity detection. */
export function speechRules(): RuleFile {
  const rules = [
    {
      ...every,
      name: 'asr estimated accuracy',
      description:
        'Answers that are expected to be right, from the confidence of the recogniser: labels come days later.',
      scope: { stage: 'asr' },
      condition: {
        kind: 'quality',
        measure: 'accuracy',
        basis: 'estimated',
        windowSeconds: 3600,
        leastRows: 60,
      },
      direction: 'below',
      levels: {
        critical: { threshold: 0.893, recover: 0.898, forSlots: 2, keepSlots: 3 },
      },
      owner: 'Voice',
      labels: { team: 'voice' },
    },
    {
      ...every,
      name: 'asr p95 latency',
      scope: { stage: 'asr' },
      condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 600 },
      levels: { critical: { threshold: 500, recover: 450, forSlots: 2, keepSlots: 3 } },
      labels: { team: 'voice' },
    },
    {
      ...every,
      name: 'asr failed answers',
      scope: { stage: 'asr' },
      condition: { kind: 'metric', ...status, windowSeconds: 1800 },
      levels: { warning: { threshold: 0.03, recover: 0.02, forSlots: 1, keepSlots: 3 } },
      labels: { team: 'voice' },
    },
    {
      ...every,
      name: 'asr empty answers',
      scope: { stage: 'asr' },
      condition: {
        kind: 'metric',
        metrics: ['output.null'],
        statistic: 'share',
        category: 'true',
        windowSeconds: 1800,
      },
      levels: { warning: { threshold: 0.06, recover: 0.04, forSlots: 1, keepSlots: 3 } },
      labels: { team: 'voice' },
    },
    {
      ...every,
      name: 'vad drift of the inputs',
      scope: { stage: 'vad' },
      condition: {
        kind: 'stageDrift',
        group: 'input',
        method: 'jensenShannon',
        windowSeconds: 1800,
        naming: 'benjaminiYekutieli',
      },
      levels: { warning: { threshold: 0, recover: null, forSlots: 2, keepSlots: 3 } },
      budget: { perWeek: 1 },
      labels: { team: 'voice' },
    },
  ];
  return { pipeline: PIPELINE, rules: rules.map((rule) => RuleDefinition.parse(rule)) };
}
