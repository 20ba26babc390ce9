import type { SavedView } from '#contract/saved-view.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function deleteSavedView(
  ports: Ports,
  { id, actor }: { id: string; actor: Actor },
): Promise<SavedView> {
  const audit = auditEntry(actor, ports.now(), { action: 'saved-view.delete', subject: id });
  const gone = await ports.control.deleteSavedView(id, audit);
  if (!gone) throw notFound(`saved view ${id}`);
  return gone;
}
