import type { AlertEnd } from '#contract/alert.ts';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { Rule, RuleVersion } from '#contract/rule.ts';
import type { AlertChange, StoredAlert } from './alert-store.ts';
import type { AuditEntry } from './ports.ts';
import type { Window } from './prediction-log.ts';

/** A version to be stored, and the entry of the audit that tells of it. */
export type RuleWrite = {
  version: RuleVersion;
  audit: AuditEntry;
  /** Ends the open alerts of the rule in the same transaction, and begins its slots anew. */
  ends?: { by: Exclude<AlertEnd, 'data' | 'person'>; atMs: number; actor: string } | undefined;
};

/** `outdated`: somebody stored that version of the rule first. `nameTaken`: another rule in force has its name. */
export type RuleWriteResult =
  | { outcome: 'stored' }
  | { outcome: 'nameTaken' }
  | { outcome: 'outdated'; ruleId: string };

/** A rule that is evaluated, how far it has come, and why its last slot could not be evaluated. */
export type ScheduledRule = { rule: Rule; lastSlot: number | null; error: string | null };

/** Of the active rules. Null where there is none, or none has been evaluated yet. */
export type EvaluationProgress = {
  rules: number;
  /** End of the newest slot that was evaluated. */
  newestMs: number | null;
  /** When the slot became due that a rule waits for longest, or will become due first. */
  oldestDueMs: number | null;
  failing: number;
  /** Of one that fails. */
  error: string | null;
};

/** One slot of a rule as it was read, by the version and after the slot that it was read for. */
export type RuleTurn = {
  ruleId: string;
  version: number;
  lastSlot: number | null;
  evaluated: EvaluatedSlot;
  error: string | null;
};

/**
 * `busy`: another server has the rule in hand. `outdated`: the rule was changed or the slot evaluated meanwhile. Either
 * way nothing was written.
 */
export type TurnOutcome = 'taken' | 'busy' | 'outdated';

/** Rules, version by version; what is in force of each is its newest version, unless that says that it was deleted. */
export interface RuleStore {
  /** In force, by name. */
  listRules(pipeline: string): Promise<Rule[]>;
  /** In force. */
  findRule(id: string): Promise<Rule | undefined>;
  /** Newest first, of a deleted rule, too; empty where there never was one. */
  listRuleVersions(id: string): Promise<RuleVersion[]>;
  /** Of all rules of the pipeline in force, by the id of the rule, newest first. */
  listPipelineVersions(pipeline: string): Promise<RuleVersion[]>;
  /** All or none. The first version of a rule is 1, and each later one follows the one before it. */
  writeRules(writes: readonly RuleWrite[]): Promise<RuleWriteResult>;

  /** By the clock of the store, which all servers share: slots are counted by it. Epoch milliseconds. */
  currentTime(): Promise<number>;
  /** Active rules of all pipelines, by id; only those with a slot that is due by then, if a time is given. */
  listScheduledRules(dueMs?: number): Promise<ScheduledRule[]>;
  evaluationProgress(): Promise<EvaluationProgress>;
  /**
   * One slot of one rule, in one transaction: the alerts of the rule are handed to `decide`, and what it makes of them is
   * written with the slot, their history and their messages.
   */
  takeTurn(
    turn: RuleTurn,
    decide: (alerts: readonly StoredAlert[]) => readonly AlertChange[],
  ): Promise<TurnOutcome>;
  /** Of each active rule that was evaluated. */
  listNewestSlots(): Promise<{ ruleId: string; evaluated: EvaluatedSlot }[]>;
  /** Newest first. */
  listRuleSlots(ruleId: string, window: Window, most: number): Promise<EvaluatedSlot[]>;
  /** Those that ended before. */
  forgetRuleSlots(beforeMs: number): Promise<void>;
}
