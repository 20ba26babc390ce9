import type { LabelCoverage } from '#contract/labels.ts';
import type { Ports } from '../../ports.ts';
import type { SlotSelection } from '../../prediction-log.ts';
import { resolveReference, withoutMetrics } from '../references/resolve.ts';

const QUANTILES = [0.5, 0.9] as const;

/** How many rows of each slot have a label, how late it came, and what quality is held against. */
export async function labelCoverage(
  ports: Ports,
  {
    reference: id,
    ...selection
  }: Omit<SlotSelection, 'metrics' | 'since'> & { reference?: string | undefined },
): Promise<LabelCoverage> {
  const { pipeline, stage } = selection;
  const knownAtMs = selection.knownAtMs ?? ports.now().getTime();
  const [reference, rowSlots, labelSlots] = await Promise.all([
    resolveReference(ports, { pipeline, stage, id }),
    ports.log.rowSlots(selection),
    ports.log.labelSlots({ ...selection, knownAtMs }, QUANTILES),
  ]);
  const bySlot = new Map(labelSlots.map((slot) => [slot.slotMs, slot]));
  const delays = (index: number) =>
    rowSlots.map(({ slotMs }) => {
      const delayMs = bySlot.get(slotMs)?.delaysMs[index];
      return delayMs === undefined ? null : delayMs / 1000;
    });
  return {
    stepSeconds: selection.stepMs / 1000,
    knownAt: new Date(knownAtMs).toISOString(),
    reference: withoutMetrics(reference),
    slotsMs: rowSlots.map(({ slotMs }) => slotMs),
    rows: rowSlots.map(({ rows }) => rows),
    labelled: rowSlots.map(({ slotMs }) => bySlot.get(slotMs)?.labelled ?? 0),
    delayP50Seconds: delays(0),
    delayP90Seconds: delays(1),
  };
}
