import type { EvidenceReader } from '../../rollout-evidence.ts';

/** Where nothing reads the log for rollouts: no gate is ever read, so that nothing with a gate goes forward. */
export function unreadEvidence(now: () => Date): EvidenceReader {
  return {
    read: async () => ({
      asOf: now().toISOString(),
      verdicts: [],
      measured: null,
      harmedUpper: null,
    }),
  };
}
