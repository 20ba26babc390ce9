import { Fragment } from 'react';
import { FindingText } from '../../health/finding-text.tsx';
import type { Finding } from '../../health/stage-health.ts';
import { LongName } from '../../ui/long-name.tsx';

/** Which stage needs attention and why, or that none does. */
export function PipelineAnswer({
  pipeline,
  stages,
  isKnown,
}: {
  pipeline: string;
  stages: readonly { name: string; findings: readonly Finding[] }[];
  isKnown: boolean;
}) {
  if (stages.length === 0) return `${pipeline} has no stages yet: they appear with its first records.`;
  const troubled = stages.filter(({ findings }) => findings.length > 0);
  if (troubled.length === 0) {
    return isKnown ? `Nothing abnormal in ${pipeline}.` : 'Reading the figures of this range …';
  }
  return troubled.map(({ name, findings }, index) => (
    <Fragment key={name}>
      {index > 0 && '. '}
      <LongName name={name} />: <FindingText pipeline={pipeline} stage={name} findings={findings} />
      {index === troubled.length - 1 && '.'}
    </Fragment>
  ));
}
