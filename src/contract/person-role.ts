import { z } from 'zod';

/** What a person may do is what the table in permissions.ts gives to these. */
export const personRoles = ['viewer', 'on-call', 'engineer', 'approver', 'admin'] as const;
export const PersonRole = z.enum(personRoles).meta({ id: 'PersonRole' });
export type PersonRole = z.infer<typeof PersonRole>;
