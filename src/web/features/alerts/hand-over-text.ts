import type { AlertEpisode } from '#contract/alert-transition.ts';
import type { Alert } from '#contract/alert.ts';
import type { HandOver } from '#contract/hand-over.ts';
import type { NameOf } from '../../api/person-names.ts';
import type { Unit } from '../../format/number.ts';
import { formatAge, formatDateTime, formatRange, formatTime, formatZone } from '../../format/time.ts';
import { alertsPath } from '../../url/links.ts';
import { alertSentence, handlingText } from './alert-text.ts';
import { matcherText } from './matcher-text.ts';

export interface HandOverContext {
  unitOf: (alert: Alert) => Unit;
  nameOf: NameOf;
  zone: string;
  /** Of links to alerts. */
  origin: string;
}

/** A shift as plain text, to be pasted into a chat or printed. */
export function handOverText(handOver: HandOver, context: HandOverContext): string {
  const { zone } = context;
  const { from, to, asOf, open, openInAll, episodes, notes, silences } = handOver;
  const nowMs = Date.parse(asOf);
  const range = formatRange(Date.parse(from), Date.parse(to), zone, nowMs);
  const unheld = open.filter(({ alert }) => alert.handling.kind === 'none' && alert.mute === null).length;
  const cut = openInAll > open.length ? `, the ${open.length} most urgent below` : '';
  return [
    `Shift hand-over, ${range}`,
    `Written ${formatDateTime(nowMs, zone)} ${formatZone(zone, nowMs)}`,
    '',
    openInAll === 0 ? 'Nothing is open.' : `Open now: ${openInAll}${cut}; ${unheld} of them nobody has.`,
    ...open.flatMap((item) => openLines(item, context, nowMs)),
    '',
    episodes.length === 0
      ? 'Nothing fired or ended in the shift.'
      : `Fired or ended in the shift: ${episodes.length}`,
    ...episodes.map((episode) => episodeLine(episode, context, nowMs)),
    ...titled(
      'Silences in force',
      silences.map(
        ({ matchers, until, createdBy, reason }) =>
          `- ${matchers.map(matcherText).join(', ')}, until ${formatDateTime(Date.parse(until), zone)}, ${context.nameOf(createdBy)}: ${reason}`,
      ),
    ),
    ...titled(
      'Notes on pipelines',
      notes.map(({ time, pipeline, text }) => `- ${formatTime(Date.parse(time), zone)} ${pipeline}: ${text}`),
    ),
  ].join('\n');
}

function openLines(
  { alert, notes }: HandOver['open'][number],
  { unitOf, nameOf, zone, origin }: HandOverContext,
  nowMs: number,
): string[] {
  const owner = alert.assignee === null ? '' : ` Assigned to ${nameOf(alert.assignee)}.`;
  const sentence = alertSentence(alert, { unit: unitOf(alert), zone, nowMs });
  const handling = handlingText(alert, { nameOf, nowMs });
  return [
    `- ${alert.severity ?? 'alert'}: ${sentence} State: ${handling}.${owner}`,
    ...notes.map(({ at, by, text }) => `    ${formatDateTime(Date.parse(at), zone)} ${nameOf(by)}: ${text}`),
    `    ${origin}${alertsPath(alert.id)}`,
  ];
}

function episodeLine(
  { from, to, title, severity, endedBy, verdict }: AlertEpisode & { title: string },
  { zone }: HandOverContext,
  nowMs: number,
): string {
  const lasted = formatAge((to === null ? nowMs : Date.parse(to)) - Date.parse(from));
  const end =
    to === null ? `open for ${lasted}` : `over after ${lasted}${endedBy === 'person' ? ', by hand' : ''}`;
  return `- ${formatDateTime(Date.parse(from), zone)} ${title}: ${severity}, ${end}${verdict === null ? '' : `, called ${verdict}`}`;
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}: ${lines.length}`, ...lines];
}
