import type { AlertStore } from '#api/alert-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import type {
  KeptAnswer,
  RolloutChange,
  RolloutOutcome,
  RolloutStore,
  StoredRollout,
} from '#api/rollout-store.ts';
import type { RolloutEvent } from '#contract/rollout-event.ts';
import type { Freeze } from '#contract/rollout-freeze.ts';
import { livePhases, openPhases, type RolloutPhase } from '#contract/rollout-words.ts';

import { createMemoryAdjudications } from './memory-adjudications.ts';

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryRollouts(
  record: (entry: AuditEntry) => void,
  alerts: Pick<AlertStore, 'writeAlerts'>,
  currentTime: () => number,
): RolloutStore {
  const rollouts = new Map<string, StoredRollout>();
  const events = new Map<string, RolloutEvent[]>();
  const answers = new Map<string, KeptAnswer & { keptMs: number }>();
  const answerKey = (actor: string, key: string) => JSON.stringify([actor, key]);

  function obstacleTo({ stored }: RolloutChange, answer: KeptAnswer | undefined): RolloutOutcome | undefined {
    const { id, pipeline, stage, phase } = stored.rollout;
    const others = [...rollouts.values()].map(({ rollout }) => rollout).filter((other) => other.id !== id);
    const isTaken = others.some(
      (other) => other.pipeline === pipeline && other.stage === stage && isOneOf(livePhases, other.phase),
    );
    if (isOneOf(livePhases, phase) && isTaken) return 'slotTaken';
    if ((rollouts.get(id)?.revision ?? 0) !== stored.revision) return 'outdated';
    return answer && answers.has(answerKey(answer.actor, answer.key)) ? 'answered' : undefined;
  }

  return {
    ...createMemoryFreezes(record),
    ...createMemoryAdjudications(record),
    ...createMemoryLeases(currentTime),
    findRollout: async (id) => structuredClone(rollouts.get(id)),
    listRollouts: async ({ pipeline, stage, isOpen }, most) =>
      structuredClone(
        [...rollouts.values()]
          .filter(
            ({ rollout }) =>
              (pipeline === undefined || rollout.pipeline === pipeline) &&
              (stage === undefined || rollout.stage === stage) &&
              (!isOpen || isOneOf(openPhases, rollout.phase)),
          )
          .reverse()
          .slice(0, most),
      ),
    async writeRollout(change, { alerts: alertChanges = [], audit, answer } = {}) {
      const obstacle = obstacleTo(change, answer);
      if (obstacle) return obstacle;
      if (!(await alerts.writeAlerts(alertChanges, audit))) return 'outdated';
      const { rollout, revision, headHash } = structuredClone(change.stored);
      rollouts.set(rollout.id, { rollout, headHash, revision: revision + 1 });
      events.set(rollout.id, [...(events.get(rollout.id) ?? []), ...structuredClone(change.events)]);
      if (answer)
        answers.set(answerKey(answer.actor, answer.key), {
          ...structuredClone(answer),
          keptMs: currentTime(),
        });
      return 'written';
    },
    listRolloutEvents: async (id, after, most) =>
      structuredClone((events.get(id) ?? []).filter(({ seq }) => seq > after).slice(0, most)),
    async listRolloutSteps({ fromMs, toMs }, most) {
      const found = [...rollouts.values()].flatMap(({ rollout }) =>
        (events.get(rollout.id) ?? [])
          .filter(({ at }) => Date.parse(at) >= fromMs && Date.parse(at) < toMs)
          .map((event) => ({ rollout, event })),
      );
      return structuredClone(found.sort(latestFirst).slice(0, most));
    },

    async findAnswer(actor, key) {
      const found = answers.get(answerKey(actor, key));
      if (!found) return undefined;
      const { keptMs: _, ...kept } = structuredClone(found);
      return kept;
    },
    async forgetAnswers(beforeMs) {
      for (const [key, { keptMs }] of answers) if (keptMs < beforeMs) answers.delete(key);
    },
  };
}

type Freezes = Pick<RolloutStore, 'listFreezes' | 'createFreeze' | 'endFreeze'>;

function createMemoryFreezes(record: (entry: AuditEntry) => void): Freezes {
  const freezes = new Map<string, Freeze>();
  return {
    listFreezes: async (endAfterMs) =>
      structuredClone(
        [...freezes.values()]
          .filter(({ until }) => Date.parse(until) > endAfterMs)
          .sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.id < b.id ? -1 : 1)),
      ),
    async createFreeze(freeze, entry) {
      record(entry);
      freezes.set(freeze.id, structuredClone(freeze));
    },
    async endFreeze({ id, atMs }, entry) {
      const before = freezes.get(id);
      if (!before || Date.parse(before.until) <= atMs) return undefined;
      const ended = { ...before, until: new Date(atMs).toISOString() };
      record({ ...entry, before, after: ended });
      freezes.set(id, ended);
      return structuredClone(ended);
    },
  };
}

function createMemoryLeases(currentTime: () => number): Pick<RolloutStore, 'takeLease'> {
  const leases = new Map<string, { holder: string; fence: number; untilMs: number }>();
  return {
    async takeLease(name, holder, leaseMs) {
      const nowMs = currentTime();
      const held = leases.get(name);
      const isHeld = held !== undefined && held.untilMs > nowMs;
      if (isHeld && held.holder !== holder) return undefined;
      const fence = isHeld ? held.fence : (held?.fence ?? 0) + 1;
      leases.set(name, { holder, fence, untilMs: nowMs + leaseMs });
      return fence;
    },
  };
}

function isOneOf(phases: readonly RolloutPhase[], phase: RolloutPhase): boolean {
  return phases.includes(phase);
}

function latestFirst(a: { event: RolloutEvent }, b: { event: RolloutEvent }): number {
  return Date.parse(b.event.at) - Date.parse(a.event.at) || b.event.seq - a.event.seq;
}
