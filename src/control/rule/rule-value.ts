/**
 * What a condition came to in one slot. `n` are the rows or values behind it; `hasEvidence` is false where a test
 * found an effect that may be chance; `names` says which of many it is about.
 */
export type RuleValue =
  | { kind: 'value'; value: number; n: number; hasEvidence: boolean; names?: string[] }
  | { kind: 'noData'; reason: string };

export function seen(value: number, n: number, hasEvidence = true): RuleValue {
  return { kind: 'value', value, n, hasEvidence };
}

export function noData(reason: string): RuleValue {
  return { kind: 'noData', reason };
}
