import type { StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import type { Finding } from '../../health/stage-health.ts';

/** What is the stage doing: what is abnormal first, then the figures that are not, each with what it is held against. */
export function stageAnswer({
  stage,
  headline,
  findings,
}: {
  stage: Pick<StageSummary, 'name' | 'latencyTargetMs'>;
  headline: StageHeadline | undefined;
  findings: readonly Finding[];
}): string {
  if (!headline) return 'Reading the figures of this range …';
  if (headline.rows === 0) {
    const silence = findings.map(({ text }) => text).join('; ');
    return `${stage.name} has no rows in this range${silence ? `: ${silence}` : ''}.`;
  }
  const figures = [
    `${formatValue(headline.ratePerSecond, 'perSecond')} over ${formatCount(headline.rows)} requests`,
    headline.latencyP95Ms !== null &&
      `p95 latency ${formatValue(headline.latencyP95Ms, 'ms')}${target(stage)}`,
    headline.errorShare !== null && `errors ${formatValue(headline.errorShare, 'share')}`,
    headline.nullShare !== null && `null outputs ${formatValue(headline.nullShare, 'share')}`,
  ].filter((text) => text !== false);
  if (findings.length === 0) return `Nothing abnormal: ${figures.join(', ')}.`;
  return `${findings.map(({ text }) => text).join('; ')}. In this range: ${figures.join(', ')}.`;
}

function target({ latencyTargetMs }: Pick<StageSummary, 'latencyTargetMs'>): string {
  return latencyTargetMs === undefined ? '' : ` (target ${formatValue(latencyTargetMs, 'ms')})`;
}
