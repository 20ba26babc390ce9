export interface FlowEdge {
  from: string;
  to: string;
}

/**
 * The nodes by depth: a node lies one layer after the last of those that lead to it, and keeps the given order within
 * its layer, so that it has a fixed place. An edge that closes a circle does not count.
 */
export function layersOf(ids: readonly string[], edges: readonly FlowEdge[]): string[][] {
  const after = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) if (after.has(to)) after.get(from)?.push(to);

  // Depth first: an edge back to a node that is still being visited closes a circle and is dropped.
  const finished: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  function visit(id: string) {
    state.set(id, 'open');
    const onward = (after.get(id) ?? []).filter((next) => state.get(next) !== 'open');
    after.set(id, onward);
    for (const next of onward) if (!state.has(next)) visit(next);
    state.set(id, 'done');
    finished.push(id);
  }
  for (const id of ids) if (!state.has(id)) visit(id);

  const depths = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const id of finished.toReversed()) {
    const depth = depths.get(id) ?? 0;
    for (const next of after.get(id) ?? []) depths.set(next, Math.max(depths.get(next) ?? 0, depth + 1));
  }

  const layers: string[][] = [];
  for (const id of ids) (layers[depths.get(id) ?? 0] ??= []).push(id);
  return layers;
}
