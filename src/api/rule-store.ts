import type { Rule, RuleVersion } from '#contract/rule.ts';
import type { AuditEntry } from './ports.ts';

/** A version to be stored, and the entry of the audit that tells of it. */
export type RuleWrite = { version: RuleVersion; audit: AuditEntry };

/** `outdated`: somebody stored that version of the rule first. `nameTaken`: another rule in force has its name. */
export type RuleWriteResult =
  | { outcome: 'stored' }
  | { outcome: 'nameTaken' }
  | { outcome: 'outdated'; ruleId: string };

/** Rules, version by version; what is in force of each is its newest version, unless that says that it was deleted. */
export interface RuleStore {
  /** In force, by name. */
  listRules(pipeline: string): Promise<Rule[]>;
  /** In force. */
  findRule(id: string): Promise<Rule | undefined>;
  /** Newest first, of a deleted rule, too; empty where there never was one. */
  listRuleVersions(id: string): Promise<RuleVersion[]>;
  /** All or none. The first version of a rule is 1, and each later one follows the one before it. */
  writeRules(writes: readonly RuleWrite[]): Promise<RuleWriteResult>;
}
