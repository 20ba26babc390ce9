import { z } from 'zod';
import { PersonRole } from './person-role.ts';

/** What a person signs in with: stable, and never given to somebody else. */
export const PersonId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{0,63}$/, {
    error: 'a sign-in name has up to 64 letters, digits and . _ @ + -, and starts with a letter or digit',
  });

/** `local`: with a password kept here; `sample`: invented, for trying things out at this machine. A provider of identities would be a third. */
const personProviders = ['local', 'sample'] as const;

export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    role: PersonRole,
    provider: z.enum(personProviders),
    isDisabled: z.boolean(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((text) => !text.includes('\0'), { error: 'a name must not contain NUL' });

export const NewPerson = z
  .strictObject({ id: PersonId, name, email: z.email().max(200).optional(), role: PersonRole })
  .meta({ id: 'NewPerson' });
export type NewPerson = z.infer<typeof NewPerson>;

/** A disabled person cannot sign in, and every session ends at once; what the person did stays. */
export const PersonChange = z
  .strictObject({ name, email: z.email().max(200).optional(), role: PersonRole, isDisabled: z.boolean() })
  .meta({ id: 'PersonChange' });
export type PersonChange = z.infer<typeof PersonChange>;

/** The password was made by the server and is told this once. */
export const PersonWithPassword = z
  .object({ person: Person, password: z.string() })
  .meta({ id: 'PersonWithPassword' });
export type PersonWithPassword = z.infer<typeof PersonWithPassword>;
