import type { Finding } from '../../health/stage-health.ts';

/** Which stage needs attention and why, or that none does. */
export function pipelineAnswer(
  name: string,
  stages: readonly { name: string; findings: readonly Finding[] }[],
  isKnown: boolean,
): string {
  if (stages.length === 0) return `${name} has no stages yet: they appear with its first records.`;
  const troubled = stages.filter(({ findings }) => findings.length > 0);
  if (troubled.length > 0) {
    return `${troubled.map((stage) => `${stage.name}: ${stage.findings.map(({ text }) => text).join(', ')}`).join('; ')}.`;
  }
  return isKnown ? `Nothing abnormal in ${name}.` : 'Reading the figures of this range …';
}
