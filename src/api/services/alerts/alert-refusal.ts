import type { AlertRefusal } from '#contract/alert-command.ts';
import type { Refused } from '#control/alert/command.ts';
import type { StoredAlert } from '../../alert-store.ts';
import { badRequest, Refusal } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { instantOf, toAlert } from './to-alert.ts';

/** Says who was first, when, and what the alert is now; a snooze that cannot be is merely a bad request. */
export async function alertRefusal(
  { control }: Ports,
  { stored, refused, nowMs }: { stored: StoredAlert; refused: Refused; nowMs: number },
): Promise<Refusal> {
  const { refusal, by, atMs } = refused;
  if (refusal === 'tooLong')
    return badRequest('a snooze lasts 24 h at most for a critical alert, 7 days for a warning');
  if (refusal === 'inThePast') return badRequest('the end of a snooze lies ahead');
  const name = by === undefined ? undefined : ((await control.findPerson(by))?.name ?? by);
  const ago = atMs === undefined ? '' : ` ${agoText(nowMs - atMs)}`;
  return new Refusal({
    type: '/problems/alert-changed',
    title: 'the alert is not what it was',
    status: 409,
    detail: detailOf(refusal, name, ago, stored.state.episode),
    conflict: {
      refusal,
      ...(by !== undefined && { by }),
      ...(atMs !== undefined && { at: instantOf(atMs) }),
      alert: toAlert(stored),
    },
  });
}

function detailOf(
  refusal: Exclude<AlertRefusal, 'tooLong' | 'inThePast'>,
  name: string | undefined,
  ago: string,
  episode: number,
): string {
  switch (refusal) {
    case 'acknowledgedByOther':
      return `${name} acknowledged it${ago}`;
    case 'notOpen':
      return name === undefined ? `it is over${ago && `: it ended${ago}`}` : `${name} resolved it${ago}`;
    case 'otherEpisode':
      return `it is in episode ${episode} now${ago && `, which began${ago}`}`;
    case 'stillOpen':
      return 'it is still open; say whether it was real once it has ended';
  }
}

function agoText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
