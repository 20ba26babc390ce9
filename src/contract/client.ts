import type { z } from 'zod';
import { Problem } from './problem.ts';

type Json<S> = { content: { 'application/json': { schema: S } } };
interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  request?: { params?: z.ZodType; query?: z.ZodType; body?: { content: object } };
  responses: { 200: object };
}
type JsonRoute = Route & { responses: { 200: Json<z.ZodType> } };

type Input<S> = S extends z.ZodType ? z.input<S> : never;
type Part<Key extends string, S> = [Input<S>] extends [never]
  ? unknown
  : Partial<Input<S>> extends Input<S>
    ? { [P in Key]?: Input<S> }
    : { [P in Key]: Input<S> };
type Request_<R extends Route> = NonNullable<R['request']>;
type Body<R extends Route> = Request_<R> extends { body: Json<infer S> } ? S : undefined;

/** What a route wants: `params`, `query` and `body`, each only where the contract names it. */
export type RouteArguments<R extends Route> = Part<'params', Request_<R>['params']> &
  Part<'query', Request_<R>['query']> &
  Part<'body', Body<R>>;
export type RouteResult<R extends Route> =
  R['responses'][200] extends Json<infer S> ? (S extends z.ZodType ? z.output<S> : never) : never;

/** The server's refusal, as its problem document says it. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.type = problem.type;
    this.problem = problem;
  }
}

/** Calls a JSON route of the contract and validates the answer; `file` is a body that is sent as it is. Rejects with {@link ApiError} on a refusal. */
export async function callApi<R extends JsonRoute>(
  route: R,
  args: RouteArguments<R>,
  init: {
    signal?: AbortSignal;
    baseUrl?: string;
    file?: { content: string; type: string };
    headers?: Record<string, string>;
  } = {},
): Promise<RouteResult<R>> {
  const { body } = args as { body?: unknown };
  const content =
    init.file ??
    (body === undefined ? undefined : { content: JSON.stringify(body), type: 'application/json' });
  const response = await fetch(routeUrl(route, args, init.baseUrl), {
    method: route.method.toUpperCase(),
    ...(init.signal && { signal: init.signal }),
    ...(content && { body: content.content }),
    headers: { ...init.headers, ...(content && { 'content-type': content.type }) },
  });
  if (!response.ok) throw new ApiError(await problemOf(response));
  const answer: unknown = await response.json();
  return route.responses[200].content['application/json'].schema.parse(answer) as RouteResult<R>;
}

/** Posts records as NDJSON to an ingest route; the key makes a batch that is sent again count once. */
export async function postRecords<R extends JsonRoute>(
  route: R,
  args: RouteArguments<R>,
  { ndjson, key }: { ndjson: string; key: string },
  init: { signal?: AbortSignal; baseUrl?: string } = {},
): Promise<RouteResult<R>> {
  const response = await fetch(routeUrl(route, args, init.baseUrl), {
    method: 'POST',
    ...(init.signal && { signal: init.signal }),
    body: ndjson,
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': key },
  });
  if (!response.ok) throw new ApiError(await problemOf(response));
  const answer: unknown = await response.json();
  return route.responses[200].content['application/json'].schema.parse(answer) as RouteResult<R>;
}

/** Fetches a column container from a URL that `routeUrl` made; decode it with `decodeColumns`. */
export async function fetchColumns(url: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response.arrayBuffer();
}

/** Path parameters filled in, query appended; list values repeat their key. */
export function routeUrl(route: Route, args: unknown, baseUrl = globalThis.location?.origin): string {
  const { params, query } = args as { params?: Record<string, unknown>; query?: Record<string, unknown> };
  const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(params?.[key])),
  );
  const url = new URL(path, baseUrl);
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const item of [value].flat() as (string | number)[]) url.searchParams.append(key, String(item));
  }
  return url.href;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return Problem.parse(JSON.parse(text));
  } catch {
    return { type: 'about:blank', title: `the server answered ${response.status}`, status: response.status };
  }
}
