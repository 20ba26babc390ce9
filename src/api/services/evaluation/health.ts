import type { EvaluationHealth } from '#contract/evaluation.ts';
import type { Ports } from '../../ports.ts';

/** Who waits longer for its evaluation comes late. */
export const LONGEST_WAIT_MS = 60_000;

/** How far the evaluation of rules has come. A rule that is new has no slot to be behind with. */
export async function evaluationHealth({ control }: Pick<Ports, 'control'>): Promise<EvaluationHealth> {
  const [nowMs, progress] = await Promise.all([control.currentTime(), control.evaluationProgress()]);
  const { rules, newestMs, oldestDueMs, failing, error } = progress;
  const lagMs = oldestDueMs === null ? 0 : Math.max(0, nowMs - oldestDueMs);
  return {
    state: failing > 0 ? 'failing' : lagMs > LONGEST_WAIT_MS ? 'behind' : 'running',
    rules,
    ...(newestMs !== null && { lastSlotEndedAt: new Date(newestMs).toISOString() }),
    lagSeconds: lagMs / 1000,
    failingRules: failing,
    ...(error !== null && { error }),
  };
}
