import { z } from 'zod';
import { PersonRole } from './person-role.ts';

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
