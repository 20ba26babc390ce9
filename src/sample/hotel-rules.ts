import { RuleDefinition, type RuleFile } from '#contract/rule.ts';

const DAY_SECONDS = 86_400;

/** What the team of the hotels watches. */
export function hotelRules(): RuleFile {
  const late = RuleDefinition.parse({
    name: 'run late',
    description: 'The bookings of a day are scored in one run, due by the end of its grace.',
    scope: {},
    condition: { kind: 'runLate' },
    levels: { warning: { threshold: DAY_SECONDS / 4, recover: null, forSlots: 0, keepSlots: 0 } },
    everySeconds: 3_600,
    queryOffsetSeconds: 0,
    noData: { policy: 'keep', afterSlots: 24 },
    owner: 'Revenue',
    labels: { team: 'revenue' },
  });
  return { pipeline: 'hotel', rules: [late] };
}
