import type { ReactNode } from 'react';
import type { TimeRange } from '../../api/time-range.ts';
import { qualityFinding } from '../../health/quality-answer.ts';
import type { Finding } from '../../health/stage-health.ts';
import { useQuality } from '../../health/use-quality.ts';

/** The sentence of a stage with what its labels say, once they are read; a failure to read them is told by their charts. */
export function JudgedAnswer({
  pipeline,
  stage,
  range,
  children,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
  children: (judged: readonly Finding[]) => ReactNode;
}) {
  const { data: report } = useQuality(pipeline, stage, range, { throws: false });
  const finding = report && qualityFinding(report);
  return children(finding ? [finding] : []);
}
