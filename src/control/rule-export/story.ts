import type { Severity } from '#contract/alert-words.ts';
import { initialState, isOpen, type AlertState } from '../alert/alert-state.ts';
import { observeBlindness } from '../alert/blind.ts';
import { observe, type Observation } from '../alert/observe.ts';
import type { Reading } from '../alert/reading.ts';
import type { Step } from '../alert/step.ts';
import { readingOf, timersOf } from '../rule/reading-of.ts';
import { hasEvidence } from './level-expression.ts';
import { levelsOf, type ExportableRule } from './prometheus-rules.ts';

/** One slot of a story: what is seen, or nothing. */
export type StorySlot = { value: number; isEvident: boolean } | null;

/** More than the slots in which four edges count as flapping, which Prometheus knows nothing of. */
const REST_SLOTS = 20;

/**
 * Values that for each level stay in its band at first, are beyond it for too short a time, fire it, stay in the band,
 * are gone for a while, and recover.
 */
export function storyOf(rule: ExportableRule): StorySlot[] {
  const calm = calmValue(rule);
  const times = (slots: number, value: number, isEvident = true): StorySlot[] =>
    Array.from({ length: slots }, () => ({ value, isEvident }));
  const isLone = levelsOf(rule).length === 1;
  const rest = times(isLone ? 1 : REST_SLOTS, calm); // of one level only what fires leaves edges
  return [
    ...times(2, calm),
    ...levelsOf(rule).flatMap((severity) => {
      const { threshold, recover, forSlots, keepSlots } = levelOf(rule, severity);
      const beyond = threshold + (threshold - calm) / 2;
      const hasBand = recover != null && recover !== threshold;
      const edge = hasBand ? recover : threshold;
      const band = [...times(1, edge, false), ...times(2, (threshold + edge) / 2, false)];
      const isHeld = hasBand || hasEvidence(rule);
      return [
        ...(isHeld ? [...band, ...rest] : []),
        ...(hasEvidence(rule) ? [...times(forSlots + 3, beyond, false), ...rest] : []),
        ...times(forSlots, beyond),
        ...rest,
        ...times(forSlots + 2, threshold),
        ...band,
        ...Array.from({ length: rule.noData.afterSlots + 1 }, () => null),
        ...band,
        ...times(keepSlots + 2, calm),
        ...rest,
      ];
    }),
  ];
}

/** Whether our own machine has an alert of that level open, slot by slot. */
export function levelCourse(
  rule: ExportableRule,
  severity: Severity,
  story: readonly StorySlot[],
): boolean[] {
  return courseOf({ ...rule, levels: { [severity]: levelOf(rule, severity) } }, story, observe);
}

/** The same of the alert that tells of missing data. */
export function blindCourse(rule: ExportableRule, story: readonly StorySlot[]): boolean[] {
  return courseOf(rule, story, observeBlindness);
}

function courseOf(
  rule: ExportableRule,
  story: readonly StorySlot[],
  machine: (state: AlertState, observation: Observation) => Step,
): boolean[] {
  const timers = timersOf({ ...rule, version: 1 });
  let state = initialState;
  return story.map((seen, slot) => {
    ({ state } = machine(state, { slot, atMs: slot, reading: readingAt(rule, seen), timers }));
    return isOpen(state);
  });
}

function readingAt(rule: ExportableRule, slot: StorySlot): Reading {
  if (slot === null) return { kind: 'noData', reason: 'a gap of the story' };
  const { value, isEvident } = slot;
  return readingOf(rule, { kind: 'value', value, n: 100, hasEvidence: isEvident || !hasEvidence(rule) });
}

/** Beyond every recovery threshold, by as much as the levels lie apart. */
function calmValue(rule: ExportableRule): number {
  const limits = levelsOf(rule).flatMap((severity) => {
    const { threshold, recover } = levelOf(rule, severity);
    return [threshold, recover ?? threshold];
  });
  const [low, high] = [Math.min(...limits), Math.max(...limits)];
  const width = Math.max(high - low, Math.abs(low) / 2, 1e-3);
  return rule.direction === 'above' ? low - width : high + width;
}

function levelOf({ name, levels }: ExportableRule, severity: Severity) {
  const level = levels[severity];
  if (!level) throw new RangeError(`the rule ${name} has no level ${severity}`);
  return level;
}
