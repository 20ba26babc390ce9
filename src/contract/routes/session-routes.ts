import { Session } from '../session.ts';
import { json } from './answers.ts';
import { route } from './route.ts';

/** What every page asks first; apart from what only signing in needs. */
export const sessionRoutes = {
  session: route({
    method: 'get',
    path: '/api/v1/session',
    tags: ['people'],
    summary: 'who asks, and what they may do',
    responses: { 200: json(Session, 'the session') },
  }),
};
