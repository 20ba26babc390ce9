import type { QualityBySegment } from '#workers/tasks/frame-tasks.ts';
import { formatCount, formatDifference, formatPValue, formatValue } from '../../format/number.ts';
import { conditionText } from '../../shell/segment-text.ts';

/** The share of false discoveries among the segments that are named. */
const level = 0.05;

/** "device = phone lost most: 19 % wrong, 10 % in the reference (+9 pp [7, 11]), adjusted p < 0.001 among 43 segments." */
export function segmentQualityAnswer(losses: QualityBySegment): string {
  if (losses.status === 'unavailable') return 'The labels cannot be compared with the answers.';
  const { reference, current } = losses.labelled;
  if (reference === 0 || current === 0) {
    const side = reference === 0 ? 'the reference' : 'this range outside the reference';
    return `No row of ${side} has a label, so no segment can be compared.`;
  }
  const among = `among ${formatCount(losses.searched)} segments`;
  const lost = losses.segments.find(({ change, adjustedP }) => change.lower > 0 && adjustedP < level);
  if (!lost) return `No segment lost quality beyond what chance explains, ${among}.`;
  const unit = losses.error === 'share' ? 'share' : 'none';
  const { change } = lost;
  const [low, high] = [formatDifference(change.lower, unit), formatDifference(change.upper, unit)];
  const [now, before] = [formatValue(lost.current.mean, unit), formatValue(lost.reference.mean, unit)];
  const errors = losses.error === 'share' ? `${now} wrong` : `mean error ${now}`;
  return `${conditionText(lost.segment)} lost most: ${errors}, ${before} in the reference (${formatDifference(change.value, unit)} [${low}, ${high}]), adjusted ${formatPValue(lost.adjustedP)} ${among}.`;
}
