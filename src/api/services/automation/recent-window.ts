import type { Ports } from '../../ports.ts';
import type { StageOf } from '../../automation-store.ts';
import type { StageExtent, Window } from '../../prediction-log.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REHEARSED_MS = 30 * DAY_MS;
const MOST_VERSIONS = 10;

export type RecentTraffic = {
  window: Window;
  ratePerHour: number;
  /** Live ones of the window, most rows first. */
  versions: { version: string; rows: number }[];
};

/** The last 30 days of a stage: up to the end of this hour, or where its rows ended longer ago, of the hour of the last one. */
export async function recentTraffic(
  { log, now }: Ports,
  { pipeline, stage }: StageOf,
): Promise<RecentTraffic> {
  const nowMs = now().getTime();
  const isOurs = (each: StageExtent) => each.pipeline === pipeline && each.stage === stage;
  const extent = (await log.listStages()).find(isOurs);
  const isOver = extent !== undefined && extent.lastMs < nowMs - DAY_MS;
  const toMs = isOver ? extent.lastMs + 1 : nowMs;
  const endMs = Math.ceil(toMs / HOUR_MS) * HOUR_MS; // the same window for an hour, so that its rows can be kept
  const window = { fromMs: endMs - REHEARSED_MS, toMs: endMs };
  if (!extent) return { window, ratePerHour: 0, versions: [] };

  const lastDay = { fromMs: Math.max(toMs - DAY_MS, extent.firstMs), toMs };
  const [rows, versions] = await Promise.all([
    log.countRows({ ...lastDay, pipeline, stage, role: 'live' }),
    log.listVersions(pipeline, window),
  ]);
  const hours = Math.max(1, (lastDay.toMs - lastDay.fromMs) / HOUR_MS);
  return {
    window,
    ratePerHour: rows / hours,
    versions: versions
      .filter((each) => each.stage === stage && each.role === 'live')
      .sort((a, b) => b.rows - a.rows)
      .slice(0, MOST_VERSIONS),
  };
}
