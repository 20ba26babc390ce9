import { findSegment } from '#contract/segment.ts';
import type { StageSelection, Window } from '../../prediction-log.ts';
import type { RuleSlot } from './observation.ts';

/** The live rows that a rule's scope names, in a window. */
export function selectionOf({ rule }: RuleSlot, window: Window): StageSelection {
  const { stage = '', version, segment = [] } = rule.scope;
  const segments = segment.flatMap((text) => findSegment(text) ?? []);
  return {
    ...window,
    pipeline: rule.pipeline,
    stage,
    role: 'live',
    ...(version !== undefined && { version }),
    ...(segments.length > 0 && { segments }),
  };
}

/** The window of that length that ends where the slot reads to, or so long before. */
export function windowBefore({ readToMs }: RuleSlot, seconds: number, agoSeconds = 0): Window {
  const toMs = readToMs - agoSeconds * 1000;
  return { fromMs: toMs - seconds * 1000, toMs };
}
