import type { Bands } from '#contract/bands.ts';
import type { MetricGroup } from '#contract/metric.ts';
import type { SeriesData } from '../../api/series-merge.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import type { RuleLimit } from '../../health/stage-limits.ts';
import { panelBand, usualOf } from './panel-band.ts';
import { groupPanels, type Panel } from './panels.ts';

/** The panels of a group, each with what was usual behind it and what it is held against. */
export function comparedPanels(
  data: SeriesData,
  {
    group,
    latencyTargetMs,
    rules,
    bands,
    reference,
    other,
    book,
  }: {
    group: MetricGroup;
    latencyTargetMs: number | undefined;
    rules?: readonly RuleLimit[] | undefined;
    bands: Bands | undefined;
    /** What the line of the bands is called, where it is them that is compared with. */
    reference?: string | undefined;
    book: MetricBook;
    /** Another window or version, and how much later the shown one lies. */
    other: { name: string; shiftMs: number; data: SeriesData } | undefined;
  },
): Panel[] {
  const settings = { group, latencyTargetMs, rules, book };
  const others = new Map(other ? groupPanels(other.data, settings).map((panel) => [panel.id, panel]) : []);
  const times = other?.data.times.map((time) => time + other.shiftMs);
  return groupPanels(data, settings).map((panel) => {
    const band = bands && panelBand(panel, bands);
    const name = mainLine(panel);
    const values = others.get(panel.id)?.series.find((line) => line.name === name)?.values;
    const usual = bands && usualOf(panel, name, bands);
    return {
      ...panel,
      ...(band && { band }),
      ...(other && times && values && { compare: { name: other.name, times, values } }),
      ...(reference !== undefined &&
        usual !== undefined && {
          compare: { name: reference, times: data.times, values: data.times.map(() => usual) },
        }),
    };
  });
}

/** The line that a limit, and so a comparison, belongs to. */
function mainLine({ series, limit }: Panel): string | undefined {
  const line = series.find(({ name }) => name === limit?.of) ?? series.find(({ tone }) => tone === 'p95');
  return (line ?? series[0])?.name;
}
