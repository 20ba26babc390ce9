import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { TrafficAdapter } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import { HeaderName, TrafficDocument } from '#contract/traffic.ts';
import type { DeploymentReader } from './deployment-reader.ts';
import { runtimeCommand } from './haproxy-runtime.ts';

/** One HAProxy that stands before the versions of a stage; its configuration reads the map (docs/rollouts.md). */
export const HaproxyRouter = z.strictObject({
  socket: z.string().min(1).describe('of the runtime API, with level admin: a path, or host:port'),
  map: z
    .string()
    .regex(/^[^\s;]+$/)
    .describe('path of the map file, as it stands in the configuration'),
  stickyKey: HeaderName.describe('the header whose hash the configuration compares with the share'),
});
export type HaproxyRouter = z.infer<typeof HaproxyRouter>;

const Routed = z.object({ document: TrafficDocument, fence: z.number().int() });

/**
 * Moves the traffic of one stage by HAProxy's runtime API: a new version of the map with the candidate's share is
 * prepared and committed at once, without a reload. The map file is written too, so that a restart keeps it.
 */
export function createHaproxyAdapter(
  routers: readonly HaproxyRouter[],
  deployment: DeploymentReader,
): TrafficAdapter {
  return {
    name: 'haproxy',
    capabilities: {
      smallestShare: 1,
      onlyShares: null,
      mirror: 'none',
      stickyKey: true,
      force: false,
      audit: false,
      cautions: ['the addresses of the versions stand in its own configuration, not here'],
    },
    warmUp: (rollout) => deployment.warmUp(rollout),
    async apply(document, { fence }) {
      const applied: { router: string; error: string | null }[] = [];
      for (const router of routers)
        applied.push({ router: router.socket, error: await applyTo(router, { document, fence }) });
      return { routers: applied };
    },
    async observe() {
      return {
        at: new Date().toISOString(),
        source: 'HAProxy, by its runtime API',
        routers: await Promise.all(routers.map(readBack)),
      };
    },
  };
}

async function applyTo(router: HaproxyRouter, routed: z.infer<typeof Routed>): Promise<string | null> {
  const { socket, map, stickyKey } = router;
  const { document } = routed;
  if (document.stickyKey !== stickyKey)
    return `it splits by ${stickyKey}, not by ${document.stickyKey ?? 'request'}`;
  try {
    const { fence } = await readBack(router);
    if (fence !== null && fence > routed.fence) return `a later writer (fence ${fence}) has been here`;
    const entries = [
      ['candidate', String(document.split.candidate)],
      ['salt', encoded(document.salt)],
      ['document', encoded(JSON.stringify(routed))],
    ] as const;
    const prepared = await runtimeCommand(socket, `prepare map ${map}`);
    const version = /New version created: (\d+)/.exec(prepared)?.[1];
    if (version === undefined) return `HAProxy refuses it: ${prepared}`;
    for (const [key, value] of entries) {
      const fault = await runtimeCommand(socket, `add map @${version} ${map} ${key} ${value}`);
      if (fault !== '') return `HAProxy refuses it: ${fault}`;
    }
    const fault = await runtimeCommand(socket, `commit map @${version} ${map}`);
    if (fault !== '') return `HAProxy refuses it: ${fault}`;
    await writeFile(`${map}.new`, entries.map((entry) => `${entry.join(' ')}\n`).join(''));
    await rename(`${map}.new`, map);
    return null;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

async function readBack({ socket, map }: HaproxyRouter): Promise<RouterTruth> {
  const nothing = { router: socket, document: null, fence: null, changedBy: null };
  try {
    const shown = await runtimeCommand(socket, `show map ${map}`);
    const entries = new Map(shown.split('\n').map((line) => line.split(' ').slice(1) as [string, string]));
    const text = entries.get('document');
    if (text === undefined) return { ...nothing, error: null };
    const { document, fence } = Routed.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    // the share is what it obeys; the document only says what it was told
    const candidate = Number(entries.get('candidate'));
    const isChanged =
      candidate !== document.split.candidate || entries.get('salt') !== encoded(document.salt);
    return isChanged
      ? {
          ...nothing,
          fence,
          error: null,
          document: { ...document, split: splitOf(candidate) },
          changedBy: 'its runtime API',
        }
      : { ...nothing, document, fence, error: null };
  } catch (fault) {
    return { ...nothing, error: fault instanceof Error ? fault.message : String(fault) };
  }
}

function splitOf(candidate: number): TrafficDocument['split'] {
  return { stable: 10_000 - candidate, candidate, audit: 0 };
}

/** Without a space or a semicolon, which end an argument of a command. */
function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
