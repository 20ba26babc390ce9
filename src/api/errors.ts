import type { PersonRole } from '#contract/person-role.ts';
import type { RecordError } from '#contract/prediction.ts';
import type { Problem } from '#contract/problem.ts';

/** A refusal that a service throws; `app.ts` alone turns it into a problem document. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'Refusal';
    this.problem = problem;
  }
}

export function notFound(what: string): Refusal {
  return new Refusal({
    type: '/problems/not-found',
    title: 'not found',
    status: 404,
    detail: `there is no ${what}`,
  });
}

export function badRequest(detail: string): Refusal {
  return new Refusal({
    type: '/problems/bad-request',
    title: 'the request is not understood',
    status: 400,
    detail,
  });
}

export function forbidden(role: PersonRole, allowed: readonly PersonRole[]): Refusal {
  return new Refusal({
    type: '/problems/role',
    title: 'your role does not allow this',
    status: 403,
    detail: `you are ${role}; this takes ${allowed.join(', ')}`,
  });
}

export function withheld(metric: string): Refusal {
  return new Refusal({
    type: '/problems/sensitive',
    title: 'the values are sensitive',
    status: 403,
    detail: `the values of ${metric} are sensitive and stay on the server; only its counts are handed out`,
  });
}

export function tooLarge(detail: string): Refusal {
  return new Refusal({ type: '/problems/too-large', title: 'the body is too large', status: 413, detail });
}

export function unsupportedMedia(detail: string): Refusal {
  return new Refusal({
    type: '/problems/media-type',
    title: 'the body is not of a kind taken here',
    status: 415,
    detail,
  });
}

export function unprocessable(type: string, title: string, detail: string, errors?: RecordError[]): Refusal {
  return new Refusal({ type, title, status: 422, detail, ...(errors && { errors }) });
}

export function unavailable(detail: string): Refusal {
  return new Refusal({ type: '/problems/unavailable', title: 'not now', status: 503, detail });
}

export function conflict(title: string, detail: string): Refusal {
  return new Refusal({ type: '/problems/conflict', title, status: 409, detail });
}
