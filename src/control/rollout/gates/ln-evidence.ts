const MOST_LN = 690;
const BISECTIONS = 50;

/**
 * ln of the evidence of a bound that holds at level α: ln(1/α) for the smallest α at which it still holds, by
 * bisection; 0 where it does not even hold at the first one. O(bisections).
 *
 * @param holdsAt of ln(1/α); once it fails it fails for all larger ones
 */
export function lnEvidence(holdsAt: (lnInverseAlpha: number) => boolean, first = 0): number {
  if (!holdsAt(first)) return 0;
  if (holdsAt(MOST_LN)) return MOST_LN;
  let [holds, fails] = [first, MOST_LN];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (holds + fails) / 2;
    if (holdsAt(middle)) holds = middle;
    else fails = middle;
  }
  return holds;
}
