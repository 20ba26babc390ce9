import type { Automation, AutomationChange } from '#contract/automation.ts';
import type { Review, ReviewDecision } from '#contract/review.ts';
import type { AuditEntry } from './ports.ts';

export type StageOf = { pipeline: string; stage: string };
/** Who asks, by which time, and until when a case that is taken stays his. */
export type Reviewer = { id: string; nowMs: number };

export type ReviewCount = {
  reason: Review['reason'];
  decided: number;
  compared: number;
  agreed: number;
};
export type ReviewCounts = {
  waiting: number;
  leased: number;
  oldestAt: string | null;
  decidedLastHour: number;
  /** Of the cases decided since then. */
  byReason: ReviewCount[];
};

/** Who decides in which stage, and the cases that wait for people. */
export interface AutomationStore {
  findAutomation(of: StageOf): Promise<Automation | undefined>;
  /** All that were ever set, by pipeline and stage. */
  listAutomations(): Promise<Automation[]>;
  /** With its line of history; false, and nothing is written, when its generation is not the one after the stored one. */
  writeAutomation(automation: Automation, change: AutomationChange, audit: AuditEntry): Promise<boolean>;
  /** The latest first. */
  listAutomationChanges(of: StageOf, most: number): Promise<AutomationChange[]>;

  /** One that is there already is left as it is. */
  addReviews(reviews: readonly Review[]): Promise<void>;
  findReview(id: string): Promise<Review | undefined>;
  /** The case that the reviewer has, else the oldest that nobody has and that he did not skip: his until then. */
  takeReview(of: StageOf, reviewer: Reviewer, untilMs: number): Promise<Review | undefined>;
  /** Undefined when it is not his, or decided. With `skip` it does not come back to him. */
  leaveReview(id: string, reviewer: Reviewer, skip: boolean): Promise<Review | undefined>;
  /**
   * Undefined when it is not his, or decided, and nothing is written. Whether he agreed with the model is kept of the first
   * decision only: afterwards its answer was seen.
   */
  decideReview(
    id: string,
    decision: ReviewDecision,
    agrees: boolean | null,
    audit: AuditEntry,
  ): Promise<Review | undefined>;
  /** His again until then; undefined when it is not his decision, or one from before `sinceMs`. */
  undoReview(
    id: string,
    reviewer: Reviewer,
    within: { sinceMs: number; untilMs: number },
    audit: AuditEntry,
  ): Promise<Review | undefined>;
  /** Its decision, or that it was taken back, has become a label. */
  settleReview(id: string): Promise<void>;
  /** Decisions that have not become labels, of before. */
  listUnsettledReviews(beforeMs: number, most: number): Promise<Review[]>;
  reviewCounts(of: StageOf, nowMs: number, sinceMs: number): Promise<ReviewCounts>;
  /** Contents of cases decided before, cases decided long before, and cases that waited in vain. */
  forgetReviews(before: { contentMs: number; decidedMs: number; waitingMs: number }): Promise<void>;
}
