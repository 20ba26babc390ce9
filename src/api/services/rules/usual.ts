import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { dueSlots } from '#control/rule/due-slots.ts';
import { isDistance } from '#control/rule/recovery.ts';
import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import type { Ports } from '../../ports.ts';
import { observeSlot } from '../evaluation/evaluate-slot.ts';
import { createLogReads } from '../evaluation/log-reads.ts';

const WEEK_SECONDS = 7 * 86_400;
const SAMPLES = 24;

/**
 * What is usual where a rule leaves its recovery open: the median of 24 slots, evenly over the last week; of several alerts
 * that which lies nearest to the trouble. A version that watches the same keeps what was usual, so that its alerts end where
 * they did. Undefined where nobody asks for it, or where there is no history yet.
 */
export async function findUsual(
  ports: Ports,
  pipeline: string,
  definition: RuleDefinition,
  before: Rule | undefined,
): Promise<number | undefined> {
  const isOpen = Object.values(definition.levels).some((level) => level?.recover === undefined);
  if (!isOpen || isDistance(definition.condition)) return undefined;
  if (before?.usual !== undefined && isSameWatch(before, definition)) return before.usual;

  const { everySeconds, direction } = definition;
  const lastSlot = dueSlots({ everySeconds, version: 1, lastSlot: null }, ports.now().getTime()).at(-1) ?? 0;
  const stride = Math.max(1, Math.floor(WEEK_SECONDS / everySeconds / SAMPLES));
  const reads = createLogReads(ports);
  const observed = await Promise.all(
    Array.from({ length: SAMPLES }, (_, index) =>
      observeSlot({ ...definition, pipeline, version: 0 }, lastSlot - index * stride, reads),
    ),
  );
  const readings = observed.flatMap((slot) => slot.observed);
  const medians = [...Map.groupBy(readings, ({ labels }) => JSON.stringify(labels)).values()].flatMap(
    (own) => {
      const values = own.flatMap(({ value }) => (value.kind === 'value' ? [value.value] : []));
      const median = quantileOfSorted(sortFinite(Float64Array.from(values)), 0.5);
      return Number.isNaN(median) ? [] : [median];
    },
  );
  if (medians.length === 0) return undefined;
  return direction === 'above' ? Math.max(...medians) : Math.min(...medians);
}

function isSameWatch(before: RuleDefinition, after: RuleDefinition): boolean {
  const watched = ({ condition, scope, direction, everySeconds }: RuleDefinition) =>
    JSON.stringify([condition, scope, direction, everySeconds]);
  return watched(before) === watched(after);
}
