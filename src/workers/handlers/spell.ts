import type { Verdict } from '../tasks/drift-map-tasks.ts';

/** Slots in which a metric drifts, from `first` to `last`, both included. */
export type Spell = { first: number; last: number; isOngoing: boolean };

/** How many scored slots in a row may look normal within a spell, or after it before it is over. */
const mostLapses = 1;
/** One slot alone is what chance gives now and then. */
const leastSlots = 2;

/** What a slot says for a spell: an effect as large as an alarm's, without the evidence, is no sign that all is well again. */
export function spellClaim(verdict: Verdict | undefined, effect: number, alertEffect: number): Verdict {
  if (verdict === undefined || (verdict === 'none' && effect >= alertEffect)) return 'unavailable';
  return verdict;
}

/** The drift that lasts, else the change worth a look that lasts, else the latest drift that is over. */
export function tellingSpell(verdicts: readonly Verdict[]): Spell | undefined {
  const spellOf = (claims: readonly Verdict[]) =>
    claims.some((claim) => verdicts.includes(claim))
      ? latestSpell(
          verdicts.map((verdict) => (verdict === 'unavailable' ? undefined : claims.includes(verdict))),
        )
      : undefined;
  const drifting = spellOf(['drift']);
  if (drifting?.isOngoing) return drifting;
  const changing = spellOf(['drift', 'warn']);
  return changing?.isOngoing ? changing : drifting;
}

/**
 * The latest spell of drift of a metric.
 *
 * @param isDrifting one a slot; undefined where the slot has no score, which neither ends nor prolongs a spell
 */
export function latestSpell(isDrifting: readonly (boolean | undefined)[]): Spell | undefined {
  let spell: Spell | undefined;
  let slots = 0;
  let lapses = 0;
  let scored = 0;
  for (let slot = isDrifting.length - 1; slot >= 0; slot--) {
    const claim = isDrifting[slot];
    if (claim === undefined) continue;
    if (claim) {
      spell ??= { first: slot, last: slot, isOngoing: scored <= mostLapses };
      spell.first = slot;
      slots++;
      lapses = 0;
    } else if (spell && ++lapses > mostLapses) {
      if (slots >= leastSlots) return spell;
      spell = undefined;
      slots = 0;
      lapses = 0;
    }
    scored++;
  }
  return slots >= leastSlots ? spell : undefined;
}
