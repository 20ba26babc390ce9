import type { Fleet, FleetEntry } from '#contract/fleet.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { listPipelines } from './list.ts';
import { type KnownWindow, overviewOf } from './overview.ts';

const MINUTE_MS = 60_000;
const unitMs: Record<string, number> = { h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };
/** So many pipelines are asked about at a time, so that other readers of the log get their turn. */
const LANES = 4;

/**
 * The overviews of all pipelines, each in its own range where no window is given. With the cursor of an earlier
 * answer only those that changed since: the cursor holds a hash of what each pipeline's entry said.
 */
export async function fleet(
  ports: Ports,
  {
    window,
    knownAtMs,
    since,
  }: Pick<KnownWindow, 'knownAtMs'> & { window: Window | undefined; since: string | undefined },
): Promise<Fleet> {
  const now = ports.now();
  const pipelines = await listPipelines(ports);
  const entries = await inLanes(pipelines, async (pipeline): Promise<FleetEntry> => {
    const own = window ?? defaultWindow(pipeline, now.getTime());
    const { asOf: _, ...overview } = await overviewOf(ports, pipeline, { ...own, knownAtMs });
    return { pipeline: pipeline.name, ...overview };
  });
  const hashes = await Promise.all(entries.map(hashOf));
  const known = new Set((since ?? '').split('.'));
  return {
    asOf: now.toISOString(),
    cursor: hashes.join('.'),
    pipelines: pipelines.map(({ name }) => name),
    changed: entries.filter((_, index) => !known.has(hashes[index] ?? '')),
  };
}

/** The pipeline's default range in whole minutes, as a page resolves it. */
function defaultWindow({ defaultRange: { from, to } }: Pipeline, nowMs: number): Window {
  const ms = (bound: string): number => {
    const [, amount, unit] = /^-(\d+)([hd])$/.exec(bound) ?? [];
    if (amount !== undefined) return nowMs - Number(amount) * (unitMs[unit ?? ''] ?? 0);
    return bound === 'now' ? nowMs : Date.parse(bound);
  };
  return {
    fromMs: Math.floor(ms(from) / MINUTE_MS) * MINUTE_MS,
    toMs: Math.ceil(ms(to) / MINUTE_MS) * MINUTE_MS,
  };
}

async function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** 48 bits in 8 characters: two entries of one fleet do not meet by chance. */
async function hashOf(entry: FleetEntry): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(entry));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 6);
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
