/** How many edges a stage lies before `stage`, for each that does; `stage` itself at 0. */
export function upstreamOf(
  stage: string,
  edges: readonly { from: string; to: string }[],
): ReadonlyMap<string, number> {
  const distances = new Map([[stage, 0]]);
  for (let reached = [stage], distance = 1; reached.length > 0; distance++) {
    const before = edges.filter(({ to }) => reached.includes(to)).map(({ from }) => from);
    reached = [...new Set(before)].filter((name) => !distances.has(name));
    for (const name of reached) distances.set(name, distance);
  }
  return distances;
}
