import { z } from 'zod';
import { NewPerson, Person, PersonChange, PersonWithPassword } from '../person.ts';
import { items, json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

const personParam = z.object({ id: z.string().max(100) });

export const personRoutes = {
  listPeople: route({
    method: 'get',
    path: '/api/v1/people',
    tags: ['people'],
    summary: 'who works with this server, by name',
    responses: { 200: json(items(Person), 'people') },
  }),
  createPerson: route({
    method: 'post',
    path: '/api/v1/people',
    tags: ['people'],
    summary: 'give a person an account',
    request: { body: { required: true, content: { 'application/json': { schema: NewPerson } } } },
    responses: {
      200: json(PersonWithPassword, 'the person, and a first password'),
      400: refusals[400],
      409: problem('the sign-in name is taken'),
    },
  }),
  changePerson: route({
    method: 'put',
    path: '/api/v1/people/{id}',
    tags: ['people'],
    summary: 'change name and role of a person, or disable the account',
    request: {
      params: personParam,
      body: { required: true, content: { 'application/json': { schema: PersonChange } } },
    },
    responses: { 200: json(Person, 'the person'), ...refusals, 409: problem('the last admin') },
  }),
  resetPassword: route({
    method: 'post',
    path: '/api/v1/people/{id}/password-reset',
    tags: ['people'],
    summary: 'give a person a new password; every session of the person ends',
    request: { params: personParam },
    responses: { 200: json(PersonWithPassword, 'the person, and a new password'), ...refusals },
  }),
};
