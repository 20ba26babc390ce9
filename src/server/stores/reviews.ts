import { and, asc, count, eq, gte, inArray, isNotNull, isNull, lt, min, or, sql } from 'drizzle-orm';
import type { AutomationStore, StageOf } from '#api/automation-store.ts';
import type { Review } from '#contract/review.ts';
import { appendAudit } from './audit-log.ts';
import { reviews } from './automation-schema.ts';
import type { ControlDatabase } from './control-store.ts';

type Reviews = Omit<
  AutomationStore,
  'findAutomation' | 'listAutomations' | 'writeAutomation' | 'listAutomationChanges'
>;

const HOUR_MS = 3_600_000;
const nobody = { leasedBy: null, leasedAt: null, leasedUntil: null };

export function createReviewStore(database: ControlDatabase): Reviews {
  return {
    async addReviews(added) {
      if (added.length === 0) return;
      const rows = added.map(({ at, lease: _, decision: __, ...rest }) => ({ ...rest, at: new Date(at) }));
      await database.insert(reviews).values(rows).onConflictDoNothing();
    },
    async findReview(id) {
      const [found] = await database.select().from(reviews).where(eq(reviews.id, id));
      return found && toReview(found);
    },
    async takeReview(of, { id: reviewer, nowMs }, untilMs) {
      const now = new Date(nowMs);
      const isFree = or(
        isNull(reviews.leasedUntil),
        sql`${reviews.leasedUntil} <= ${now.toISOString()}::timestamptz`,
        eq(reviews.leasedBy, reviewer),
      );
      const next = database
        .select({ id: reviews.id })
        .from(reviews)
        .where(
          and(
            ofStage(of),
            isNull(reviews.decidedAt),
            isFree,
            sql`NOT ${reviewer} = ANY(${reviews.skippedBy})`,
          ),
        )
        .orderBy(sql`(${reviews.leasedBy} = ${reviewer}) DESC NULLS LAST`, asc(reviews.position))
        .limit(1)
        .for('update', { skipLocked: true });
      const [taken] = await database
        .update(reviews)
        .set({ leasedBy: reviewer, leasedAt: now, leasedUntil: new Date(untilMs) })
        .where(inArray(reviews.id, next))
        .returning();
      return taken && toReview(taken);
    },
    async leaveReview(id, { id: reviewer }, skip) {
      const skipping = skip ? { skippedBy: sql`array_append(${reviews.skippedBy}, ${reviewer})` } : {};
      const [left] = await database
        .update(reviews)
        .set({ ...nobody, ...skipping })
        .where(isOf(id, reviewer))
        .returning();
      return left && toReview(left);
    },
    decideReview: (id, decision, agrees, entry) =>
      database.transaction(async (tx) => {
        const [decided] = await tx
          .update(reviews)
          .set({
            decision,
            decidedBy: decision.by,
            decidedAt: new Date(decision.at),
            agrees: sql`CASE WHEN ${reviews.wasDecided} THEN ${reviews.agrees} ELSE ${agrees}::boolean END`,
            wasDecided: true,
            isSettled: false,
            ...nobody,
          })
          .where(isOf(id, decision.by))
          .returning();
        if (!decided) return undefined;
        await appendAudit(tx, entry);
        return toReview(decided);
      }),
    undoReview: (id, { id: reviewer, nowMs }, { sinceMs, untilMs }, entry) =>
      database.transaction(async (tx) => {
        const [undone] = await tx
          .update(reviews)
          .set({
            decision: null,
            decidedBy: null,
            decidedAt: null,
            leasedBy: reviewer,
            leasedAt: new Date(nowMs),
            leasedUntil: new Date(untilMs),
            isSettled: false,
          })
          .where(
            and(
              eq(reviews.id, id),
              eq(reviews.decidedBy, reviewer),
              gte(reviews.decidedAt, new Date(sinceMs)),
              isNotNull(reviews.fields),
            ),
          )
          .returning();
        if (!undone) return undefined;
        await appendAudit(tx, entry);
        return toReview(undone);
      }),
    async settleReview(id) {
      await database.update(reviews).set({ isSettled: true }).where(eq(reviews.id, id));
    },
    async listUnsettledReviews(beforeMs, most) {
      const before = new Date(beforeMs);
      const found = await database
        .select()
        .from(reviews)
        .where(
          and(
            eq(reviews.isSettled, false),
            or(lt(reviews.decidedAt, before), and(isNull(reviews.decidedAt), lt(reviews.leasedAt, before))),
          ),
        )
        .orderBy(asc(reviews.position))
        .limit(most);
      return found.map(toReview);
    },
    async reviewCounts(of, nowMs, sinceMs) {
      const now = new Date(nowMs).toISOString();
      const hourAgo = new Date(nowMs - HOUR_MS).toISOString();
      const [[waiting], byReason] = await Promise.all([
        database
          .select({
            waiting: count(),
            leased: sql<number>`count(*) FILTER (WHERE ${reviews.leasedUntil} > ${now}::timestamptz)`.mapWith(
              Number,
            ),
            oldestAt: min(reviews.at),
          })
          .from(reviews)
          .where(and(ofStage(of), isNull(reviews.decidedAt))),
        database
          .select({
            reason: reviews.reason,
            decided: count(),
            compared: count(reviews.agrees),
            agreed: sql<number>`count(*) FILTER (WHERE ${reviews.agrees})`.mapWith(Number),
            lastHour:
              sql<number>`count(*) FILTER (WHERE ${reviews.decidedAt} > ${hourAgo}::timestamptz)`.mapWith(
                Number,
              ),
          })
          .from(reviews)
          .where(and(ofStage(of), gte(reviews.decidedAt, new Date(sinceMs))))
          .groupBy(reviews.reason)
          .orderBy(asc(reviews.reason)),
      ]);
      return {
        waiting: waiting?.waiting ?? 0,
        leased: waiting?.leased ?? 0,
        oldestAt: waiting?.oldestAt?.toISOString() ?? null,
        decidedLastHour: byReason.reduce((sum, { lastHour }) => sum + lastHour, 0),
        byReason: byReason.map(({ lastHour: _, ...counts }) => counts),
      };
    },
    forgetReviews: ({ contentMs, decidedMs, waitingMs }) =>
      database.transaction(async (tx) => {
        await tx
          .update(reviews)
          .set({ fields: null, suggestion: null })
          .where(and(lt(reviews.decidedAt, new Date(contentMs)), isNotNull(reviews.fields)));
        await tx
          .delete(reviews)
          .where(
            or(
              and(lt(reviews.decidedAt, new Date(decidedMs)), eq(reviews.isSettled, true)),
              and(isNull(reviews.decidedAt), lt(reviews.at, new Date(waitingMs))),
            ),
          );
      }),
  };
}

function ofStage({ pipeline, stage }: StageOf) {
  return and(eq(reviews.pipeline, pipeline), eq(reviews.stage, stage));
}

function isOf(id: string, reviewer: string) {
  return and(eq(reviews.id, id), eq(reviews.leasedBy, reviewer), isNull(reviews.decidedAt));
}

function toReview(row: typeof reviews.$inferSelect): Review {
  const { id, pipeline, stage, requestId, version, reason, at, fields, suggestion, decision } = row;
  const { leasedBy, leasedAt, leasedUntil } = row;
  return {
    id,
    pipeline,
    stage,
    requestId,
    version,
    reason,
    at: at.toISOString(),
    fields,
    suggestion,
    lease:
      leasedBy !== null && leasedAt !== null && leasedUntil !== null
        ? { by: leasedBy, at: leasedAt.toISOString(), until: leasedUntil.toISOString() }
        : null,
    decision,
  };
}
