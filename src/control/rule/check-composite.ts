import type { RuleDefinition } from '#contract/rule.ts';

const DEEPEST = 2;

/** Why a composite cannot be: a rule that it names is missing, it comes back to itself, or it is too deep. */
export function checkComposite(composite: RuleDefinition, others: readonly RuleDefinition[]): string[] {
  const byName = new Map([...others, composite].map((rule) => [rule.name, rule]));
  const named = childrenOf(composite);
  const problems: string[] = [];
  if (new Set(named).size < named.length) problems.push('condition.rules: a rule is named twice');
  for (const name of named) {
    if (!byName.has(name)) problems.push(`condition.rules: there is no rule ${name} in the pipeline`);
  }
  const cycle = findCycle(composite.name, byName);
  if (cycle) return [...problems, `condition.rules: ${cycle.join(' → ')} is a circle`];
  const deepest = [...byName.values()].find((rule) => depthOf(rule.name, byName) > DEEPEST);
  if (deepest)
    problems.push(`condition.rules: ${deepest.name} would be a composite of composites of composites`);
  return problems;
}

function childrenOf({ condition }: RuleDefinition): string[] {
  return condition.kind === 'composite' ? condition.rules.map(({ rule }) => rule) : [];
}

/** The way from a rule back to itself. */
function findCycle(start: string, byName: ReadonlyMap<string, RuleDefinition>): string[] | undefined {
  const seen = new Set<string>();
  const walk = (name: string, way: string[]): string[] | undefined => {
    const rule = byName.get(name);
    if (!rule) return undefined;
    for (const child of childrenOf(rule)) {
      if (child === start) return [...way, name, child];
      if (seen.has(child)) continue;
      seen.add(child);
      const cycle = walk(child, [...way, name]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  return walk(start, []);
}

/** 0 for a rule that is no composite; only where there is no circle. */
function depthOf(name: string, byName: ReadonlyMap<string, RuleDefinition>): number {
  const rule = byName.get(name);
  if (rule?.condition.kind !== 'composite') return 0;
  return 1 + Math.max(0, ...childrenOf(rule).map((child) => depthOf(child, byName)));
}
