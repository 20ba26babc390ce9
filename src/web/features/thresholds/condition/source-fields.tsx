import type { MetricKind } from '#contract/metric.ts';
import type { MetricBook } from '../../../format/metric-book.ts';
import { Select } from '../../../ui/select.tsx';
import { isOfCategory, statisticsOf } from '../../../url/watched.ts';
import { statisticLabel } from '../watched-text.ts';
import { DurationField } from './duration-field.tsx';
import type { ConditionOf } from './fields-props.ts';
import { MetricsField } from './metrics-field.tsx';
import { type ConditionMaterial, startSource } from './start-condition.ts';

type Source = Pick<ConditionOf<'metric'>, 'metrics' | 'statistic' | 'category' | 'windowSeconds'>;

const MOST_CATEGORIES = 12;

/** The statistic of metrics that four kinds of rules are made of. */
export function SourceFields<Condition extends Source>({
  condition,
  material: { metrics },
  book,
  windows,
  onChange,
}: {
  condition: Condition;
  material: ConditionMaterial;
  book: MetricBook;
  /** Left out where any length will do. */
  windows?: readonly number[];
  onChange: (condition: Condition) => void;
}) {
  const [first] = condition.metrics;
  const kind: MetricKind = metrics.find(({ id }) => id === first)?.kind ?? 'numeric';
  const categories = categoriesOf(condition, material(metrics, condition.metrics));
  const choices = statisticsOf(kind).flatMap((statistic) =>
    isOfCategory(statistic)
      ? categories.map((category) => ({ statistic, category: category as string | undefined }))
      : [{ statistic, category: undefined }],
  );
  const keyOf = ({ statistic, category }: Pick<Source, 'statistic' | 'category'>) =>
    JSON.stringify([statistic, category]);
  const here = { statistic: condition.statistic, category: condition.category };
  const offered = choices.some((choice) => keyOf(choice) === keyOf(here)) ? choices : [here, ...choices];
  return (
    <>
      <MetricsField
        metrics={metrics}
        chosen={condition.metrics}
        book={book}
        onChange={(chosen) => onChange(withMetrics(condition, chosen, metrics))}
      />
      <Select
        label="Statistic"
        value={keyOf(here)}
        options={offered.map((choice) => ({
          value: keyOf(choice),
          label: statisticLabel(choice.statistic, choice.category),
        }))}
        onChange={(value) => {
          const choice = offered.find((one) => keyOf(one) === value);
          if (choice) onChange(withStatistic(condition, choice));
        }}
      />
      <DurationField
        label="over"
        seconds={condition.windowSeconds}
        {...(windows && { choices: windows })}
        onChange={(windowSeconds) => onChange({ ...condition, windowSeconds })}
      />
    </>
  );
}

function material(metrics: ConditionMaterial['metrics'], chosen: readonly string[]) {
  return metrics.filter(({ id }) => chosen.includes(id));
}

function categoriesOf({ category }: Source, chosen: ConditionMaterial['metrics']): string[] {
  const seen = chosen.flatMap(({ categories }) => categories).slice(0, MOST_CATEGORIES);
  return [...new Set([...(category === undefined ? [] : [category]), ...seen])];
}

/** A number and a category have no statistic in common: the latest choice wins. */
function withMetrics<Condition extends Source>(
  condition: Condition,
  chosen: string[],
  metrics: ConditionMaterial['metrics'],
): Condition {
  const kindOf = (id: string | undefined) => metrics.find((metric) => metric.id === id)?.kind;
  const latest = chosen.at(-1);
  if (kindOf(latest) === kindOf(condition.metrics[0])) return { ...condition, metrics: chosen };
  const alike = chosen.filter((id) => kindOf(id) === kindOf(latest));
  const start = startSource(metrics.find(({ id }) => id === latest));
  return { ...withStatistic(condition, start), metrics: alike };
}

function withStatistic<Condition extends Source>(
  { category: _category, ...condition }: Condition,
  { statistic, category }: Pick<Source, 'statistic' | 'category'>,
): Condition {
  return { ...condition, statistic, ...(category !== undefined && { category }) } as unknown as Condition;
}
