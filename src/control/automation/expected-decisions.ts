import type { AutomationSetting } from '#contract/automation.ts';

/**
 * Decisions that people get in an hour: all of the traffic where they decide, what the model is unsure of, and the audit
 * sample, of which what is unsure is a part already.
 *
 * @param automatedShare of the requests, at the thresholds of the setting; only partial automation asks for it
 */
export function expectedDecisions(
  { degree, auditShare, whenUnsure }: Pick<AutomationSetting, 'degree' | 'auditShare' | 'whenUnsure'>,
  ratePerHour: number,
  automatedShare: number,
): number {
  switch (degree) {
    case 'humanOnly':
    case 'shadow':
    case 'assist':
      return ratePerHour;
    case 'full':
      return ratePerHour * auditShare;
    case 'partial': {
      const unsureShare = whenUnsure.kind === 'review' ? 1 - automatedShare : 0;
      return ratePerHour * (unsureShare + (1 - unsureShare) * auditShare);
    }
  }
}
