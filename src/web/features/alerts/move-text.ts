import type { AlertTransition, machineMoves } from '#contract/alert-transition.ts';
import type { NameOf } from '../../api/person-names.ts';
import { formatValue, type Unit } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';

const machineWords: Record<Exclude<(typeof machineMoves)[number], 'resolve' | 'muted'>, string> = {
  pending: 'beyond its limit, not yet for long enough',
  calm: 'back before it fired',
  fire: 'fired',
  upgrade: 'became worse',
  downgrade: 'became less severe',
  recovering: 'back within its limit; it ends when that lasts',
  relapse: 'beyond its limit again',
  noData: 'the rule sees no data',
  error: 'the rule fails',
  seeing: 'the rule sees data again',
  unmuted: 'no longer held back',
  acknowledgementExpired: 'the acknowledgement ran out: it pages again',
  snoozeEnded: 'the snooze ended',
  escalate: 'nobody took it: whoever was told is told again',
};

const endWords: Record<NonNullable<AlertTransition['endedBy']>, string> = {
  data: 'by itself',
  person: 'by hand',
  ruleEdited: 'because its rule was changed',
  rulePaused: 'because its rule was paused',
  ruleDeleted: 'because its rule was deleted',
};

/** One line of an alert's history in words. */
export function moveText(
  transition: AlertTransition,
  { unit, zone, nameOf }: { unit: Unit; zone: string; nameOf: NameOf },
): string {
  const { move, text, until, severity, value, n, endedBy, verdict } = transition;
  const untilText = until === undefined ? '' : ` until ${formatDateTime(Date.parse(until), zone)}`;
  const actor = transition.actor === undefined ? 'somebody' : nameOf(transition.actor);
  const said = text === undefined ? '' : `: ${text}`;
  switch (move) {
    case 'acknowledge':
      return `${actor} acknowledged it${untilText}`;
    case 'unacknowledge':
      return `${actor} took the acknowledgement or snooze back`;
    case 'snooze':
      return `${actor} snoozed it${untilText}${said}`;
    case 'assign':
      return text === undefined
        ? `${actor} assigned it to nobody`
        : `${actor} assigned it to ${nameOf(text)}`;
    case 'note':
      return `${actor}${said}`;
    case 'resolveByHand':
      return `${actor} resolved it${said}`;
    case 'feedback':
      return `${actor} called it ${verdict ?? 'something'}`;
    case 'resolve':
      return endedBy === undefined ? 'ended' : `ended ${endWords[endedBy]}`;
    case 'muted':
      return transition.actor === undefined
        ? `held back${said}`
        : `held back by a silence of ${actor}${said}`;
    case 'pending':
    case 'calm':
    case 'fire':
    case 'upgrade':
    case 'downgrade':
    case 'recovering':
    case 'relapse':
    case 'noData':
    case 'error':
    case 'seeing':
    case 'unmuted':
    case 'acknowledgementExpired':
    case 'snoozeEnded':
    case 'escalate': {
      const figures = value === null ? '' : ` at ${formatValue(value, unit)}${n === null ? '' : `, n ${n}`}`;
      const level = severity !== null && (move === 'fire' || move === 'upgrade') ? `, ${severity}` : '';
      return `${machineWords[move]}${level}${figures}${said}`;
    }
  }
}
