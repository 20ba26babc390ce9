import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { formatCount, formatDifference, formatDuration, formatValue } from '../format/number.ts';
import type { Finding } from './stage-health.ts';
import { changeText, measureName, measureText, measureTexts } from './quality-text.ts';

export type QualityAnswer = { severity: 'warning' | undefined; text: string };

/** The first sentences of the page: how good the answers are, against what, why that changed, and how final it is. */
export function qualityAnswer(report: QualityReport, stage: string): QualityAnswer {
  const { sizes, answers, delay } = report;
  const [main] = report.measures;
  if (sizes.labelled + sizes.referenceLabelled === 0) {
    return {
      severity: undefined,
      text: `No label of ${stage} has arrived, so nobody can say how right its answers are.`,
    };
  }
  if (!main || answers.kind === 'unknown') {
    return { severity: undefined, text: `The labels of ${stage} cannot be compared with its answers.` };
  }
  const name = measureName(main.id, report);
  const { unit } = measureTexts[main.id];
  const waiting = delay ? `; half of the labels come within ${formatDuration(delay.p50Ms)}` : '';
  if (main.current.status === 'unavailable') {
    const expected = report.estimate?.whole;
    const foretold = expected
      ? ` The scores let expect ${measureText(expected, unit)}, against ${measureText(main.reference, unit)} in the reference.`
      : '';
    return {
      severity: undefined,
      text: `No label of this range has come yet that the reference does not hold${waiting}.${foretold}`,
    };
  }
  const { isWorse, text } = against(report);
  const maturity = delay
    ? ` ${formatValue(delay.maturity, 'share')} of the labels to be expected have come${waiting}.`
    : '';
  return {
    severity: isWorse ? 'warning' : undefined,
    text: `${name} of ${stage} is ${measureText(main.current, unit)} (n ${formatCount(sizes.currentLabelled)})${text}${maturity}`,
  };
}

/** A measure that is worse than in the reference beyond chance, as one of the findings of its stage. */
export function qualityFinding(report: QualityReport): Finding | undefined {
  const [main] = report.measures;
  if (!main || report.answers.kind === 'unknown' || main.current.status !== 'ok') return undefined;
  const { isWorse, short } = against(report);
  if (!isWorse) return undefined;
  const name = measureName(main.id, report);
  return {
    severity: 'warning',
    text: `${name.charAt(0).toLowerCase()}${name.slice(1)} ${measureText(main.current, measureTexts[main.id].unit)}${short}`,
  };
}

/** Held against the reference, and cut into what the data and what the concept explain. */
function against(report: QualityReport): { isWorse: boolean; short: string; text: string } {
  const { decomposition, sizes } = report;
  const [main] = report.measures;
  if (main?.reference.status !== 'ok' || main.current.status !== 'ok') {
    return { isWorse: false, short: '', text: '; the reference has no labels to hold it against.' };
  }
  const { unit, better } = measureTexts[main.id];
  const reference = `${formatValue(main.reference.value, unit)} of the reference (n ${formatCount(sizes.referenceLabelled)})`;
  const difference = main.current.value - main.reference.value;
  const isApart =
    main.current.lower > main.reference.upper ||
    main.current.upper < main.reference.lower ||
    (decomposition.status === 'ok' && (decomposition.change.lower > 0 || decomposition.change.upper < 0));
  if (!isApart)
    return { isWorse: false, short: '', text: `, no different from the ${reference} beyond chance.` };

  const size = formatDifference(Math.abs(difference), unit).replace('+', '');
  const why =
    decomposition.status === 'ok'
      ? ` Concept drift explains ${changeText(decomposition.conceptDrift, unit)}, data drift ${changeText(decomposition.dataDrift, unit)}.`
      : '';
  const short = `, ${size} ${difference < 0 ? 'below' : 'above'} the ${reference}`;
  return {
    isWorse: better === 'higher' ? difference < 0 : difference > 0,
    short,
    text: `${short}.${why}`,
  };
}
