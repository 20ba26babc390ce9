import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { assign, stickyKeyOf } from '#control/traffic/assign.ts';
import { bucketOfKey } from '#control/traffic/bucket-of-key.ts';
import type { ArmId } from '#contract/traffic.ts';
import type { Automation } from '#contract/automation.ts';
import type { AutomationTable } from './automation-table.ts';
import { decisionHeader, type Governor } from './governor.ts';
import type { JudgedAnswer } from './judge-answer.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { type Asked, endToEnd, forward, NoAnswer, readUpTo } from './forward.ts';
import type { Exchange, Recorder } from './recorder.ts';
import { refuse, TooLarge, readBody } from './request-body.ts';
import type { Endpoint, GatewayRoute, RouteTable } from './route-table.ts';
import { createShadowQueue, type ShadowCounts, type ShadowLimits, type ShadowQueue } from './shadow-queue.ts';

export interface GatewayLimits {
  bodyBytes: number;
  /** Of an answer, what is read for its fields; users get all of it. */
  answerBytes: number;
  /** Until an endpoint begins to answer; a candidate gets less, because a stable version can still be asked then. */
  timeoutMs: number;
  candidateTimeoutMs: number;
  shadow: ShadowLimits;
}

export const gatewayLimits: GatewayLimits = {
  bodyBytes: 32 * 1024 * 1024,
  answerBytes: 256 * 1024,
  timeoutMs: 60_000,
  candidateTimeoutMs: 2_000,
  shadow: { most: 256, atOnce: 16, deadlineMs: 10_000 },
};

/** A candidate that failed so often in a row is tried once a second only. */
const BREAKER = { failures: 5, pauseMs: 1_000 };

export type GatewayCounts = {
  /** Requests by the arm that the split or a header chose. */
  requests: Record<ArmId, number>;
  /** Those that a stable version answered because the chosen one did not. */
  fallbacks: number;
  copies: ShadowCounts | undefined;
};

export interface Gateway {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  counts(pipeline: string, stage: string): GatewayCounts;
  close(): Promise<void>;
}

/** `none`: the endpoint gave no answer, and another one may still be asked. */
type Outcome = 'answered' | 'broken off' | 'none' | 'user left';
type Asking = {
  route: GatewayRoute;
  asked: Asked;
  requestId: string;
  bucket: number;
  site: string | undefined;
};
type Traffic = {
  requests: Record<ArmId, number>;
  fallbacks: number;
  queue: ShadowQueue;
  breaker: CircuitBreaker;
};

/**
 * The reverse proxy before model endpoints: splits requests among versions by their sticky key, copies them for
 * versions on trial, and records every exchange. Requests to /pipeline/stage/rest go to the endpoint's address with the
 * rest after it.
 *
 * Where the automation of a stage is set, an answer passes only as far as it allows; an error is no answer, and passes.
 *
 * A candidate never costs a user an answer: where it is not reached or does not begin to answer in time the stable
 * version is asked, and the failure is recorded as the candidate's. Copies are sent after the answer, from a bounded
 * queue.
 */
