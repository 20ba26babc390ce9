/** What one version answered, as far as it is compared. */
export type ComparedAnswer = {
  status: string;
  isNull: boolean;
  score: number | null;
  prediction: number | string | null;
  fingerprint: string;
};

/** Numbers that differ by less are the same answer, computed in another order. */
const TOLERANCE = 1e-6;
/** Of a version that does not say how sure it is. */
const UNKNOWN_SCORE = 0.5;
const MOST_WORDS = 200;

/** Whether two versions gave the same answer to a request; a failure is an answer, too. */
export function isSameAnswer(a: ComparedAnswer, b: ComparedAnswer): boolean {
  if (a.status !== b.status || a.isNull !== b.isNull) return false;
  if (typeof a.prediction === 'number' && typeof b.prediction === 'number') {
    const scale = Math.max(Math.abs(a.prediction), Math.abs(b.prediction), 1);
    return Math.abs(a.prediction - b.prediction) <= TOLERANCE * scale;
  }
  // texts that were not kept have their fingerprint
  return a.prediction === b.prediction && a.fingerprint === b.fingerprint;
}

/**
 * How much a disagreement would change for whoever asked, within 0 and 1: how far the answers lie apart, times how sure
 * the versions were of them. 1 where one version fails or has nothing to say and the other one answers.
 * O(words²) for texts, at most 200 words each.
 */
export function disagreementImpact(
  stable: ComparedAnswer,
  candidate: ComparedAnswer,
): { kind: 'failure' | 'null' | 'answer'; impact: number } {
  if (stable.status !== candidate.status) return { kind: 'failure', impact: 1 };
  if (stable.isNull !== candidate.isNull) return { kind: 'null', impact: 1 };
  const certainty = ((stable.score ?? UNKNOWN_SCORE) + (candidate.score ?? UNKNOWN_SCORE)) / 2;
  const distance = answerDistance(stable.prediction, candidate.prediction);
  return { kind: 'answer', impact: Math.min(1, Math.max(0, distance * certainty)) };
}

/** Numbers: relative to the larger one. Texts: the share of words to change. Categories: all or nothing. */
function answerDistance(a: ComparedAnswer['prediction'], b: ComparedAnswer['prediction']): number {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.min(1, Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE));
  const isText = typeof a === 'string' && typeof b === 'string' && (a.includes(' ') || b.includes(' '));
  return isText ? wordDistance(a, b) : 1;
}

/** Levenshtein's distance in words, per word of the longer text. */
function wordDistance(a: string, b: string): number {
  const [from, to] = [a, b].map((text) => text.split(/\s+/).slice(0, MOST_WORDS)) as [string[], string[]];
  let above = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, word] of from.entries()) {
    const row = [i + 1];
    for (const [j, other] of to.entries()) {
      const replaced = (above[j] as number) + (word === other ? 0 : 1);
      row.push(Math.min(replaced, (above[j + 1] as number) + 1, (row[j] as number) + 1));
    }
    above = row;
  }
  return (above.at(-1) as number) / Math.max(from.length, to.length);
}
