import { Session } from '../session.ts';
import { PasswordChange, SignIn } from '../sign-in.ts';
import { json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

export const signInRoutes = {
  signIn: route({
    method: 'post',
    path: '/api/v1/session',
    tags: ['people'],
    summary: 'sign in; the session is kept in a cookie',
    request: { body: { required: true, content: { 'application/json': { schema: SignIn } } } },
    responses: {
      200: json(Session, 'the session'),
      400: refusals[400],
      401: problem('name and password do not belong together'),
      429: problem('too many attempts failed: wait'),
    },
  }),
  signOut: route({
    method: 'delete',
    path: '/api/v1/session',
    tags: ['people'],
    summary: 'sign out',
    responses: { 200: json(Session, 'what is left without a session') },
  }),
  changePassword: route({
    method: 'put',
    path: '/api/v1/session/password',
    tags: ['people'],
    summary: 'change one’s own password; every other session of this person ends',
    request: { body: { required: true, content: { 'application/json': { schema: PasswordChange } } } },
    responses: { 200: json(Session, 'the session'), 400: refusals[400], 422: problem('not the password') },
  }),
};
