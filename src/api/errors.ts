import type { RecordError } from '#contract/prediction.ts';
import type { Problem } from '#contract/problem.ts';

/** A refusal that a service throws; `app.ts` alone turns it into a problem document. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly headers: Record<string, string>;

  constructor(problem: Problem, headers: Record<string, string> = {}) {
    super(problem.detail ?? problem.title);
    this.name = 'Refusal';
    this.problem = problem;
    this.headers = headers;
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

export function unauthenticated(type: string, detail: string): Refusal {
  return new Refusal(
    { type, title: 'sign in first', status: 401, detail },
    { 'www-authenticate': 'Bearer realm="anchorwatch"' },
  );
}

export function forbidden(detail: string): Refusal {
  return new Refusal({
    type: '/problems/not-allowed',
    title: 'you are not allowed to do this',
    status: 403,
    detail,
  });
}

export function tooManyAttempts(waitMs: number): Refusal {
  const seconds = Math.ceil(waitMs / 1000);
  const detail = `too many attempts failed: try again in ${seconds} s`;
  return new Refusal(
    { type: '/problems/too-many-attempts', title: 'wait', status: 429, detail },
    { 'retry-after': String(seconds) },
  );
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
