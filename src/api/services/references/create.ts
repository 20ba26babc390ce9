import type { Reference, ReferenceRequest } from '#contract/reference.ts';
import type { Actor } from '../../access/actor.ts';
import { unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getPipeline } from '../pipelines/find.ts';
import { freezeWindow } from './freeze.ts';
import { withoutMetrics } from './resolve.ts';

export async function createReference(
  ports: Ports,
  { pipeline, request, actor }: { pipeline: string; request: ReferenceRequest; actor: Actor },
): Promise<Reference> {
  await ports.ingest.settled(); // rows answered just now belong to the window, too
  await getPipeline(ports, pipeline);
  const { stage, name, from, to } = request;
  const window = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  const { rows, metrics } = await freezeWindow(ports.log, { ...window, pipeline, stage, role: 'live' });
  if (rows === 0) {
    throw unprocessable(
      '/problems/empty-reference',
      'the window holds no rows',
      `choose a window with rows of ${stage}`,
    );
  }
  const now = ports.now();
  const stored = await ports.control.createReference(
    {
      id: ports.newId(),
      pipeline,
      stage,
      name,
      version: 1,
      from: new Date(window.fromMs).toISOString(),
      to: new Date(window.toMs).toISOString(),
      rows,
      createdAt: now.toISOString(),
      createdBy: actor.id,
      source: 'window',
      automatic: false,
      provisional: false,
      metrics,
    },
    auditEntry(actor, now, {
      action: 'reference.create',
      subject: `${pipeline}/${stage}/${name}`,
      after: { from, to, rows },
    }),
  );
  return withoutMetrics(stored);
}
