import type { SiteState } from '#contract/site.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { getPipeline } from '../pipelines/find.ts';

const MOST_SITES = 5_000;

export async function listSites(
  ports: Ports,
  { pipeline, fromMs, toMs }: Window & { pipeline: string },
): Promise<SiteState[]> {
  await getPipeline(ports, pipeline);
  const found = await ports.log.siteStates(pipeline, { fromMs, toMs }, [0.5, 0.95], MOST_SITES);
  return found.map(({ site, stage, rows, lastMs, lastReceivedMs, delaysSeconds, versions }) => ({
    site,
    stage,
    rows,
    lastSeen: new Date(lastMs).toISOString(),
    lastReceived: new Date(lastReceivedMs).toISOString(),
    delaySeconds: { p50: delaysSeconds[0] ?? 0, p95: delaysSeconds[1] ?? 0 },
    versions: versions.map(([version, own]) => ({ version, rows: own })),
  }));
}
