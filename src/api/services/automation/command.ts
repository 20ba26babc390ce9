import type { Automation, AutomationEvidence } from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import { decideAutomation } from '#control/automation/decide.ts';
import type { AutomationGuard } from '#control/automation/obstacles.ts';
import type { Actor } from '../../access/actor.ts';
import type { StageOf } from '../../automation-store.ts';
import { conflict, forbidden, Refusal, unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { sha256 } from '../rollouts/sha256.ts';
import { getAutomation } from './find.ts';
import { surroundingsOf } from './find-detail.ts';
import { readEvidence } from './read-evidence.ts';

/** Somebody else may write in between: what is decided is decided anew. */
const TRIES = 5;

/** Not what it is, but who asks. */
const personal: readonly AutomationGuard[] = ['role', 'isOtherPerson', 'glassIsBroken'];

export type AutomationCommandRequest = {
  of: StageOf;
  command: AutomationCommand;
  actor: Actor;
  /** The generation that the person looked at; `set` is a brake and goes without. */
  generation?: number | undefined;
};

export async function commandOnAutomation(
  ports: Ports,
  request: AutomationCommandRequest,
): Promise<Automation> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const automation = await tryCommand(ports, request);
    if (automation) return automation;
  }
  throw unavailable('the automation changes faster than the command can be written; try again');
}

async function tryCommand(
  ports: Ports,
  { of, command, actor, generation }: AutomationCommandRequest,
): Promise<Automation | undefined> {
  if (actor.role === null) throw forbidden('a key changes no automation');
  const stored = await getAutomation(ports, of);
  if (command.type !== 'set') checkGeneration(stored, generation);
  const to = 'setting' in command ? command.setting : (stored.request?.setting ?? stored.setting);
  const [{ nowMs, liveRollout, freeze }, evidence] = await Promise.all([
    surroundingsOf(ports, of),
    needsEvidence(command) ? readEvidence(ports, of, { from: stored.setting, to }) : unread,
  ]);
  const decision = decideAutomation(stored, command, {
    who: { id: actor.id, role: actor.role },
    scene: { nowMs, liveRollout, freeze, evidence },
    hash: await sha256({ setting: to, evidence }),
  });
  if ('refusal' in decision) {
    const { guard, text } = decision.refusal;
    throw personal.includes(guard) ? forbidden(text) : conflict('not now', text);
  }
  const { change } = decision;
  const automation = { ...decision.automation, salt: stored.salt || ports.newId() };
  const audit = auditEntry(actor, new Date(nowMs), {
    action: `automation.${change.kind}`,
    subject: `${of.pipeline}/${of.stage}`,
    before: stored.setting,
    after: change.setting,
    reason: change.reason,
  });
  return (await ports.control.writeAutomation(automation, change, audit)) ? automation : undefined;
}

/** The brake works without the log, once somebody has accepted what people get to do. */
function needsEvidence(command: AutomationCommand): boolean {
  if (command.type === 'set') return !command.acceptsOverload;
  return command.type === 'request' || command.type === 'approve';
}

const unread: AutomationEvidence = {
  from: new Date(0).toISOString(),
  to: new Date(0).toISOString(),
  basis: 'labels',
  versions: [],
  ratePerHour: 0,
  peoplePerHour: 0,
};

function checkGeneration(stored: Automation, generation: number | undefined): void {
  if (generation === undefined)
    throw new Refusal({
      type: '/problems/if-match-missing',
      title: 'say what you looked at',
      status: 428,
      detail: 'send the generation of the automation that you looked at as If-Match',
    });
  if (generation !== stored.generation)
    throw conflict(
      'the automation is not what it was',
      `somebody changed it meanwhile: its generation is ${stored.generation}, and you looked at ${generation}`,
    );
}
