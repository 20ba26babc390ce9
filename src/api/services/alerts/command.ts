import type { Alert } from '#contract/alert.ts';
import { mayCall } from '#contract/permissions.ts';
import { commandAlert, type PersonCommand } from '#control/alert/command.ts';
import type { AlertState } from '#control/alert/alert-state.ts';
import type { Actor } from '../../access/actor.ts';
import type { StoredAlert } from '../../alert-store.ts';
import { badRequest, notFound, unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { alertRefusal } from './alert-refusal.ts';
import { toAlert } from './to-alert.ts';

/** An evaluation or another person may write the alert in between: what is decided is decided anew. */
const TRIES = 5;

export type CommandRequest = { id: string; command: PersonCommand; actor: Actor };

/** What a person does with an alert. Repeated by the same person it changes nothing. */
export async function commandOnAlert(ports: Ports, request: CommandRequest): Promise<Alert> {
  if (request.command.type === 'assign') await checkAssignee(ports, request.command.assignee, request.actor);
  for (let tries = 1; tries <= TRIES; tries++) {
    const alert = await tryCommand(ports, request);
    if (alert) return alert;
  }
  throw unavailable('the alert changes faster than the command can be written; try again');
}

/** Undefined when the alert was changed meanwhile. */
async function tryCommand(ports: Ports, { id, command, actor }: CommandRequest): Promise<Alert | undefined> {
  const { control } = ports;
  const stored = await control.findAlert(id);
  if (!stored) throw notFound(`alert ${id}`);
  const atMs = await control.currentTime();
  const done = commandAlert(stored.state, command, { actor: actor.id, atMs });
  if ('refusal' in done) throw await alertRefusal(ports, { stored, refused: done, nowMs: atMs });
  const isNothing = done.transitions.length === 0 || (await isSaidAlready(ports, stored, command, actor));
  if (isNothing) return toAlert(stored);

  const { state, transitions, messages } = done;
  const entry = auditEntry(actor, new Date(atMs), {
    action: `alert.${command.type}`,
    subject: id,
    before: decisionsOf(stored.state),
    after: decisionsOf(state),
    reason: reasonOf(command),
  });
  const alert: StoredAlert = { ...stored, state };
  const isWritten = await control.writeAlerts([{ alert, transitions, messages }], entry);
  return isWritten ? toAlert({ ...alert, revision: alert.revision + 1 }) : undefined;
}

/** A note is the only command that leaves no trace in the state: its last line tells. */
async function isSaidAlready(
  { control }: Ports,
  { id }: StoredAlert,
  command: PersonCommand,
  actor: Actor,
): Promise<boolean> {
  if (command.type !== 'note') return false;
  const [last] = await control.listTransitions(id, 1);
  return (
    last?.move === 'note' &&
    last.actor === actor.id &&
    last.text === command.text &&
    last.episode === command.episode
  );
}

async function checkAssignee({ control }: Ports, assignee: string | null, actor: Actor): Promise<void> {
  if (assignee === null || assignee === actor.id) return;
  const person = await control.findPerson(assignee);
  if (!person || person.isDisabled) throw badRequest(`there is nobody called ${assignee} to assign it to`);
  if (!mayCall(person, 'acknowledgeAlert'))
    throw badRequest(`${person.name} is a ${person.role}, who cannot take an alert in hand`);
}

/** What people decide of an alert, for the audit. */
function decisionsOf({ episode, condition, handling, assignee, verdict }: AlertState) {
  return { episode, condition, handling, assignee, verdict };
}

function reasonOf(command: PersonCommand): string {
  switch (command.type) {
    case 'resolve':
      return command.note;
    case 'note':
      return command.text;
    case 'snooze':
      return command.reason ?? '';
    case 'acknowledge':
    case 'unacknowledge':
    case 'assign':
    case 'feedback':
      return '';
  }
}
