import { z } from 'zod';
import { PersonId } from './person.ts';

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
