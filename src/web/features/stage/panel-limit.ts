import { builtInMetrics } from '#contract/metric.ts';
import type { ChartLimit } from '../../charts/time-series.ts';
import type { RuleLimit } from '../../health/stage-limits.ts';
import { shareOfTrue } from './panel-band.ts';
import type { Panel } from './panels.ts';

/** The limit that rules set for a line of the panel: of several the first to be reached from below, else from above. */
export function panelLimit(
  panel: Pick<Panel, 'id' | 'series'>,
  rules: readonly RuleLimit[],
): ChartLimit | undefined {
  const lines = new Set(panel.series.map(({ name }) => name));
  const candidates = rules.flatMap((rule) => {
    const of = lineOf(panel, rule);
    const { value, side, severity } = rule;
    return of !== undefined && lines.has(of) ? [{ value, severity, label: 'limit', side, of }] : [];
  });
  const above = candidates.filter(({ side }) => side === 'above').toSorted((a, b) => a.value - b.value);
  const below = candidates.filter(({ side }) => side === 'below').toSorted((a, b) => b.value - a.value);
  return above[0] ?? below[0];
}

/** The line of the panel that draws what the rule looks at. */
function lineOf(
  { id, series }: Pick<Panel, 'id' | 'series'>,
  { metric, statistic, category }: RuleLimit,
): string | undefined {
  if (metric === builtInMetrics.status && statistic === 'rate') return id === 'requests' ? id : undefined;
  if (metric !== id) return undefined;
  switch (statistic) {
    case 'p05':
      return 'p5';
    case 'p50':
      return id === builtInMetrics.latency ? 'p50' : 'median';
    case 'p95':
    case 'p99':
      return statistic;
    case 'share':
      return category === 'true' && series[0]?.name === shareOfTrue ? shareOfTrue : category;
    case 'otherShare':
      return id === builtInMetrics.status && category === 'ok' ? series[0]?.name : undefined;
    default:
      return undefined;
  }
}
