import type { Bands } from '#contract/bands.ts';
import { builtInMetrics } from '#contract/metric.ts';
import type { Band } from '../../charts/draw-series.ts';
import type { Panel } from './panels.ts';

/** What was usual of a panel's first line; undefined where the reference does not know it, or lines are many. */
export function panelBand(panel: Pick<Panel, 'id' | 'series'>, bands: Bands): Band | undefined {
  if (panel.id === 'requests') return bands.requests ? toBand(bands.requests) : undefined;
  const own = bands.metrics.filter(({ metric }) => metric === panel.id);
  const numeric = own.find(({ kind }) => kind === 'numeric');
  if (numeric) return toBand(numeric);
  if (own.length === 0) return undefined;
  if (panel.id === builtInMetrics.status) {
    const ok = own.find(({ category }) => category === 'ok');
    return ok && { low: 1 - ok.p95, median: 1 - ok.p50, high: 1 - ok.p05 };
  }
  if (panel.series[0]?.name !== shareOfTrue) return undefined;
  const yes = own.find(({ category }) => category === 'true');
  return yes ? toBand(yes) : { low: 0, median: 0, high: 0 }; // the reference knew only "false"
}

/**
 * The usual value of one of a panel's lines: the same quantile of all values where the line is one, else the middle of
 * the reference's slots; undefined where the reference does not know it.
 */
export function usualOf(
  { id, series }: Pick<Panel, 'id' | 'series'>,
  line: string | undefined,
  bands: Bands,
): number | undefined {
  if (id === 'requests') return bands.requests?.p50;
  const own = bands.metrics.filter(({ metric }) => metric === id);
  const numeric = own.find(({ kind }) => kind === 'numeric');
  if (numeric) return line === 'p95' ? numeric.p95 : numeric.p50;
  if (own.length === 0 || line === undefined) return undefined;
  const shareOf = (category: string) => own.find((band) => band.category === category)?.p50 ?? 0;
  if (id === builtInMetrics.status && line === series[0]?.name) return 1 - shareOf('ok');
  return shareOf(line === shareOfTrue ? 'true' : line);
}

/** Name of the line of a metric that is yes or no. */
export const shareOfTrue = 'share of true';

function toBand({ p05, p50, p95 }: { p05: number; p50: number; p95: number }): Band {
  return { low: p05, median: p50, high: p95 };
}
