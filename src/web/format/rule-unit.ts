import type { RuleCondition } from '#contract/rule-condition.ts';
import { guessedBook, type MetricBook } from './metric-book.ts';
import type { Unit } from './number.ts';

/** The unit of the values that a rule holds against its limits. */
export function ruleUnit(condition: RuleCondition, book: MetricBook = guessedBook): Unit {
  switch (condition.kind) {
    case 'change':
      if (condition.as === 'ratio') return 'share';
      return statisticUnit(condition, book);
    case 'metric':
      return statisticUnit(condition, book);
    case 'newCategory':
      return 'share';
    case 'labelDelay':
    case 'runLate':
    case 'siteSilent':
      return 's';
    case 'composite':
      return 'count';
    case 'band':
    case 'shift':
    case 'drift':
    case 'stageDrift':
    case 'quality':
    case 'burnRate':
    case 'alarmBudget':
      return 'none';
  }
}

function statisticUnit(
  { statistic, metrics }: Extract<RuleCondition, { kind: 'metric' | 'change' }>,
  book: MetricBook,
): Unit {
  switch (statistic) {
    case 'share':
    case 'otherShare':
    case 'missingShare':
      return 'share';
    case 'count':
      return 'count';
    case 'rate':
      return 'perSecond';
    case 'mean':
    case 'p05':
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return book.unit(metrics[0] ?? '');
  }
}
