import type { Reference } from '#contract/reference.ts';
import { machineActor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports, StoredReference } from '../../ports.ts';
import type { StageExtent } from '../../prediction-log.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { freezeWindow } from './freeze.ts';

/** The start of a log that an automatic reference takes; it is frozen once that part holds enough rows. */
const AUTOMATIC_PART = 0.25;
const ENOUGH_ROWS = 500;
const MINUTE_MS = 60_000;

/**
 * The reference that is asked for; without an id the stage's newest, else an automatic one: the first quarter of
 * its log, so that drift shows without any set-up. While that quarter is short it is provisional and taken anew.
 */
export async function resolveReference(
  ports: Ports,
  { pipeline, stage, id }: { pipeline: string; stage: string; id: string | undefined },
): Promise<StoredReference> {
  if (id !== undefined) {
    const reference = await ports.control.findReference(id);
    if (reference?.pipeline !== pipeline || reference.stage !== stage)
      throw notFound(`reference ${id} of ${stage}`);
    return reference;
  }
  const [newest] = await ports.control.listReferences(pipeline, stage);
  const stored = newest && (await ports.control.findReference(newest.id));
  return stored ?? automaticReference(ports, pipeline, stage);
}

export function withoutMetrics({ metrics: _, ...reference }: StoredReference): Reference {
  return reference;
}

async function automaticReference(ports: Ports, pipeline: string, stage: string): Promise<StoredReference> {
  const extents = await ports.log.listStages();
  const extent = extents.find((candidate) => candidate.pipeline === pipeline && candidate.stage === stage);
  if (!extent) throw notFound(`stage ${stage} in the log of ${pipeline}`);

  const window = startOf(extent);
  const { rows, metrics } = await freezeWindow(ports.log, { ...window, pipeline, stage, role: 'live' });
  const actor = machineActor('anchorwatch');
  const now = ports.now();
  const reference: StoredReference = {
    id: ports.newId(),
    pipeline,
    stage,
    name: 'start of the log',
    version: 1,
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    rows,
    createdAt: now.toISOString(),
    createdBy: actor.id,
    source: 'window',
    automatic: true,
    provisional: rows < ENOUGH_ROWS,
    metrics,
  };
  if (reference.provisional) return reference;
  const change = {
    action: 'reference.create',
    subject: `${pipeline}/${stage}/start of the log`,
    after: { from: reference.from, to: reference.to, rows },
  };
  return ports.control.createReference(reference, auditEntry(actor, now, change));
}

function startOf({ firstMs, lastMs }: StageExtent): { fromMs: number; toMs: number } {
  const length = Math.max(MINUTE_MS, (lastMs - firstMs) * AUTOMATIC_PART);
  const fromMs = Math.floor(firstMs / MINUTE_MS) * MINUTE_MS;
  return { fromMs, toMs: Math.ceil((firstMs + length) / MINUTE_MS) * MINUTE_MS };
}
