import { z } from 'zod';
import type { TrafficAdapter, TrafficWrite } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import type { DeploymentReader } from './deployment-reader.ts';

/** A router of somebody's own, which takes and tells documents by HTTP (docs/traffic.md). */
export const WebhookRouter = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('PUT writes a document, GET tells the one that is obeyed'),
  token: z.string().min(1).optional().describe('sent as a bearer'),
});
export type WebhookRouter = z.infer<typeof WebhookRouter>;

/** What the routers can do, as their maker says. */
export const WebhookCapabilities = TrafficCapabilities.partial();

const Told = z.object({
  document: TrafficDocument.nullable(),
  fence: z.number().int().nullable().default(null),
  changedBy: z.string().nullable().default(null),
});
const TIMEOUT_MS = 10_000;
const MOST_TEXT = 300;

/** Moves the traffic of one stage by routers that speak our documents: written by PUT, read back by GET. */
export function createWebhookAdapter(
  routers: readonly WebhookRouter[],
  can: z.infer<typeof WebhookCapabilities>,
  deployment: DeploymentReader,
): TrafficAdapter {
  return {
    name: 'webhook',
    capabilities: {
      smallestShare: 100,
      onlyShares: null,
      mirror: 'none',
      stickyKey: false,
      force: false,
      audit: false,
      cautions: [],
      ...definedOf(can),
    },
    warmUp: (rollout) => deployment.warmUp(rollout),
    async apply(document, write) {
      const urls = await deployment.urls(write);
      const applied: { router: string; error: string | null }[] = [];
      for (const router of routers) {
        const error = 'fault' in urls ? urls.fault : await applyTo(router, { document, write, urls });
        applied.push({ router: router.url, error });
      }
      return { routers: applied };
    },
    async observe() {
      return {
        at: new Date().toISOString(),
        source: 'routers, by HTTP',
        routers: await Promise.all(routers.map(readBack)),
      };
    },
  };
}

async function applyTo(
  router: WebhookRouter,
  told: {
    document: TrafficDocument;
    write: TrafficWrite;
    urls: { stable: URL; candidate?: URL };
  },
): Promise<string | null> {
  const { document, write, urls } = told;
  const { stable, candidate } = write.versions;
  const body = {
    document,
    fence: write.fence,
    arms: {
      stable: { version: stable.version, url: urls.stable },
      candidate: { version: candidate.version, url: urls.candidate ?? null },
    },
  };
  try {
    const response = await ask(router, 'PUT', JSON.stringify(body));
    const text = await response.text();
    return response.ok ? null : `answered with ${response.status}: ${text.slice(0, MOST_TEXT)}`;
  } catch (fault) {
    return reasonOf(fault);
  }
}

async function readBack(router: WebhookRouter): Promise<RouterTruth> {
  const nothing = { router: router.url, document: null, fence: null, changedBy: null };
  try {
    const response = await ask(router, 'GET');
    if (!response.ok) return { ...nothing, error: `answered with ${response.status}` };
    const told = Told.safeParse(await response.json());
    return told.success
      ? { ...nothing, ...told.data, error: null }
      : { ...nothing, error: 'its answer is no document' };
  } catch (fault) {
    return { ...nothing, error: reasonOf(fault) };
  }
}

function ask({ url, token }: WebhookRouter, method: 'GET' | 'PUT', body?: string): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body }),
  });
}

/** Without what was left out, which would hide the default. */
function definedOf(can: z.infer<typeof WebhookCapabilities>): Partial<TrafficCapabilities> {
  return Object.fromEntries(Object.entries(can).filter(([, value]) => value !== undefined));
}

function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault.cause instanceof Error ? fault.cause.message : fault.message;
}
