import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { MuteScene } from '#control/alert/mute.ts';
import { dueSlots } from '#control/rule/due-slots.ts';
import { evaluationOrder } from '#control/rule/evaluation-order.ts';
import type { AlertChange } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import type { ScheduledRule } from '../../rule-store.ts';
import { alertId } from './alert-subject.ts';
import { decideSlot } from './decide-slot.ts';
import { LONGEST_WAIT_MS } from './health.ts';
import { observeSlot, type SlotObservation, toEvaluatedSlot } from './evaluate-slot.ts';
import { createLogReads } from './log-reads.ts';
import { sceneOf, withChanges } from './scene.ts';

/** What a pass did: turns that were taken, and those that another server or a change of the rule took away. */
export type Pass = {
  taken: number;
  lost: number;
  /** Pipelines whose alerts moved, so that what they keep back may be other alerts now. */
  moved: Set<string>;
};

type Progress = { scheduled: ScheduledRule; slots: number[]; isNew: boolean };

/**
 * Evaluates every slot that is due, of all rules, the oldest first and slot by slot, so that rules that look at the same
 * rows share the reading of them. Where a turn is lost, the rest of that rule is left to whoever took it, or to the next pass.
 */
export async function evaluateDueRules(ports: Ports, signal?: AbortSignal): Promise<Pass> {
  const nowMs = await ports.control.currentTime();
  const scheduled = await ports.control.listScheduledRules(nowMs);
  let open = scheduled.map(({ rule, lastSlot, error }): Progress => ({
    scheduled: { rule, lastSlot, error },
    slots: dueSlots({ ...rule, lastSlot }, nowMs),
    isNew: lastSlot === null,
  }));
  const pass: Pass = { taken: 0, lost: 0, moved: new Set() };
  for (;;) {
    open = open.filter(({ slots }) => slots.length > 0);
    if (open.length === 0 || signal?.aborted) return pass;
    const taken = await evaluateRound(ports, open, nowMs, pass.moved, signal);
    open = open.map((progress) => {
      const slot = taken.get(progress);
      pass[slot === undefined ? 'lost' : 'taken'] += 1;
      if (slot === undefined) return { ...progress, slots: [] };
      return {
        ...progress,
        scheduled: { ...progress.scheduled, lastSlot: slot },
        slots: progress.slots.slice(1),
      };
    });
  }
}

/** The oldest slot of each rule. Those whose turns were taken come back with it. */
async function evaluateRound(
  ports: Ports,
  open: readonly Progress[],
  nowMs: number,
  moved: Set<string>,
  signal: AbortSignal | undefined,
): Promise<Map<Progress, number>> {
  const reads = createLogReads(ports);
  const scenes = await scenesOf(ports, open, nowMs);
  const groups = evaluationOrder(
    open,
    ({ scheduled }) => scheduled.rule,
    (pipeline) => scenes.get(pipeline)?.edges ?? [],
  );
  const taken = new Map<Progress, number>();
  for (const group of groups) {
    const observations = await Promise.all(
      group.map(({ scheduled, slots }) => observeSlot(scheduled.rule, slots[0] as number, reads)),
    );
    for (const [index, progress] of group.entries()) {
      if (signal?.aborted) return taken;
      const { pipeline } = progress.scheduled.rule;
      const observation = observations[index] as SlotObservation; // one for each of the group
      const scene = scenes.get(pipeline) as MuteScene; // one for each pipeline
      const isLookBack = progress.isNew && progress.slots.length > 1;
      const changes = await takeTurn(ports, progress.scheduled, observation, { scene, nowMs, isLookBack });
      if (!changes) continue;
      scenes.set(pipeline, withChanges(scene, changes));
      if (changes.some(({ transitions }) => transitions.length > 0)) moved.add(pipeline);
      taken.set(progress, observation.slot);
    }
  }
  return taken;
}

async function scenesOf(
  ports: Ports,
  open: readonly Progress[],
  nowMs: number,
): Promise<Map<string, MuteScene>> {
  const pipelines = [...new Set(open.map(({ scheduled }) => scheduled.rule.pipeline))];
  return new Map(
    await Promise.all(
      pipelines.map(async (name): Promise<[string, MuteScene]> => [name, await sceneOf(ports, name, nowMs)]),
    ),
  );
}

/** A slot is due once it has ended, and is looked for every few seconds. */
function timingOf(
  { slotEndMs }: SlotObservation,
  { nowMs, isLookBack }: { nowMs: number; isLookBack: boolean },
): NonNullable<EvaluatedSlot['timing']> {
  if (isLookBack) return 'lookBack';
  return nowMs - slotEndMs > LONGEST_WAIT_MS ? 'late' : 'inTime';
}

/** What became of the rule's alerts; undefined when the turn was not ours. */
async function takeTurn(
  { control }: Ports,
  { rule, lastSlot }: ScheduledRule,
  observation: SlotObservation,
  { scene, nowMs, isLookBack }: { scene: MuteScene; nowMs: number; isLookBack: boolean },
): Promise<readonly AlertChange[] | undefined> {
  const observed = await Promise.all(
    observation.observed.map(async (one) => ({ ...one, id: await alertId(rule.id, one.labels) })),
  );
  const evaluated = {
    ...toEvaluatedSlot(rule, observation),
    evaluatedAt: new Date(nowMs).toISOString(),
    timing: timingOf(observation, { nowMs, isLookBack }),
  };
  const failed = evaluated.readings.find(({ isFailed }) => isFailed);
  let changes: readonly AlertChange[] = [];
  const outcome = await control.takeTurn(
    { ruleId: rule.id, version: rule.version, lastSlot, evaluated, error: failed?.reason ?? null },
    (stored) => {
      changes = decideSlot(rule, { ...observation, nowMs, isLookBack }, observed, stored, scene);
      return changes;
    },
  );
  return outcome === 'taken' ? changes : undefined;
}