export function createGateway({
  table,
  recorder,
  automations,
  governor,
  limits = gatewayLimits,
}: {
  table: RouteTable;
  recorder: Recorder;
  automations: AutomationTable;
  governor: Governor;
  limits?: GatewayLimits;
}): Gateway {
  const agents = {
    http: new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
    https: new https.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
  };
  const traffic = new Map<string, Traffic>();

  function trafficOf(pipeline: string, stage: string): Traffic {
    const key = JSON.stringify([pipeline, stage]);
    const known = traffic.get(key);
    if (known) return known;
    const fresh = {
      requests: { stable: 0, candidate: 0, audit: 0 },
      fallbacks: 0,
      queue: createShadowQueue(limits.shadow),
      breaker: createCircuitBreaker(BREAKER),
    };
    traffic.set(key, fresh);
    return fresh;
  }

  function recordOf(asking: Asking, endpoint: Endpoint, routedBy: Exchange['routedBy'], startedMs: number) {
    const { pipeline, stage } = asking.route;
    return (status: string, answered?: Buffer, governed?: JudgedAnswer): void =>
      recorder.take({
        pipeline,
        stage,
        version: endpoint.version,
        role: routedBy === 'copy' ? 'shadow' : 'live',
        requestId: asking.requestId,
        site: asking.site,
        startedMs,
        endedMs: Date.now(),
        status,
        routedBy,
        bucket: asking.bucket,
        asked: asking.asked.body,
        answered,
        isAsked: true,
        governed,
      });
  }

  /** What the governor sees of a request; the answer comes beside it. */
  function seenOf(
    { route, asked, requestId, site }: Asking,
    { version }: Pick<Endpoint, 'version'>,
    startedMs: number,
  ) {
    const { pipeline, stage } = route;
    const times = { startedMs, endedMs: Date.now() };
    return { pipeline, stage, version, requestId, site, ...times, asked: asked.body };
  }

  function automationOf({ route }: Asking): Automation | undefined {
    return automations.find(route.pipeline, route.stage);
  }

  /** People decide, and the model is not asked. */
  async function withhold(asking: Asking, automation: Automation, response: ServerResponse): Promise<void> {
    const { route, asked } = asking;
    const seen = seenOf(asking, route.endpoints.stable ?? { version: 'unversioned' }, Date.now());
    const governed = await governor.withhold({ ...seen, automation, answered: undefined }, response);
    recorder.take({
      ...seen,
      role: 'live',
      status: 'ok',
      routedBy: 'split',
      bucket: asking.bucket,
      asked: asked.body,
      answered: undefined,
      isAsked: false,
      governed,
    });
  }

  async function answerFrom(
    endpoint: Endpoint,
    asking: Asking,
    { routedBy, timeoutMs }: { routedBy: Exchange['routedBy']; timeoutMs: number },
    response: ServerResponse,
  ): Promise<Outcome> {
    const startedMs = Date.now();
    const record = recordOf(asking, endpoint, routedBy, startedMs);
    const gone = new AbortController();
    const leave = () => gone.abort();
    response.once('close', leave);
    try {
      const answer = await forward(endpoint.url, asking.asked, { agents, timeoutMs, signal: gone.signal });
      const status = answer.statusCode ?? 502;
      const headers = { ...endToEnd(answer.headers), 'x-anchorwatch-version': endpoint.version };
      const automation = status < 400 ? automationOf(asking) : undefined;
      if (automation && automation.setting.degree !== 'full') {
        const answered = await readUpTo(answer, limits.bodyBytes);
        const exchange = { ...seenOf(asking, endpoint, startedMs), automation, answered };
        const governed = await governor.deliver(exchange, { status, headers }, response);
        record('ok', answered, governed);
        return 'answered';
      }
      response.writeHead(status, automation ? { ...headers, [decisionHeader]: 'automatic' } : headers);
      answer.pipe(response);
      const body = await readUpTo(answer, limits.answerBytes);
      const exchange = automation && { ...seenOf(asking, endpoint, startedMs), automation, answered: body };
      record(status < 400 ? 'ok' : `http-${status}`, body, exchange && governor.audit(exchange));
      return 'answered';
    } catch (fault) {
      // says nothing about the endpoint
      if (gone.signal.aborted) return 'user left';
      record(fault instanceof NoAnswer ? 'timeout' : 'unreachable');
      if (!response.headersSent) return 'none';
      response.destroy();
      return 'broken off';
    } finally {
      response.off('close', leave);
    }
  }

  function copy(to: ArmId, asking: Asking): void {
    const endpoint = asking.route.endpoints[to];
    if (!endpoint) return;
    const { pipeline, stage } = asking.route;
    trafficOf(pipeline, stage).queue.offer(async (signal) => {
      const record = recordOf(asking, endpoint, 'copy', Date.now());
      try {
        const { deadlineMs } = limits.shadow;
        const answer = await forward(endpoint.url, asking.asked, { agents, timeoutMs: deadlineMs, signal });
        const status = answer.statusCode ?? 502;
        const body = await readUpTo(answer, limits.answerBytes);
        record(status < 400 ? 'ok' : `http-${status}`, body);
      } catch (fault) {
        record(signal.aborted || fault instanceof NoAnswer ? 'timeout' : 'unreachable');
        throw fault;
      }
    });
  }

  /** Asks the chosen arm, and the stable one after it. */
  async function serve(
    arm: ArmId,
    isForced: boolean,
    asking: Asking,
    response: ServerResponse,
  ): Promise<void> {
    const { endpoints, pipeline, stage } = asking.route;
    const mine = trafficOf(pipeline, stage);
    mine.requests[arm]++;
    const chosen = endpoints[arm];
    if (chosen && arm !== 'stable' && mine.breaker.mayTry()) {
      const by = { routedBy: isForced ? 'forced' : 'split', timeoutMs: limits.candidateTimeoutMs } as const;
      const outcome = await answerFrom(chosen, asking, by, response);
      if (outcome === 'answered') mine.breaker.succeeded();
      else if (outcome !== 'user left') mine.breaker.failed();
      if (outcome !== 'none') return;
    }
    if (arm !== 'stable') mine.fallbacks++;
    const { stable } = endpoints;
    const routedBy = arm !== 'stable' ? 'fallback' : isForced ? 'forced' : 'split';
    const by = { routedBy, timeoutMs: limits.timeoutMs } as const;
    if (stable && (await answerFrom(stable, asking, by, response)) !== 'none') return;
    refuse(response, 502, 'no version of this stage answered: its endpoints are down or too slow');
  }

  return {
    async handle(request, response) {
      const found = table.find(request.url ?? '');
      if (!found)
        return refuse(response, 404, 'no such stage: ask for /pipeline/stage/ and what its model takes');
      let body: Buffer;
      try {
        body = await readBody(request, limits.bodyBytes);
      } catch (fault) {
        if (fault instanceof TooLarge) refuse(response, 413, `the body may have ${limits.bodyBytes} bytes`);
        else response.destroy();
        return;
      }
      const { route, rest } = found;
      const headerOf = (name: string) => request.headersDistinct[name]?.[0];
      const requestId = headerOf('x-request-id') ?? randomUUID();
      const { key } = stickyKeyOf(route.document, headerOf, requestId);
      const { arm, isForced, copies } = assign(route.document, key, headerOf);
      const headers = { ...request.headers, 'x-request-id': requestId, 'accept-encoding': 'identity' };
      const asking: Asking = {
        route,
        asked: { method: request.method ?? 'GET', path: rest, headers, body },
        requestId,
        bucket: bucketOfKey(route.document.salt, key),
        site: headerOf('x-site'),
      };
      const automation = automationOf(asking);
      if (automation?.setting.degree === 'humanOnly') return withhold(asking, automation, response);
      await serve(arm, isForced, asking, response);
      for (const to of copies) copy(to, asking);
    },
    counts(pipeline, stage) {
      const { requests, fallbacks, queue } = trafficOf(pipeline, stage);
      return { requests: { ...requests }, fallbacks, copies: queue.counts() };
    },
    async close() {
      await Promise.all([...traffic.values()].map(({ queue }) => queue.close()));
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
