import type { ReviewDecision, Suggestion } from '#contract/review.ts';

const truths = ['true', 'false'];

/** Whether people say if an answer is right instead of giving their own: a free text, of which the choices are true and false. */
export function isJudged(suggestion: Suggestion | null, choices: readonly string[]): boolean {
  const value = suggestion?.value;
  const areTruths = choices.length > 0 && choices.every((choice) => truths.includes(choice));
  return typeof value === 'string' && areTruths && !choices.includes(value);
}

/** Whether a person answered as the model did; null where the model said nothing. Numbers and truths also as texts. */
export function agrees(
  suggestion: Suggestion | null,
  value: ReviewDecision['value'],
  choices: readonly string[],
): boolean | null {
  if (suggestion?.value === undefined) return null;
  if (isJudged(suggestion, choices)) return textOf(value) === 'true';
  return textOf(suggestion.value) === textOf(value);
}

function textOf(value: ReviewDecision['value']): string {
  return String(value ?? '').trim();
}
