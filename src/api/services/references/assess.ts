import { groupOf, nameOf } from '#contract/metric.ts';
import type { ReferenceWarning } from '#contract/reference.ts';
import type { Ports, StoredReference } from '../../ports.ts';
import type { VersionExtent, Window } from '../../prediction-log.ts';
import { compareSamples, getReference } from './compare.ts';
import { countInBins } from './count-in-bins.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Below it, ten bins are off by a Jensen-Shannon distance of 0.04 from noise alone: √(9 / (8 ln 2 · n)), for n rows against many. */
const ENOUGH_ROWS = 1_000;
/** A version with less of the rows is a canary that hardly matters. */
const SHARE_OF_A_MIX = 0.05;
const MOST_SLOTS = 200;
/** Slots with fewer rows on average may be empty by chance. */
const ROWS_OF_A_SLOT = 10;
const MOST_EPISODES = 1_000;

/** Why a reference may not be a good one to measure against. Of an upload only the size can be judged: its rows have no order. */
export async function assessReference(
  ports: Ports,
  { pipeline, id }: { pipeline: string; id: string },
): Promise<ReferenceWarning[]> {
  const reference = await getReference(ports, pipeline, id);
  const small = smallWarning(reference);
  if (reference.source === 'upload') return small;
  const window = { fromMs: Date.parse(reference.from), toMs: Date.parse(reference.to) };
  const versions = await ports.log.listVersions(pipeline, window);
  return [
    ...small,
    ...(await driftWarning(ports, reference, window)),
    ...mixWarning(versions.filter(({ stage, role }) => stage === reference.stage && role === 'live')),
    ...(await gapWarning(ports, reference, window)),
    ...(await incidentWarning(ports, reference, window)),
  ];
}

function smallWarning({ rows }: StoredReference): ReferenceWarning[] {
  if (rows >= ENOUGH_ROWS) return [];
  const noise = Math.sqrt(9 / (8 * Math.LN2 * Math.max(1, rows)));
  const text = `only ${rows} rows: scores against it are off by about ${noise.toFixed(2)} from noise alone`;
  return [{ kind: 'small', text }];
}

/** Its own second half against its first, by the rule that is used everywhere. */
async function driftWarning(
  { log }: Ports,
  { pipeline, stage, metrics }: StoredReference,
  { fromMs, toMs }: Window,
): Promise<ReferenceWarning[]> {
  const middleMs = Math.floor((fromMs + toMs) / 2 / MINUTE_MS) * MINUTE_MS;
  const watched = metrics.filter(({ metric }) => groupOf(metric) !== 'software');
  const [first, second] = await Promise.all(
    [
      { fromMs, toMs: middleMs },
      { fromMs: middleMs, toMs },
    ].map((half) => countInBins(log, { ...half, pipeline, stage, role: 'live' }, watched)),
  );
  const drifting = compareSamples([...(first?.samples ?? [])], second?.samples ?? new Map()).filter(
    ({ verdict }) => verdict === 'drift',
  );
  const [worst] = drifting;
  if (worst?.score.status !== 'ok') return [];
  const others = drifting.length > 1 ? ` and ${drifting.length - 1} more` : '';
  const text = `it drifts itself: ${nameOf(worst.metric)} differs between its halves (Jensen–Shannon ${worst.score.effect.toFixed(2)})${others}`;
  return [{ kind: 'drifting', text }];
}

function mixWarning(versions: readonly VersionExtent[]): ReferenceWarning[] {
  const total = versions.reduce((sum, { rows }) => sum + rows, 0);
  const mixed = versions.filter(({ rows }) => rows / total >= SHARE_OF_A_MIX).map(({ version }) => version);
  if (mixed.length < 2) return [];
  return [{ kind: 'mixedVersions', text: `it mixes rows of the versions ${mixed.join(', ')}` }];
}

async function gapWarning(
  { log }: Ports,
  { pipeline, stage }: StoredReference,
  { fromMs, toMs }: Window,
): Promise<ReferenceWarning[]> {
  const stepMs = Math.max(10 * MINUTE_MS, Math.ceil((toMs - fromMs) / MOST_SLOTS / HOUR_MS) * HOUR_MS);
  const slots = await log.rowSlots({ pipeline, stage, role: 'live', fromMs, toMs, stepMs });
  const expected = Math.floor((toMs - fromMs) / stepMs);
  const rows = slots.reduce((sum, slot) => sum + slot.rows, 0);
  const missing = expected - slots.length;
  if (missing <= 0 || rows / expected < ROWS_OF_A_SLOT) return [];
  const share = Math.round((100 * missing) / expected);
  return [
    { kind: 'gap', text: `it has holes: ${share < 1 ? 'under 1' : share} % of its time is without rows` },
  ];
}

/** Critical alerts of the stage in its window, but for those that somebody called noise. */
async function incidentWarning(
  { control }: Ports,
  { pipeline, stage }: StoredReference,
  window: Window,
): Promise<ReferenceWarning[]> {
  const episodes = await control.listEpisodes({ ...window, pipeline }, MOST_EPISODES);
  const [latest, ...earlier] = episodes.filter(
    ({ alert, severity, verdict }) =>
      alert.stage === stage && alert.kind === 'rule' && severity === 'critical' && verdict !== 'noise',
  );
  if (!latest) return [];
  const others = earlier.length > 0 ? ` and ${earlier.length} more` : '';
  const text = `it overlaps an incident: the critical alert ${latest.alert.rule.name}${others} fired in its time`;
  return [{ kind: 'incident', text }];
}
