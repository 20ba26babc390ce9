import type { Rule } from '#contract/rule.ts';

type Edges = readonly { from: string; to: string }[];
type Ordered = Pick<Rule, 'pipeline' | 'name' | 'scope' | 'condition'>;

/**
 * Groups in which rules are evaluated one after the other: first those that read the log, then composites of them, then
 * composites of composites. In a group upstream stages come first, so that an alert knows what it echoes. Rules without a stage come
 * last. O(rules · log rules + edges · stages).
 *
 * @param edgesOf of a pipeline's stages; stages in a circle have the depth at which the circle is entered
 */
export function evaluationOrder<T>(
  items: readonly T[],
  ruleOf: (item: T) => Ordered,
  edgesOf: (pipeline: string) => Edges,
): T[][] {
  const byName = new Map(items.map((item) => [nameIn(ruleOf(item)), ruleOf(item)]));
  const depths = new Map<string, ReadonlyMap<string, number>>();
  for (const { pipeline } of byName.values()) {
    if (!depths.has(pipeline)) depths.set(pipeline, stageDepths(edgesOf(pipeline)));
  }
  const stageDepth = ({ pipeline, scope: { stage } }: Ordered): number =>
    stage === undefined ? Number.POSITIVE_INFINITY : (depths.get(pipeline)?.get(stage) ?? 0);
  const groups = Map.groupBy(items, (item) => compositeDepth(ruleOf(item), byName));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => group.toSorted((a, b) => compare(stageDepth(ruleOf(a)), stageDepth(ruleOf(b)))));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function nameIn({ pipeline, name }: Ordered): string {
  return JSON.stringify([pipeline, name]);
}

/** 0 for a rule that is no composite. Circles are refused where rules are made. */
function compositeDepth({ pipeline, condition }: Ordered, byName: ReadonlyMap<string, Ordered>): number {
  if (condition.kind !== 'composite') return 0;
  const children = condition.rules.flatMap(
    ({ rule: name }) => byName.get(JSON.stringify([pipeline, name])) ?? [],
  );
  const isDeep = children.some((child) => child.condition.kind === 'composite');
  return isDeep ? 2 : 1;
}

/** How many edges the longest way to a stage has. */
function stageDepths(edges: Edges): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const entering = new Set<string>();
  const depthOf = (stage: string): number => {
    const known = depths.get(stage);
    if (known !== undefined) return known;
    if (entering.has(stage)) return 0;
    entering.add(stage);
    const before = edges.filter(({ to }) => to === stage).map(({ from }) => 1 + depthOf(from));
    const depth = Math.max(0, ...before);
    depths.set(stage, depth);
    return depth;
  };
  for (const { from, to } of edges) for (const stage of [from, to]) depthOf(stage);
  return depths;
}
