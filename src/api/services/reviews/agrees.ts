import type { ReviewDecision, Suggestion } from '#contract/review.ts';

/** Whether a person answered as the model did; null where the model said nothing. Numbers and truths also as texts. */
export function agrees(suggestion: Suggestion | null, value: ReviewDecision['value']): boolean | null {
  if (suggestion?.value === undefined) return null;
  return textOf(suggestion.value) === textOf(value);
}

function textOf(value: ReviewDecision['value']): string {
  return String(value ?? '').trim();
}
