import { outputText } from '#contract/example.ts';
import { builtInMetrics, metricPrefixes } from '#contract/metric.ts';
import type { PersonRole } from '#contract/person-role.ts';
import type { Review, ReviewCase } from '#contract/review.ts';
import { unsetAutomation } from '#control/automation/decide.ts';
import type { Ports } from '../../ports.ts';
import { isJudged } from './agrees.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';

/** Answer for what was done, and so may see what a stage calls sensitive. */
const readers: readonly PersonRole[] = ['approver', 'admin'];
const FEW_CHOICES = 12;

/** A case as a person may see it: blind unless he assists or judges, without what is not for his role. */
export async function caseOf(ports: Ports, review: Review, role: PersonRole): Promise<ReviewCase> {
  const { suggestion, decision: _, ...rest } = review;
  const [{ sensitive }, answers] = await Promise.all([
    findPrivacy(ports.control, review),
    answersOf(ports, review),
  ]);
  const isMasked = (metric: string) => sensitive.has(metric) && !readers.includes(role);
  const masked = Object.keys(review.fields ?? {}).filter((name) => isMasked(metricPrefixes.input + name));
  const isBlind = review.reason !== 'assist' && !isJudged(suggestion, answers.choices);
  const hidesOutput = isMasked(builtInMetrics.prediction) || isMasked(outputText);
  return {
    ...rest,
    fields:
      review.fields &&
      Object.fromEntries(Object.entries(review.fields).filter(([name]) => !masked.includes(name))),
    masked,
    isBlind: isBlind || hidesOutput,
    suggestion: isBlind || hidesOutput ? null : suggestion,
    ...answers,
  };
}

async function answersOf(
  { control, log }: Ports,
  { pipeline, stage }: Review,
): Promise<Pick<ReviewCase, 'answers' | 'choices'>> {
  const setting = (await control.findAutomation({ pipeline, stage }))?.setting ?? unsetAutomation;
  if (setting.choices.length > 0) return { answers: 'choice', choices: setting.choices };
  const metrics = (await log.listMetrics(pipeline)).filter((metric) => metric.stage === stage);
  const output = metrics.find(({ metric }) => metric === builtInMetrics.prediction);
  const isText = metrics.some(({ metric }) => metric === builtInMetrics.textLength);
  if (isText || !output) return { answers: 'text', choices: [] };
  if (output.kind === 'numeric') return { answers: 'number', choices: [] };
  return output.categories.length < FEW_CHOICES
    ? { answers: 'choice', choices: output.categories.toSorted() }
    : { answers: 'text', choices: [] };
}
