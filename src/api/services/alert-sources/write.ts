import type { AlertSource, AlertSourceChange, AlertSourceRequest } from '#contract/alert-source.ts';
import type { Actor } from '../../access/actor.ts';
import type { StoredAlertSource } from '../../alert-source-store.ts';
import { conflict, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getPipeline } from '../pipelines/find.ts';
import { getAlertSource, toAlertSource } from './get.ts';

export function createAlertSource(
  ports: Ports,
  { request, actor }: { request: AlertSourceRequest; actor: Actor },
): Promise<AlertSource> {
  return writeSource(ports, { id: ports.newId(), request, before: undefined, actor });
}

export async function changeAlertSource(
  ports: Ports,
  { id, change, actor }: { id: string; change: AlertSourceChange; actor: Actor },
): Promise<AlertSource> {
  const { fromRevision, ...request } = change;
  const before = await getAlertSource(ports, id);
  if (before.revision !== fromRevision) throw changedMeanwhile(before);
  return writeSource(ports, { id, request, before, actor });
}

/** Its open alerts end; they would else be open for ever. */
export async function deleteAlertSource(
  ports: Ports,
  { id, actor }: { id: string; actor: Actor },
): Promise<AlertSource> {
  const source = await getAlertSource(ports, id);
  const before = toAlertSource(source);
  const at = ports.now();
  const audit = auditEntry(actor, at, { action: 'alert-source.delete', subject: source.name, before });
  const which = { id, revision: source.revision, atMs: at.getTime(), actor: actor.id };
  if (!(await ports.control.deleteAlertSource(which, audit))) throw changedMeanwhile(source);
  return before;
}

async function writeSource(
  ports: Ports,
  {
    id,
    request,
    before,
    actor,
  }: { id: string; request: AlertSourceRequest; before: StoredAlertSource | undefined; actor: Actor },
): Promise<AlertSource> {
  await getPipeline(ports, request.pipeline);
  const { token: _, ...about } = request;
  const at = ports.now();
  const source: StoredAlertSource = {
    ...about,
    id,
    revision: (before?.revision ?? 0) + 1,
    token: tokenAfter(before, request),
    seenAt: before?.seenAt ?? null,
    error: null,
    projectionError: null,
    changedAt: at.toISOString(),
    changedBy: actor.id,
  };
  const audit = auditEntry(actor, at, {
    action: before ? 'alert-source.change' : 'alert-source.create',
    subject: source.name,
    before: before && toAlertSource(before),
    after: toAlertSource(source),
  });
  if (!(await ports.control.writeAlertSource(source, audit))) throw changedMeanwhile(source);
  return toAlertSource(source);
}

/** A token is given for one place: else whoever may change an address could have it sent there. */
function tokenAfter(
  before: StoredAlertSource | undefined,
  { token, settings }: AlertSourceRequest,
): string | null {
  if (token !== undefined) return token === '' ? null : token;
  if (before?.token == null) return null;
  if (originOf(before.settings) === originOf(settings)) return before.token;
  throw unprocessable(
    '/problems/alert-source',
    'the source cannot be read so',
    'it leads elsewhere now: give its token anew, or leave it empty to take it away',
  );
}

function originOf(settings: AlertSource['settings']): string {
  return settings.kind === 'webhook' ? 'webhook' : new URL(settings.url).origin;
}

function changedMeanwhile({ name, changedBy }: StoredAlertSource) {
  return conflict(
    'it was changed meanwhile',
    `the source ${name} was changed by ${changedBy}: look at it and decide anew`,
  );
}
