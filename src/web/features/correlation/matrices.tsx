import { useMemo } from 'react';
import type { PipelineEvent } from '#contract/event.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { LeadLag } from '#workers/tasks/series-tasks.ts';
import { LeadMatrix, type MatrixCell } from '../../charts/lead-matrix.tsx';
import { formatDuration } from '../../format/number.ts';
import { formatNames, parseNames } from '../../url/series-id.ts';
import { useView } from '../../url/use-view.ts';
import styles from './correlation-page.module.css';
import { leadCell, leadLevel, strongestPair } from './lead-cell.ts';
import { PairOverlay } from './pair-overlay.tsx';
import { seriesName } from '../../leads/series-name.ts';

/** Stage by stage, metric by metric of the two stages that are opened, and two series laid over each other. */
export function Matrices({
  leads,
  pipeline,
  events,
}: {
  leads: LeadLag;
  pipeline: Pipeline;
  events: readonly PipelineEvent[];
}) {
  const { view, setView } = useView();
  const stages = useMemo(() => [...new Set(leads.series.map(({ stage }) => stage))], [leads]);
  const selection = parseSelection(view.sel, leads, stages);
  const only = stages.length === 1 ? stages[0] : undefined;
  const opened =
    selection ?? (only === undefined ? undefined : { first: only, after: only, pair: undefined });
  const pair = opened?.pair ?? (opened && strongestPair(leads, opened.first, opened.after));
  return (
    <>
      <p className={styles.note}>
        Each cell: the row first, then the column, by that lag; the strongest of lags up to{' '}
        {formatDuration(leads.maxLag * leads.stepMs)}, from series whose own past is taken out. Grey is within
        what chance does (p ≥ {leadLevel}, adjusted for all lags and pairs). Of two stages the strongest pair
        is shown, values that are merely handed on left out. Correlation is not a cause.
      </p>
      {leads.values.every(Number.isNaN) && (
        <p className={styles.note}>This range has no daily pattern to take out: it needs two whole days.</p>
      )}
      {stages.length > 1 && (
        <LeadMatrix
          label="Stages: which comes before which"
          corner="first ╲ after"
          rows={stages.map((stage) => ({ key: stage, label: stage }))}
          columns={stages.map((stage) => ({ key: stage, label: stage }))}
          cellOf={(row, column) => stageCell(leads, stages[row] ?? '', stages[column] ?? '')}
          selected={opened && { row: stages.indexOf(opened.first), column: stages.indexOf(opened.after) }}
          onSelect={(row, column) =>
            row !== column &&
            setView({ sel: formatNames([stages[row] ?? '', stages[column] ?? '']), lag: undefined })
          }
        />
      )}
      {stages.length > 1 && !opened && (
        <p className={styles.note}>Choose a cell to see the metrics of both stages and their series.</p>
      )}
      {opened && <MetricMatrix leads={leads} first={opened.first} after={opened.after} pair={pair} />}
      {pair && <PairOverlay leads={leads} pair={pair} pipeline={pipeline} events={events} />}
    </>
  );
}

function MetricMatrix({
  leads,
  first,
  after,
  pair,
}: {
  leads: LeadLag;
  first: string;
  after: string;
  pair: { row: number; column: number } | undefined;
}) {
  const { setView } = useView();
  const indicesOf = (stage: string) =>
    leads.series.flatMap((choice, index) => (choice.stage === stage ? [index] : []));
  const [rows, columns] = [indicesOf(first), indicesOf(after)];
  const labels = (indices: number[]) =>
    indices.map((index) => {
      const label = seriesName(leads.series[index] as LeadLag['series'][number]);
      return { key: `${index}`, label };
    });
  return (
    <>
      <h3>{first === after ? `Metrics of ${first}` : `Metrics of ${first}, then metrics of ${after}`}</h3>
      <LeadMatrix
        label={`Metrics of ${first} before metrics of ${after}`}
        corner={first === after ? 'first ╲ after' : `${first} ╲ ${after}`}
        rows={labels(rows)}
        columns={labels(columns)}
        cellOf={(row, column) => {
          const [i, j] = [rows[row] ?? 0, columns[column] ?? 0];
          return i === j ? undefined : leadCell(leads, i, j);
        }}
        selected={pair && { row: rows.indexOf(pair.row), column: columns.indexOf(pair.column) }}
        onSelect={(row, column) => {
          const [x, y] = [leads.series[rows[row] ?? 0], leads.series[columns[column] ?? 0]];
          if (!x || !y || x === y) return;
          setView({ sel: formatNames([x.stage, x.metric, y.stage, y.metric]), lag: undefined });
        }}
      />
    </>
  );
}

/** The cell of the strongest pair, which it names; blank with the reason where no pair could be correlated. */
function stageCell(leads: LeadLag, first: string, after: string): MatrixCell | undefined {
  if (first === after) return undefined;
  const pair = strongestPair(leads, first, after);
  if (pair) return leadCell(leads, pair.row, pair.column);
  const k = leads.series.length;
  const sizes = leads.series.flatMap((x, row) =>
    x.stage === first
      ? leads.series.flatMap((y, column) => (y.stage === after ? [leads.sizes[row * k + column] ?? 0] : []))
      : [],
  );
  const n = Math.max(0, ...sizes);
  const isFew = n < leads.leastSlots;
  return {
    value: NaN,
    text: isFew ? `n = ${n}` : 'none',
    detail: isFew
      ? `${first} and ${after}: at most ${n} intervals with values of both, fewer than ${leads.leastSlots}`
      : `${first} and ${after}: no two metrics that vary and are not merely handed on`,
    isFaint: true,
  };
}

type Selection = { first: string; after: string; pair: { row: number; column: number } | undefined };

/** Undefined for what is not among the series that are shown. */
function parseSelection(
  sel: string | undefined,
  { series }: LeadLag,
  stages: readonly string[],
): Selection | undefined {
  const names = sel === undefined ? [] : parseNames(sel);
  const [first, metric, third, fourth] = names;
  const isPair = names.length === 4;
  const after = isPair ? third : metric;
  if (first === undefined || after === undefined || !stages.includes(first) || !stages.includes(after))
    return undefined;
  const row = series.findIndex((choice) => choice.stage === first && choice.metric === metric);
  const column = series.findIndex((choice) => choice.stage === after && choice.metric === fourth);
  return { first, after, pair: isPair && row >= 0 && column >= 0 ? { row, column } : undefined };
}
