import type { SilenceMatcher } from '#contract/silence.ts';

const operatorWords: Record<SilenceMatcher['operator'], string> = {
  is: '=',
  isNot: '≠',
  startsWith: 'begins with',
};

/** `stage = asr`. */
export function matcherText({ label, operator, value }: SilenceMatcher): string {
  return `${label} ${operatorWords[operator]} ${value}`;
}
