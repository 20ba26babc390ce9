import { type Alert, type AlertList } from '#contract/alert.ts';
import { alertTabs, severities, type AlertTab, type Severity } from '#contract/alert-words.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { tabOf } from '#control/alert/badge.ts';
import type { Ports } from '../../ports.ts';
import { instantOf, toAlert } from './to-alert.ts';

const DAY_MS = 86_400_000;

export type AlertFilter = {
  tabs?: readonly AlertTab[] | undefined;
  pipeline?: string | undefined;
  /** Only alerts that this person has in hand. */
  person?: string | undefined;
  severities?: readonly Severity[] | undefined;
  text?: string | undefined;
  limit: number;
};

/** The inbox: what is open, and what ended in the last day. */
export async function listAlerts({ control }: Ports, filter: AlertFilter): Promise<AlertList> {
  const nowMs = await control.currentTime();
  const stored = await control.listAlerts({
    pipeline: filter.pipeline,
    openSinceMs: nowMs - DAY_MS,
  });
  // What is pending again after its end is no longer news in either way.
  const shown = stored.filter(({ state }) => isOpen(state) || state.condition === 'ok').map(toAlert);
  const wanted = shown.filter((alert) => isWanted(alert, filter));
  const byTab = Map.groupBy(wanted, ({ badge }) => tabOf(badge));
  const countOf = (tab: AlertTab) => byTab.get(tab)?.length ?? 0;
  const tabs = filter.tabs ?? ['firing'];
  return {
    asOf: instantOf(nowMs),
    counts: Object.fromEntries(alertTabs.map((tab) => [tab, countOf(tab)])) as Record<AlertTab, number>,
    items: tabs
      .flatMap((tab) => byTab.get(tab) ?? [])
      .sort(byUrgency)
      .slice(0, filter.limit),
  };
}

function isWanted(alert: Alert, { person, severities: wanted, text }: AlertFilter): boolean {
  const { handling, assignee, severity } = alert;
  const isMine = assignee === person || (handling.kind !== 'none' && handling.by === person);
  if (person !== undefined && !isMine) return false;
  if (wanted && !(severity && wanted.includes(severity))) return false;
  return text === undefined || isFound(alert, text);
}

function isFound(alert: Alert, text: string): boolean {
  const { rule, pipeline, stage, metric, version, segment, labels, assignee } = alert;
  const said = [rule.name, pipeline, stage, metric, version, segment, assignee, ...Object.values(labels)]
    .join('\n')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

/** Open ones first, critical before warning, the longest open first; then those that ended, the latest end first. */
export function byUrgency(a: Alert, b: Alert): number {
  const [aOpen, bOpen] = [isOpen(a), isOpen(b)];
  if (aOpen !== bOpen) return aOpen ? -1 : 1;
  if (!aOpen) return compare(b.endedAt, a.endedAt) || compare(a.id, b.id);
  return rankOf(b) - rankOf(a) || compare(a.firedAt, b.firedAt) || compare(a.id, b.id);
}

function rankOf({ severity }: Alert): number {
  return severity ? severities.indexOf(severity) : -1;
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
