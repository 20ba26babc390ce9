import type { SavedView, SavedViewRequest } from '#contract/saved-view.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function createSavedView(
  ports: Ports,
  { request, actor }: { request: SavedViewRequest; actor: Actor },
): Promise<SavedView> {
  const now = ports.now();
  const view: SavedView = {
    id: ports.newId(),
    ...request,
    createdAt: now.toISOString(),
    createdBy: actor.id,
  };
  const change = { action: 'saved-view.create', subject: view.id, after: view };
  await ports.control.createSavedView(view, auditEntry(actor, now, change));
  return view;
}
