import { severities } from '#contract/alert-words.ts';
import type { RuleLevel } from '#contract/rule.ts';
import type { Reading } from '../alert/reading.ts';
import { rehearse, type Rehearsal, type Span } from '../alert/rehearse.ts';
import { positionOf } from '../rule/position.ts';
import { recoveryOf } from '../rule/recovery.ts';
import type { Direction, RuleHistory } from './rule-history.ts';

export type ReplayedRule = {
  direction: Direction;
  levels: { warning?: RuleLevel | undefined; critical?: RuleLevel | undefined };
  /** What is usual: from there a recovery threshold that was left out is taken. */
  usual: number;
};

/** What a rule would have done on a history, by the machine that decides live. */
export function replay(
  { firstSlot, slotMs, values, sizes, evidence }: RuleHistory,
  rule: ReplayedRule,
  incidents: readonly Span[] = [],
): Rehearsal {
  const levels = severities.flatMap((severity) => {
    const level = rule.levels[severity];
    return level ? [{ severity, ...level, recover: recoveryOf(level, rule.usual, rule.direction) }] : [];
  });
  function* readings(): Generator<{ slot: number; reading: Reading }> {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const slot = firstSlot + i;
      if (Number.isNaN(value)) {
        yield { slot, reading: { kind: 'noData', reason: 'no data' } };
        continue;
      }
      const positions: Extract<Reading, { kind: 'value' }>['positions'] = {};
      const hasEvidence = evidence?.[i] !== 0;
      for (const level of levels)
        positions[level.severity] = positionOf(value, level, rule.direction, hasEvidence);
      yield { slot, reading: { kind: 'value', value, n: sizes[i] as number, positions } };
    }
  }
  return rehearse({
    readings: readings(),
    slotMs,
    incidents,
    timers: {
      ruleVersion: 0,
      levels: Object.fromEntries(
        levels.map(({ severity, forSlots, keepSlots }) => [severity, { forSlots, keepSlots }]),
      ),
      noData: { policy: 'keep', afterSlots: 1 },
    },
  });
}
