import { compareCategories, compareNumeric } from '#stats/exact-comparison.ts';
import { assemble, codesOf, noCategories, numbersOf, type Side } from '../plan/dataset.ts';
import { columnFacts, type NamedTable } from '../plan/facts.ts';
import type { Plan } from '../plan/plan.ts';
import type { ColumnComparison } from '../protocol.ts';
import { isNumeric } from './drift-report.ts';

/** Every test that the kind of the column allows, on the kept rows. */
export function compareColumn(plan: Plan, column: string, tables: readonly NamedTable[]): ColumnComparison {
  const { reference, current } = assemble(plan, tables);
  const role = plan.columns.find(({ name }) => name === column)?.role ?? 'ignored';
  const facts = columnFacts(tables).find(({ name }) => name === column);
  if (isNumeric(role, facts)) {
    const { scores } = compareNumeric(numbersOf(reference, column), numbersOf(current, column));
    return { column, scores };
  }
  const counts = (side: Side): Map<string, number> => {
    const categories = noCategories();
    const found = new Map<string, number>();
    for (const code of codesOf(side, column, categories)) {
      const name = categories.names[code];
      if (name !== undefined) found.set(name, (found.get(name) ?? 0) + 1);
    }
    return found;
  };
  return { column, scores: compareCategories(counts(reference), counts(current)).scores };
}
