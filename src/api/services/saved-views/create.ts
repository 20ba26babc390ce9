import type { SavedView, SavedViewRequest } from '#contract/saved-view.ts';
import type { Ports } from '../../ports.ts';

export async function createSavedView(
  ports: Ports,
  { request, actor }: { request: SavedViewRequest; actor: string },
): Promise<SavedView> {
  const createdAt = ports.now().toISOString();
  const view: SavedView = { id: ports.newId(), ...request, createdAt, createdBy: actor };
  const audit = { actor, action: 'saved-view.create', subject: view.name, at: createdAt };
  await ports.control.createSavedView(view, { ...audit, detail: { address: view.address } });
  return view;
}
