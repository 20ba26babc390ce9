import type { AutomationSetting, VersionThreshold } from '#contract/automation.ts';
import { tauOf } from './raises.ts';

/** With so many labels of the random sample only these count; before, all labels do. */
export const leastAudited = 100;

/**
 * What has to be known of which version before a setting may take effect: whether its errors from that confidence on are
 * few enough. Under full automation everything acts; nothing acts below partial.
 */
export function evidenceToRead(
  from: AutomationSetting,
  to: AutomationSetting,
  liveVersions: readonly string[],
): VersionThreshold[] {
  switch (to.degree) {
    case 'humanOnly':
    case 'shadow':
    case 'assist':
      return [];
    case 'full':
      return liveVersions.map((version) => ({ version, tau: 0 }));
    case 'partial': {
      const isSameScore = from.scoreField === to.scoreField && from.scoreIs === to.scoreIs;
      const isPartial = from.degree === 'partial' && isSameScore && to.errorLimit >= from.errorLimit;
      return to.thresholds.filter(
        ({ version, tau }) => !isPartial || to.errorLimit > from.errorLimit || tau < tauOf(from, version),
      );
    }
  }
}
