import type { AlertSubject } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { Silence, SilenceMatcher } from '#contract/silence.ts';

type Silenceable = AlertSubject & { severity: Severity | null };
type Ends = Pick<Silence, 'from' | 'until' | 'approval'>;

/** A broad silence begins when a second person has approved it, and does nothing before. */
export function isActive({ from, until, approval }: Ends, atMs: number): boolean {
  const start = approval ? approval.at : from;
  return start !== undefined && Date.parse(start) <= atMs && atMs < Date.parse(until);
}

/** Whether all matchers match; a label that the alert does not have is the empty text. */
export function isCaught(alert: Silenceable, matchers: readonly SilenceMatcher[]): boolean {
  return matchers.every(({ label, operator, value }) => {
    const own = labelOf(alert, label);
    switch (operator) {
      case 'is':
        return own === value;
      case 'isNot':
        return own !== value;
      case 'startsWith':
        return own.startsWith(value);
    }
  });
}

function labelOf(alert: Silenceable, label: string): string {
  switch (label) {
    case 'pipeline':
    case 'stage':
    case 'metric':
    case 'version':
    case 'segment':
    case 'severity':
    case 'kind':
      return alert[label] ?? '';
    case 'rule':
      return alert.rule.id;
    case 'owner':
      return alert.rule.owner ?? '';
    default:
      return Object.hasOwn(alert.labels, label) ? (alert.labels[label] ?? '') : '';
  }
}
