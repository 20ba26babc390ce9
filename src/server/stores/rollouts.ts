import { and, asc, desc, eq, gt, gte, lt } from 'drizzle-orm';
import type { KeptAnswer, RolloutChange, RolloutStore, StoredRollout } from '#api/rollout-store.ts';
import { livePhases, openPhases, type RolloutPhase } from '#contract/rollout-words.ts';
import { ChangedMeanwhile, writeAlertChanges } from './alerts.ts';
import { appendAudit } from './audit-log.ts';
import type { ControlDatabase } from './control-store.ts';
import { isUniqueViolation } from './is-unique-violation.ts';
import { rolloutAnswers, rolloutEvents, rollouts } from './rollout-schema.ts';

type Rollouts = Omit<
  RolloutStore,
  'listFreezes' | 'createFreeze' | 'endFreeze' | 'takeLease' | 'listAdjudications' | 'putAdjudication'
>;

export function createRolloutStore(database: ControlDatabase): Rollouts {
  return {
    async findRollout(id) {
      const [found] = await database.select().from(rollouts).where(eq(rollouts.id, id));
      return found && toStored(found);
    },
    async listRollouts({ pipeline, stage, isOpen }, most) {
      const found = await database
        .select()
        .from(rollouts)
        .where(
          and(
            pipeline === undefined ? undefined : eq(rollouts.pipeline, pipeline),
            stage === undefined ? undefined : eq(rollouts.stage, stage),
            isOpen ? eq(rollouts.isOpen, true) : undefined,
          ),
        )
        .orderBy(desc(rollouts.position))
        .limit(most);
      return found.map(toStored);
    },
    async writeRollout(change, { alerts = [], audit, answer } = {}) {
      try {
        await database.transaction(async (tx) => {
          await writeRow(tx, change);
          await writeAlertChanges(tx, alerts);
          if (answer) await keepAnswer(tx, answer);
          if (audit) await appendAudit(tx, audit);
        });
        return 'written';
      } catch (fault) {
        if (fault instanceof NotWritten) return fault.outcome;
        if (fault instanceof ChangedMeanwhile) return 'outdated';
        throw fault;
      }
    },
    async listRolloutEvents(id, after, most) {
      const found = await database
        .select({ event: rolloutEvents.event })
        .from(rolloutEvents)
        .where(and(eq(rolloutEvents.rolloutId, id), gt(rolloutEvents.seq, after)))
        .orderBy(asc(rolloutEvents.seq))
        .limit(most);
      return found.map(({ event }) => event);
    },
    listRolloutSteps: ({ fromMs, toMs }, most) =>
      database
        .select({ event: rolloutEvents.event, rollout: rollouts.rollout })
        .from(rolloutEvents)
        .innerJoin(rollouts, eq(rollouts.id, rolloutEvents.rolloutId))
        .where(and(gte(rolloutEvents.at, new Date(fromMs)), lt(rolloutEvents.at, new Date(toMs))))
        .orderBy(desc(rolloutEvents.at), desc(rolloutEvents.seq))
        .limit(most),

    async findAnswer(actor, key) {
      const [found] = await database
        .select()
        .from(rolloutAnswers)
        .where(and(eq(rolloutAnswers.actor, actor), eq(rolloutAnswers.key, key)));
      if (!found) return undefined;
      const { keptAt: _, ...kept } = found;
      return kept;
    },
    async forgetAnswers(beforeMs) {
      await database.delete(rolloutAnswers).where(lt(rolloutAnswers.keptAt, new Date(beforeMs)));
    },
  };
}

/** Takes the transaction back. */
class NotWritten extends Error {
  readonly outcome: 'outdated' | 'slotTaken' | 'answered';
  constructor(outcome: NotWritten['outcome']) {
    super(outcome);
    this.outcome = outcome;
  }
}

async function writeRow(tx: ControlDatabase, { stored, events }: RolloutChange): Promise<void> {
  const { rollout, revision, headHash } = stored;
  const { id, pipeline, stage, phase } = rollout;
  const row = {
    revision: revision + 1,
    headHash,
    pipeline,
    stage,
    phase,
    isLive: isOneOf(livePhases, phase),
    isOpen: isOneOf(openPhases, phase),
    rollout,
  };
  const written = await orNotWritten('slotTaken', () =>
    revision === 0
      ? tx
          .insert(rollouts)
          .values({ id, ...row })
          .returning({ id: rollouts.id })
      : tx
          .update(rollouts)
          .set(row)
          .where(and(eq(rollouts.id, id), eq(rollouts.revision, revision)))
          .returning({ id: rollouts.id }),
  );
  if (written.length === 0) throw new NotWritten('outdated');
  if (events.length > 0)
    await tx
      .insert(rolloutEvents)
      .values(events.map((event) => ({ rolloutId: id, seq: event.seq, at: new Date(event.at), event })));
}

function keepAnswer(tx: ControlDatabase, answer: KeptAnswer): Promise<unknown> {
  return orNotWritten('answered', async () => tx.insert(rolloutAnswers).values(answer));
}

async function orNotWritten<T>(outcome: NotWritten['outcome'], write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (fault) {
    throw isUniqueViolation(fault) ? new NotWritten(outcome) : fault;
  }
}

function isOneOf(phases: readonly RolloutPhase[], phase: RolloutPhase): boolean {
  return phases.includes(phase);
}

function toStored({ rollout, revision, headHash }: typeof rollouts.$inferSelect): StoredRollout {
  return { rollout, revision, headHash };
}
