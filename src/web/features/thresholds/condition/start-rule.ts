import type { RuleDefinition, RuleLevel } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import { newLevel } from '../rule-draft.ts';
import type { RuleKind } from './start-condition.ts';

/** How a kind of rule begins. */
type Start = {
  everySeconds: number;
  timers?: Pick<RuleLevel, 'forSlots' | 'keepSlots'>;
  /** The limit where neither a budget nor a history suggests one. */
  limit: number;
  /** The value is made so that this is the limit, whatever the history. */
  isFixed?: true;
};

const HOUR = 3_600;
const DAY = 24 * HOUR;
const atOnce = { forSlots: 0, keepSlots: 0 };

const starts: Record<RuleKind, Start> = {
  metric: { everySeconds: 300, limit: 0 },
  change: { everySeconds: HOUR, limit: 0.2, timers: { forSlots: 1, keepSlots: 3 } },
  band: { everySeconds: HOUR, limit: 5, timers: { forSlots: 1, keepSlots: 3 } },
  shift: { everySeconds: HOUR, limit: 8, timers: { forSlots: 0, keepSlots: 3 } },
  drift: { everySeconds: HOUR, limit: 0.1, timers: { forSlots: 1, keepSlots: 3 } },
  stageDrift: { everySeconds: HOUR, limit: 0, isFixed: true, timers: { forSlots: 1, keepSlots: 3 } },
  newCategory: { everySeconds: HOUR, limit: 0.01, timers: { forSlots: 0, keepSlots: 3 } },
  quality: { everySeconds: DAY, limit: 0.9, timers: { forSlots: 0, keepSlots: 1 } },
  labelDelay: { everySeconds: DAY, limit: 14 * DAY, timers: atOnce },
  burnRate: { everySeconds: 300, limit: 1, isFixed: true, timers: { forSlots: 0, keepSlots: 3 } },
  runLate: { everySeconds: HOUR, limit: 6 * HOUR, isFixed: true, timers: atOnce },
  siteSilent: { everySeconds: 300, limit: HOUR, timers: atOnce },
  composite: { everySeconds: 300, limit: 2, isFixed: true, timers: atOnce },
  alarmBudget: { everySeconds: HOUR, limit: 1, isFixed: true, timers: atOnce },
};

/** The limit of a kind of rule whose values nobody has seen yet. */
export function startLimit({ kind }: RuleCondition): number {
  return starts[kind].limit;
}

/** Whether the value itself says where its limit is, so that none is looked for in the history. */
export function hasFixedLimit({ kind }: RuleCondition): boolean {
  return starts[kind].isFixed === true;
}

const withStage: readonly RuleKind[] = ['runLate', 'siteSilent'];
const withoutStage: readonly RuleKind[] = ['composite', 'alarmBudget'];

/** A rule with one warning level, which pages nobody, until people decide otherwise. */
export function startRule(
  condition: RuleCondition,
  {
    stage,
    isBatch,
    direction,
  }: { stage: string | undefined; isBatch: boolean; direction?: 'above' | 'below' },
): RuleDefinition {
  const { timers, limit, isFixed } = starts[condition.kind];
  const everySeconds = everyOf(condition, isBatch);
  const level = { ...newLevel('warning', limit), ...timers, ...(isFixed && { recover: null }) };
  return {
    name: '',
    state: 'active',
    scope:
      stage === undefined || withoutStage.includes(condition.kind) || withStage.includes(condition.kind)
        ? {}
        : { stage },
    condition,
    direction: direction ?? startDirection(condition),
    levels: { warning: level },
    everySeconds,
    noData: { policy: 'alert', afterSlots: 10 },
    queryOffsetSeconds: null,
    ...(condition.kind === 'stageDrift' && { budget: { perWeek: 1 } }),
    labels: {},
  };
}

function everyOf({ kind }: RuleCondition, isBatch: boolean): number {
  const { everySeconds } = starts[kind];
  return isBatch && !withStage.includes(kind) && !withoutStage.includes(kind) ? DAY : everySeconds;
}

/** Errors grow with the trouble, shares of right answers fall. */
function startDirection(condition: RuleCondition): RuleDefinition['direction'] {
  if (condition.kind !== 'quality') return 'above';
  return isError(condition.measure) ? 'above' : 'below';
}

function isError(measure: Extract<RuleCondition, { kind: 'quality' }>['measure']): boolean {
  return measure === 'brier' || measure === 'mae' || measure === 'rmse';
}

/**
 * The draft with another condition. Where its values mean something else, the limits begin anew; else they stay as they
 * are, for a longer window is no other limit.
 */
export function withCondition(
  draft: RuleDefinition,
  condition: RuleCondition,
  place: { stage: string | undefined; isBatch: boolean },
): { draft: RuleDefinition; isNewValue: boolean } {
  if (valueOf(condition) === valueOf(draft.condition)) {
    return { draft: { ...draft, condition }, isNewValue: false };
  }
  if (condition.kind === draft.condition.kind) {
    const direction = condition.kind === 'quality' ? startDirection(condition) : draft.direction;
    return { draft: { ...draft, condition, direction }, isNewValue: true };
  }
  const { levels, everySeconds, direction, scope, budget } = startRule(condition, place);
  const { budget: _budget, ...rest } = draft;
  const next = { ...rest, condition, levels, everySeconds, direction, scope, ...(budget && { budget }) };
  return { draft: next, isNewValue: true };
}

/** What tells values apart that cannot be held against one limit. */
function valueOf(condition: RuleCondition): string {
  const { kind } = condition;
  switch (kind) {
    case 'metric':
    case 'change':
    case 'band':
    case 'shift':
      return JSON.stringify([
        kind,
        condition.metrics[0],
        condition.statistic,
        condition.category,
        kind === 'change' && condition.as,
      ]);
    case 'drift':
      return JSON.stringify([kind, condition.method]);
    case 'quality':
    case 'labelDelay':
      return JSON.stringify([kind, condition.measure]);
    case 'stageDrift':
    case 'newCategory':
    case 'burnRate':
    case 'runLate':
    case 'siteSilent':
    case 'composite':
    case 'alarmBudget':
      return kind;
  }
}
