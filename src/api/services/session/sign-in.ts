import type { Person } from '#contract/person.ts';
import type { SignIn } from '#contract/sign-in.ts';
import { personActor, unknownActor, type Origin } from '../../access/actor.ts';
import type { AttemptLimiter } from '../../access/attempt-limiter.ts';
import type { Caller } from '../../access/authenticate.ts';
import { longestSessionMs } from '../../access/session-lifetime.ts';
import { createToken, hashToken } from '../../access/token.ts';
import { forbidden, tooManyAttempts, unauthenticated } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export type Signed = { token: string; caller: Extract<Caller, { signedInAt: string }> };

/** A new session, always with a new token; what failed is kept in the audit. */
export async function signIn(
  ports: Ports,
  failures: AttemptLimiter,
  { request, caller }: { request: SignIn; caller: Caller },
): Promise<Signed> {
  const origin = 'actor' in caller ? caller.actor.origin : caller.origin;
  const person =
    'samplePerson' in request
      ? await samplePerson(ports, request.samplePerson, caller)
      : await personByPassword(ports, failures, { ...request, origin });

  const token = createToken(ports.secrets);
  const at = ports.now();
  const session = {
    id: ports.newId(),
    tokenHash: await hashToken(token),
    person: person.id,
    createdAt: at.toISOString(),
    lastSeenAt: at.toISOString(),
  };
  const actor = personActor(person, { ...origin, session: session.id });
  const audit = auditEntry(actor, at, { action: 'session.create', subject: person.id });
  await ports.control.createSession(session, new Date(at.getTime() - longestSessionMs), audit);
  const state = person.provider === 'local' ? 'person' : 'sample';
  return { token, caller: { state, actor, signedInAt: session.createdAt } };
}

async function samplePerson({ control, listener }: Ports, id: string, caller: Caller): Promise<Person> {
  const isOpen = caller.state === 'local' || caller.state === 'sample';
  if (!isOpen || !listener.hasSample)
    throw forbidden('the people of the sample are for this machine, as long as nobody has an account');
  const person = await control.findPerson(id);
  if (person?.provider !== 'sample' || person.isDisabled)
    throw unauthenticated('/problems/wrong-password', `the sample has no ${id}`);
  return person;
}

async function personByPassword(
  ports: Ports,
  failures: AttemptLimiter,
  { id, password, origin }: { id: string; password: string; origin: Origin },
): Promise<Person> {
  const at = ports.now();
  const keys = [`account ${id}`, `address ${origin.ip}`];
  const excess = failures.take(keys, at.getTime());
  const person = await ports.control.findPerson(id);
  const refuse = async (reason: string) => {
    // What was typed for a name may be a password: only names that exist are kept.
    const subject = person?.id ?? 'nobody of that name';
    const change = { action: 'session.refused', subject, reason };
    await ports.control.recordAct(auditEntry(unknownActor(origin), at, change));
  };
  if (excess) {
    await refuse('too many attempts');
    throw tooManyAttempts(excess.waitMs);
  }

  const isRight = await ports.secrets.verifyPassword(password, await ports.control.findPasswordHash(id));
  if (!person || !isRight || person.isDisabled) {
    await refuse(person?.isDisabled ? 'the account is disabled' : 'wrong name or password');
    throw unauthenticated('/problems/wrong-password', 'sign-in name and password do not belong together');
  }
  failures.forget(keys);
  return person;
}
