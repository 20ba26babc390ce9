import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import { badRequest } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { requireSound, surroundingsOf } from '../rules/check.ts';
import { type EvaluatedRule, observeSlot, toEvaluatedSlot } from './evaluate-slot.ts';
import { createLogReads } from './log-reads.ts';

const MOST_SLOTS = 3_000;
/** Slots that are read at once, so that a long preview leaves the log to others, too. */
const AT_ONCE = 50;

/** What a rule would have read in the slots that end within the window, by what is known now. */
export async function previewRule(
  ports: Ports,
  { pipeline, rule: definition, fromMs, toMs }: Window & { pipeline: string; rule: RuleDefinition },
): Promise<EvaluatedSlot[]> {
  const others = await ports.control.listRules(pipeline);
  requireSound([definition], await surroundingsOf(ports, pipeline), others);
  const everyMs = definition.everySeconds * 1000;
  const first = Math.ceil(fromMs / everyMs) - 1;
  const last = Math.floor(Math.min(toMs, ports.now().getTime()) / everyMs) - 1;
  const count = Math.max(0, last - first + 1);
  if (count > MOST_SLOTS) {
    throw badRequest(
      `the range holds ${count} slots of the rule, ${MOST_SLOTS} at most: choose a shorter one`,
    );
  }
  const rule: EvaluatedRule = { ...definition, pipeline, version: 0 };
  const reads = createLogReads(ports);
  const slots: EvaluatedSlot[] = [];
  for (let next = first; next <= last; next += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, last - next + 1) }, (_, index) => next + index);
    const observed = await Promise.all(some.map((slot) => observeSlot(rule, slot, reads)));
    slots.push(...observed.map((observation) => toEvaluatedSlot(rule, observation)));
  }
  return slots;
}
