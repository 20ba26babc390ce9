import type { PasswordChange } from '#contract/sign-in.ts';
import type { Actor } from '../../access/actor.ts';
import type { AttemptLimiter } from '../../access/attempt-limiter.ts';
import { conflict, tooManyAttempts, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** One's own, and only with the present one: who finds a session open cannot take the account. */
export async function changePassword(
  { control, secrets, now }: Ports,
  failures: AttemptLimiter,
  { change, actor }: { change: PasswordChange; actor: Actor },
): Promise<void> {
  const hash = await control.findPasswordHash(actor.id);
  if (hash === undefined || actor.origin.session === null)
    throw conflict('no password', `${actor.name} has no password to change`);
  const at = now();
  const keys = [`account ${actor.id}`];
  const excess = failures.take(keys, at.getTime());
  if (excess) throw tooManyAttempts(excess.waitMs);
  if (!(await secrets.verifyPassword(change.current, hash)))
    throw unprocessable(
      '/problems/wrong-password',
      'not the password',
      'the present password is another one',
    );
  failures.forget(keys);

  await control.setPassword(
    actor.id,
    await secrets.hashPassword(change.next),
    { session: actor.origin.session },
    auditEntry(actor, at, { action: 'password.change', subject: actor.id }),
  );
}
