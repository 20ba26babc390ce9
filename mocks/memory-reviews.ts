import type { AutomationStore, ReviewCount, StageOf } from '#api/automation-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import type { Review } from '#contract/review.ts';

type Reviews = Omit<
  AutomationStore,
  'findAutomation' | 'listAutomations' | 'writeAutomation' | 'listAutomationChanges'
>;
type Kept = {
  review: Review;
  skippedBy: string[];
  agrees: boolean | null;
  wasDecided: boolean;
  isSettled: boolean;
};

const HOUR_MS = 3_600_000;

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryReviews(record: (entry: AuditEntry) => void): Reviews {
  const all = new Map<string, Kept>();
  const ofStage = ({ pipeline, stage }: StageOf) =>
    [...all.values()].filter(({ review }) => review.pipeline === pipeline && review.stage === stage);
  const heldBy = (id: string, reviewer: string): Kept | undefined => {
    const kept = all.get(id);
    return kept?.review.lease?.by === reviewer && kept.review.decision === null ? kept : undefined;
  };
  const lease = (by: string, nowMs: number, untilMs: number) => ({
    by,
    at: new Date(nowMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  });

  return {
    async addReviews(added) {
      for (const review of added) {
        if (all.has(review.id)) continue;
        const kept = { skippedBy: [], agrees: null, wasDecided: false, isSettled: true };
        all.set(review.id, { ...kept, review: { ...structuredClone(review), lease: null, decision: null } });
      }
    },
    findReview: async (id) => structuredClone(all.get(id)?.review),
    async takeReview(of, { id: reviewer, nowMs }, untilMs) {
      const open = ofStage(of).filter(
        ({ review, skippedBy }) => review.decision === null && !skippedBy.includes(reviewer),
      );
      const isFree = ({ review }: Kept) => !review.lease || Date.parse(review.lease.until) <= nowMs;
      const taken = open.find(({ review }) => review.lease?.by === reviewer) ?? open.find(isFree);
      if (!taken) return undefined;
      taken.review.lease = lease(reviewer, nowMs, untilMs);
      return structuredClone(taken.review);
    },
    async leaveReview(id, { id: reviewer }, skip) {
      const kept = heldBy(id, reviewer);
      if (!kept) return undefined;
      kept.review.lease = null;
      if (skip) kept.skippedBy.push(reviewer);
      return structuredClone(kept.review);
    },
    async decideReview(id, decision, agrees, entry) {
      const kept = heldBy(id, decision.by);
      if (!kept) return undefined;
      record(entry);
      kept.review.decision = structuredClone(decision);
      kept.review.lease = null;
      if (!kept.wasDecided) kept.agrees = agrees;
      Object.assign(kept, { wasDecided: true, isSettled: false });
      return structuredClone(kept.review);
    },
    async undoReview(id, { id: reviewer, nowMs }, { sinceMs, untilMs }, entry) {
      const kept = all.get(id);
      const decision = kept?.review.decision;
      if (!kept || decision?.by !== reviewer || Date.parse(decision.at) < sinceMs) return undefined;
      if (kept.review.fields === null) return undefined;
      record(entry);
      kept.review.decision = null;
      kept.review.lease = lease(reviewer, nowMs, untilMs);
      kept.isSettled = false;
      return structuredClone(kept.review);
    },
    async settleReview(id) {
      const kept = all.get(id);
      if (kept) kept.isSettled = true;
    },
    async listUnsettledReviews(beforeMs, most) {
      const isBefore = ({ review: { decision, lease: held } }: Kept) => {
        const at = decision?.at ?? held?.at;
        return at !== undefined && Date.parse(at) < beforeMs;
      };
      const found = [...all.values()].filter((kept) => !kept.isSettled && isBefore(kept));
      return structuredClone(found.slice(0, most).map(({ review }) => review));
    },
    async reviewCounts(of, nowMs, sinceMs) {
      const mine = ofStage(of);
      const waiting = mine.filter(({ review }) => review.decision === null);
      const decided = mine.filter(({ review }) => Date.parse(review.decision?.at ?? '') >= sinceMs);
      const isLeased = ({ review }: Kept) => review.lease !== null && Date.parse(review.lease.until) > nowMs;
      const isRecent = ({ review }: Kept) => Date.parse(review.decision?.at ?? '') > nowMs - HOUR_MS;
      return {
        waiting: waiting.length,
        leased: waiting.filter(isLeased).length,
        oldestAt: waiting.map(({ review }) => review.at).sort()[0] ?? null,
        decidedLastHour: decided.filter(isRecent).length,
        byReason: countsByReason(decided),
      };
    },
    async forgetReviews({ contentMs, decidedMs, waitingMs }) {
      for (const [id, { review, isSettled }] of all) {
        const decidedAtMs = Date.parse(review.decision?.at ?? '');
        if (decidedAtMs < contentMs) Object.assign(review, { fields: null, suggestion: null });
        const isDone = isSettled && decidedAtMs < decidedMs;
        if (isDone || (review.decision === null && Date.parse(review.at) < waitingMs)) all.delete(id);
      }
    },
  };
}

function countsByReason(decided: readonly Kept[]): ReviewCount[] {
  const reasons = [...new Set(decided.map(({ review }) => review.reason))].sort();
  return reasons.map((reason) => {
    const own = decided.filter(({ review }) => review.reason === reason);
    return {
      reason,
      decided: own.length,
      compared: own.filter(({ agrees }) => agrees !== null).length,
      agreed: own.filter(({ agrees }) => agrees === true).length,
    };
  });
}
