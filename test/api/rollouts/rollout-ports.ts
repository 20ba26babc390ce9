import { localActor, inside, type Actor } from '#api/access/actor.ts';
import type { Ports } from '#api/ports.ts';
import { commandOnRollout } from '#api/services/rollouts/command.ts';
import { writeDraft } from '#api/services/rollouts/create.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';
import type { PersonRole } from '#contract/person-role.ts';
import type { RolloutCommand } from '#contract/rollout-command.ts';
import type { Plan } from '#contract/rollout-plan.ts';
import type { Evidence, GateVerdict } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { draft, evidence, startMs } from '../../control/rollout/rollouts.ts';
import { memoryApp } from '../memory-app.ts';
import { memoryAdapter } from './memory-adapter.ts';

/** The API's ports with a clock of their own, two routers, and a log that says what it is told. */
export function rolloutPorts() {
  const clock = { ms: startMs };
  const log = { says: 'noWorse' as GateVerdict, isLate: false, reads: 0, harmed: 0 };
  const { adapter, ...routes } = memoryAdapter(() => clock.ms);
  const read = async (): Promise<Evidence> => {
    log.reads++;
    const stale = log.isLate ? 'the log is late' : null;
    return evidence(log.says, clock.ms, { stale }, { harmedUpper: log.harmed });
  };
  const ports: Ports = {
    ...memoryApp().ports,
    control: createMemoryControlStore({ currentTime: () => clock.ms }),
    now: () => new Date(clock.ms),
    traffic: { adapterOf: () => adapter },
    evidence: { read },
  };
  const troubles: unknown[] = [];

  /** Turns of the reconciler, so many seconds apart. */
  async function turns(count: number, { seconds = 10, of = ports, holder = 'server-1' } = {}): Promise<void> {
    const signal = new AbortController().signal;
    for (let i = 0; i < count; i++) {
      await reconcileOpenRollouts(of, { holder, signal, onTrouble: (trouble) => troubles.push(trouble) });
      clock.ms += seconds * 1000;
    }
  }

  async function submitted(plan: Plan, patch: Partial<Rollout> = {}): Promise<string> {
    const { pipeline, stage, stable, candidate } = draft(patch);
    const request = { pipeline, stage, stable, candidate, plan };
    const { rollout } = await writeDraft(ports, { request, actor: as('ann', 'admin'), undoOf: null });
    await commandOnRollout(ports, {
      id: rollout.id,
      command: { type: 'submit' },
      actor: as('eng', 'engineer'),
      generation: 1,
    });
    return rollout.id;
  }

  async function find(id: string): Promise<Rollout> {
    const found = await ports.control.findRollout(id);
    if (!found) throw new Error(`no rollout ${id}`);
    return found.rollout;
  }

  /** A person who looks first. */
  async function command(id: string, wanted: RolloutCommand, actor: Actor): Promise<Rollout> {
    const { generation } = await find(id);
    return commandOnRollout(ports, { id, command: wanted, actor, generation });
  }

  async function kinds(id: string): Promise<string[]> {
    return (await ports.control.listRolloutEvents(id, 0, 500)).map(({ kind }) => kind);
  }

  return { ports, clock, log, ...routes, troubles, turns, submitted, find, command, kinds };
}

export function as(id: string, role: PersonRole): Actor {
  return { ...localActor(inside), id, name: id, role };
}
