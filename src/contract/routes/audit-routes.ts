import { z } from 'zod';
import { AuditPage, AuditVerification } from '../audit.ts';
import { json, refusals } from './answers.ts';
import { instant } from './parameters.ts';
import { route } from './route.ts';

const text = z.string().min(1).max(200).optional();

export const auditRoutes = {
  listAudit: route({
    method: 'get',
    path: '/api/v1/audit',
    tags: ['audit'],
    summary: 'who did what, newest first',
    request: {
      query: z.object({
        before: z.coerce.number().int().min(1).optional().describe('position; only older entries'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        actor: text.describe('exactly this one'),
        action: text.describe('this one, or all that start with it: `person` finds person.create'),
        subject: text.describe('contains this'),
        from: instant.optional(),
        to: instant.optional(),
      }),
    },
    responses: { 200: json(AuditPage, 'entries'), 400: refusals[400] },
  }),
  verifyAudit: route({
    method: 'get',
    path: '/api/v1/audit/verification',
    tags: ['audit'],
    summary: 'whether the chain of entries is intact',
    responses: { 200: json(AuditVerification, 'what was found') },
  }),
  exportAudit: route({
    method: 'get',
    path: '/api/v1/audit/export',
    tags: ['audit'],
    summary:
      'all entries, oldest first, an AuditRecord a line; `npm run audit -- verify FILE` checks the file',
    responses: {
      200: {
        description: 'all entries',
        content: { 'application/x-ndjson': { schema: z.string() } },
      },
    },
  }),
};
