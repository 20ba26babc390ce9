import type { SavedView } from '#contract/saved-view.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

export async function deleteSavedView(
  ports: Ports,
  { id, actor }: { id: string; actor: string },
): Promise<SavedView> {
  const audit = { actor, action: 'saved-view.delete', subject: id, at: ports.now().toISOString() };
  const gone = await ports.control.deleteSavedView(id, { ...audit, detail: {} });
  if (!gone) throw notFound(`saved view ${id}`);
  return gone;
}
