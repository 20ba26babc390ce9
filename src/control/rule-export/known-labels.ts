import type { RuleDefinition } from '#contract/rule.ts';

type Labels = Record<string, string>;

/** The labels of the alerts that a rule will have; undefined where only the data tell which there are. */
export function knownLabels({
  condition,
  scope,
}: Pick<RuleDefinition, 'condition' | 'scope'>): Labels[] | undefined {
  const { stage, version, segment } = scope;
  const place: Labels = {
    ...(stage !== undefined && { stage }),
    ...(version !== undefined && { version }),
    ...(segment !== undefined && { segment: segment.join(' ') }),
  };
  switch (condition.kind) {
    case 'metric':
    case 'change':
    case 'band':
    case 'shift':
    case 'drift':
    case 'newCategory':
      return condition.metrics.map((metric) => ({ ...place, metric }));
    case 'burnRate':
      return [{ ...place, metric: condition.metric }];
    case 'quality':
      return [{ ...place, metric: condition.measure }];
    case 'siteSilent':
      return condition.sites?.map((site) => ({ ...place, site }));
    case 'runLate':
      return stage === undefined ? undefined : [place];
    case 'stageDrift':
    case 'labelDelay':
    case 'composite':
    case 'alarmBudget':
      return [place];
  }
}
