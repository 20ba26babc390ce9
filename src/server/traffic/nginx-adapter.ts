import { execFile, spawnSync } from 'node:child_process';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { TrafficAdapter, TrafficWrite } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { type ArmUrls, parseRouted, renderNginx } from './render-nginx.ts';
import type { DeploymentReader } from './deployment-reader.ts';

/** One nginx that stands before the versions of a stage. */
export const NginxRouter = z.strictObject({
  /** Written with every change; included in the `http` block. */
  file: z.string().min(1),
  /** Of the variables that the file sets. */
  name: z.string().regex(/^\w+$/, 'letters, digits and underscores'),
  command: z
    .array(z.string())
    .min(1)
    .default(['nginx'])
    .describe('with the options that choose its configuration'),
  read: z.url().describe('a location that returns the variable NAME_document'),
});
export type NginxRouter = z.infer<typeof NginxRouter>;

const Routed = z.object({ document: TrafficDocument, fence: z.number().int() });
/** From this version on idle connections are not closed under a client that is about to use them. */
const CALM_RELOADS = [1, 27, 4];
const READ_MS = 5_000;
const AGREEING_READS = 5;
const BETWEEN_READS_MS = 40;
const run = promisify(execFile);

/**
 * Moves the traffic of one stage by nginx's `split_clients`: the file is replaced, tested and loaded, and what the new
 * workers say of it is read back by HTTP. A file that nginx refuses is taken back at once.
 */
export function createNginxAdapter(
  routers: readonly NginxRouter[],
  deployment: DeploymentReader,
): TrafficAdapter {
  return {
    name: 'nginx',
    capabilities: capabilitiesOf(routers),
    warmUp: (rollout) => deployment.warmUp(rollout),
    async apply(document, write) {
      const urls = await deployment.urls(write);
      const applied: { router: string; error: string | null }[] = [];
      // one by one: where one fails, the others still serve what they did
      for (const router of routers) {
        const error =
          'fault' in urls ? urls.fault : await applyTo(router, { document, fence: write.fence }, urls);
        applied.push({ router: router.file, error });
      }
      return { routers: applied };
    },
    async observe() {
      return {
        at: new Date().toISOString(),
        source: 'nginx, by HTTP',
        routers: await Promise.all(routers.map(readAgreed)),
      };
    },
  };
}

async function applyTo(
  router: NginxRouter,
  routed: { document: TrafficDocument; fence: TrafficWrite['fence'] },
  urls: ArmUrls,
): Promise<string | null> {
  const { file, name, command } = router;
  const [program = 'nginx', ...options] = command;
  try {
    const text = renderNginx(name, routed, urls);
    const { fence } = await readBack(router);
    if (fence !== null && fence > routed.fence) return `a later writer (fence ${fence}) has been here`;
    const former = await readFile(file, 'utf8').catch(() => undefined);
    await replace(file, text);
    try {
      await run(program, [...options, '-t']);
    } catch (refusal) {
      if (former === undefined) await rm(file);
      else await replace(file, former);
      return `nginx refuses it: ${firstLine((refusal as { stderr?: string }).stderr ?? String(refusal))}`;
    }
    await run(program, [...options, '-s', 'reload']);
    return null;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

/** What several connections were told: the master lets the old workers take some for 100 ms after the new ones began. */
async function readAgreed(router: NginxRouter): Promise<RouterTruth> {
  const first = await readBack(router);
  for (let i = 1; i < AGREEING_READS; i++) {
    await delay(BETWEEN_READS_MS);
    const next = await readBack(router);
    if (JSON.stringify(next) !== JSON.stringify(first))
      return { ...next, document: null, error: `${router.read}: its workers do not agree yet` };
  }
  return first;
}

async function readBack({ file, read }: NginxRouter): Promise<RouterTruth> {
  const nothing = { router: file, document: null, fence: null, changedBy: null };
  try {
    // a connection of its own: a kept one may still be with a worker that is leaving
    const headers = { connection: 'close' };
    const response = await fetch(read, { headers, signal: AbortSignal.timeout(READ_MS) });
    if (!response.ok) return { ...nothing, error: `${read} was answered with ${response.status}` };
    const routed = Routed.safeParse(parseRouted(await response.text()));
    return routed.success
      ? { ...nothing, ...routed.data, error: null }
      : { ...nothing, error: `${read} does not return the document` };
  } catch (fault) {
    return { ...nothing, error: `${read}: ${fault instanceof Error ? fault.message : String(fault)}` };
  }
}

/** Whole or not at all, should the server die meanwhile. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

function capabilitiesOf(routers: readonly NginxRouter[]): TrafficCapabilities {
  const oldest = routers
    .map(({ command }) => versionOf(command[0] ?? 'nginx'))
    .sort((a, b) => compareVersions(a, b))[0];
  const isCalm = oldest !== undefined && compareVersions(oldest, CALM_RELOADS) >= 0;
  return {
    smallestShare: 1,
    onlyShares: null,
    mirror: 'none',
    stickyKey: true,
    force: true,
    audit: false,
    cautions: isCalm
      ? ['reloads nginx: set keepalive_min_timeout, or a client may find an idle connection closed']
      : [
          `reloads nginx ${oldest?.join('.') ?? ''}: one retryable reset per idle connection and step, until 1.27.4`,
        ],
  };
}

function versionOf(program: string): number[] {
  const { stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' });
  const found = /nginx\/(\d+)\.(\d+)\.(\d+)/.exec(stderr ?? '');
  return found ? found.slice(1).map(Number) : [];
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) - (b[i] ?? 0);
  return 0;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
