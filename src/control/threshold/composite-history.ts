import type { Severity } from '#contract/alert-words.ts';
import type { RuleHistory } from './rule-history.ts';

export type FiredEpisode = { ruleId: string; fromMs: number; toMs: number | null; severity: Severity };

/**
 * How many rules of a composite fired at the end of each slot, from what did fire. An episode counts with the highest severity that
 * it reached, from its beginning. O(rules · slots + episodes).
 */
export function compositeHistory(
  rules: readonly { ruleId: string; severity: Severity }[],
  episodes: readonly FiredEpisode[],
  { firstSlot, slotMs, count }: { firstSlot: number; slotMs: number; count: number },
): RuleHistory {
  const values = new Float64Array(count);
  const isFiring = new Uint8Array(count);
  for (const { ruleId, severity } of rules) {
    isFiring.fill(0);
    for (const episode of episodes) {
      if (episode.ruleId !== ruleId) continue;
      if (episode.severity !== 'critical' && severity === 'critical') continue;
      const first = Math.ceil(episode.fromMs / slotMs) - 1 - firstSlot;
      const end = episode.toMs === null ? count : Math.ceil(episode.toMs / slotMs) - 1 - firstSlot;
      isFiring.fill(1, Math.max(0, first), Math.max(0, end));
    }
    for (let i = 0; i < count; i++) values[i]! += isFiring[i] as number;
  }
  return { firstSlot, slotMs, values, sizes: new Float64Array(count).fill(rules.length) };
}
