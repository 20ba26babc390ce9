import { z } from 'zod';
import { PersonId } from './person.ts';
import { PersonRole } from './person-role.ts';

const password = z.string().min(1).max(200);

export const SignIn = z
  .union([
    z.strictObject({ id: PersonId, password }),
    z.strictObject({ samplePerson: PersonId.describe('one of samplePeople: no password') }),
  ])
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

export const PasswordChange = z
  .strictObject({
    current: password,
    next: z.string().min(12, { error: 'a password has at least 12 characters' }).max(200),
  })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.infer<typeof PasswordChange>;

const personSummary = z.object({ id: z.string(), name: z.string(), role: PersonRole });

/**
 * Who asks, and what the server lets them do. `local`: nobody has an account yet, so whoever is at the server's own
 * machine is its admin.
 */
export const Session = z
  .object({
    state: z.enum(['signedOut', 'local', 'person', 'sample', 'key', 'machine']),
    person: personSummary.optional(),
    signedInAt: z.iso.datetime().optional(),
    permissions: z.array(z.string()).describe('names of the routes that may be called'),
    samplePeople: z.array(personSummary).describe('who can be signed in without a password, here and now'),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;
