import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Series } from '#contract/series.ts';

/** The same charts from the same answers, with as little around uPlot as can be: no validation, no framework. */
const LINES = ['p50', 'p05', 'p95'];
const SLOTS = 500;
const WIDTH = 300;
const HEIGHT = 130;

const charts = new Map<string, { plot: uPlot; data: number[][] }>();
const cursors = new Map<string, string>();

for (const group of ['software', 'input', 'output']) void poll(group);

async function poll(group: string): Promise<void> {
  const query = new URLSearchParams({ stage: 'model', group, ...since(group) });
  const answer = (await (await fetch(`/api/v1/pipelines/bench/series?${query}`)).json()) as Series;
  cursors.set(group, answer.cursor);
  const times = answer.slotsMs.map((time) => time / 1000);
  for (const metric of new Set(answer.columns.map((column) => column.metric))) {
    const lines = LINES.map(
      (line) =>
        answer.columns.find((column) => column.metric === metric && column.statistic === line)?.values ?? [],
    );
    append(group, metric, [times, ...(lines as number[][])]);
  }
  setTimeout(() => void poll(group), 1000);
}

function since(group: string): Record<string, string> {
  const cursor = cursors.get(group);
  return cursor === undefined ? {} : { since: cursor };
}

function append(group: string, metric: string, columns: number[][]): void {
  const known = charts.get(metric);
  if (!known) {
    charts.set(metric, { plot: createPlot(group, metric, columns), data: columns });
    return;
  }
  known.data = known.data.map((column, index) => [...column, ...(columns[index] ?? [])].slice(-SLOTS));
  known.plot.setData(known.data as uPlot.AlignedData);
}

function createPlot(group: string, title: string, data: number[][]): uPlot {
  const target = document.getElementById('charts');
  if (!target) throw new Error('uplot.html has no element with the id charts');
  const plot = new uPlot(
    {
      title,
      width: WIDTH,
      height: HEIGHT,
      legend: { show: false },
      series: [{}, ...LINES.map((label) => ({ label, stroke: '#0b5cad', points: { show: false } }))],
    },
    data as uPlot.AlignedData,
    target,
  );
  plot.root.dataset['group'] = group;
  return plot;
}
