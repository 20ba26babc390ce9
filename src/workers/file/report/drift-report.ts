import { defaultThreshold } from '#stats/drift-score.ts';
import { verdictOf } from '#stats/drift-verdict.ts';
import { assemble, type Dataset, type Side, timesOf } from '../plan/dataset.ts';
import type { ColumnFacts, NamedTable } from '../plan/facts.ts';
import { columnFacts } from '../plan/facts.ts';
import { type ColumnRole, columnsOf, type Plan } from '../plan/plan.ts';
import type { FileTaskContext } from '../protocol.ts';
import { categoricalDrift, numericDrift, reportMethod } from './feature-drift.ts';
import { qualityReport } from './quality.ts';
import type { DriftReport, FeatureDrift, ReportSide } from './report.ts';
import { extent, slotOfEach, slotsOf } from './slots.ts';
import { codesOf, noCategories } from '../plan/dataset.ts';

/** Adjusted p-values below it are evidence, as on the drift page. */
const level = 0.01;
/** So many distinct numbers make a prediction or a label a quantity, not a class. */
const leastQuantities = 20;

/** Every column beside its reference, then quality; pieces are handed out as they are ready. */
export async function driftReport(
  plan: Plan,
  tables: readonly NamedTable[],
  { onProgress, breathe }: FileTaskContext<'report'>,
): Promise<DriftReport> {
  const dataset = assemble(plan, tables);
  const times = timesOfSides(plan, dataset);
  const slots = slotsOf(times.current);
  const slotted = { of: slots ? slotOfEach(times.current, slots) : new Int32Array(), slots };

  const facts = new Map(columnFacts(tables).map((each) => [each.name, each]));
  const tested = plan.columns.filter(({ role }) => isTested(role));
  const features: FeatureDrift[] = [];
  let shown = 0;
  const tell = (doing: 'testing' | 'quality'): void => {
    const verdicts = verdictOf(
      features.map(({ score }) => score),
      { level },
    );
    onProgress({
      done: features.length,
      total: tested.length,
      doing,
      features: features.slice(shown),
      verdicts,
    });
    shown = features.length;
  };
  for (const { name, role } of tested) {
    const drift = isNumeric(role, facts.get(name)) ? numericDrift : categoricalDrift;
    features.push({
      column: name,
      role,
      ...drift(dataset, name, { of: slotted.of, count: slots?.count ?? 0 }),
    });
    if (await breathe()) tell('testing');
  }
  tell('quality');
  await breathe();
  return {
    reference: sideOf(plan, dataset.reference, times.reference),
    current: sideOf(plan, dataset.current, times.current),
    threshold: defaultThreshold(reportMethod),
    level,
    features,
    verdicts: verdictOf(
      features.map(({ score }) => score),
      { level },
    ),
    slots,
    quality: qualityReport(plan, dataset, slotted),
  };
}

/** Whether a column is compared as numbers. */
export function isNumeric(role: ColumnRole, facts: ColumnFacts | undefined): boolean {
  if (role === 'number' || role === 'score') return true;
  if (role === 'category' || role === 'segment') return false;
  return facts !== undefined && facts.isNumber && facts.distinct > leastQuantities;
}

function isTested(role: ColumnRole): boolean {
  return role !== 'ignored' && role !== 'id' && role !== 'time';
}

function timesOfSides(plan: Plan, dataset: Dataset): { reference: Float64Array; current: Float64Array } {
  const [time] = columnsOf(plan, 'time');
  const of = (side: Side): Float64Array =>
    time === undefined ? new Float64Array() : timesOf(side, time, plan);
  return { reference: of(dataset.reference), current: of(dataset.current) };
}

function sideOf(plan: Plan, side: Side, times: Float64Array): ReportSide {
  const [label] = columnsOf(plan, 'label');
  const labels = label === undefined ? [] : codesOf(side, label, noCategories());
  let labelled = 0;
  for (const code of labels) if (code >= 0) labelled += 1;
  return { rows: side.rows, kept: side.kept, ...extent(times), labelled };
}
