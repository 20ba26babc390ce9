import type { AutomationSetting } from '#contract/automation.ts';
import { authorities, riskLevels } from '#contract/rollout-words.ts';

/** What a change gives the model more of, in words; empty where it gives it nothing. */
export function raisesOf(from: AutomationSetting, to: AutomationSetting): string[] {
  const raises: string[] = [];
  const degreeOf = ({ degree }: AutomationSetting) => authorities.indexOf(degree);
  if (degreeOf(to) > degreeOf(from)) raises.push('the degree rises');
  if (to.degree === 'partial' && from.degree === 'partial') {
    const lower = to.thresholds.filter(({ version, tau }) => tau < tauOf(from, version));
    for (const { version } of lower) raises.push(`${version} acts from a lower confidence`);
    const isOtherScore = to.scoreField !== from.scoreField || to.scoreIs !== from.scoreIs;
    if (isOtherScore) raises.push('the confidence is read from elsewhere');
  }
  const acts = to.degree === 'partial' || to.degree === 'full';
  if (acts && to.auditShare < from.auditShare) raises.push('fewer answers are audited');
  if (acts && to.errorLimit > from.errorLimit) raises.push('more errors are allowed');
  if (riskLevels.indexOf(to.risk) < riskLevels.indexOf(from.risk)) raises.push('the risk is called lower');
  return raises;
}

/** Whether a change takes something from the model: the brake, which is never refused. */
export function isLowering(from: AutomationSetting, to: AutomationSetting): boolean {
  return raisesOf(to, from).length > 0 && raisesOf(from, to).length === 0;
}

/** From which confidence a version acts under partial automation: above all there are, where nobody has calibrated it. */
export function tauOf({ thresholds }: Pick<AutomationSetting, 'thresholds'>, version: string): number {
  return thresholds.find((threshold) => threshold.version === version)?.tau ?? Number.POSITIVE_INFINITY;
}
