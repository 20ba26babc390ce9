import type { StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { FindingText } from '../../health/finding-text.tsx';
import type { Finding } from '../../health/stage-health.ts';
import { LongName } from '../../ui/long-name.tsx';

/** What is the stage doing: what is abnormal first, then the figures that are not, each with what it is held against. */
export function StageAnswer({
  pipeline,
  stage,
  headline,
  findings,
  latencyLimit,
}: {
  pipeline: string;
  stage: Pick<StageSummary, 'name'>;
  headline: StageHeadline | undefined;
  findings: readonly Finding[];
  latencyLimit: string | undefined;
}) {
  if (!headline) return 'Reading the figures of this range …';
  const told = findings.length > 0 && (
    <FindingText pipeline={pipeline} stage={stage.name} findings={findings} />
  );
  if (headline.rows === 0) {
    return (
      <>
        <LongName name={stage.name} /> has no rows in this range{told && <>: {told}</>}.
      </>
    );
  }
  const figures = figureTexts(headline, latencyLimit).join(', ');
  return told ? (
    <>
      {told}. In this range: {figures}.
    </>
  ) : (
    `Nothing abnormal: ${figures}.`
  );
}

function figureTexts(headline: StageHeadline, limit: string | undefined): string[] {
  const { ratePerSecond, rows, latencyP95Ms, errorShare, nullShare } = headline;
  return [
    `${formatValue(ratePerSecond, 'perSecond')} over ${formatCount(rows)} requests`,
    latencyP95Ms !== null &&
      `p95 latency ${formatValue(latencyP95Ms, 'ms')}${limit === undefined ? '' : ` (${limit})`}`,
    errorShare !== null && `errors ${formatValue(errorShare, 'share')}`,
    nullShare !== null && `null outputs ${formatValue(nullShare, 'share')}`,
  ].filter((text) => text !== false);
}
