import type { StoredEpisode } from '../../alert-store.ts';

/** `psi, speech / asr`: the rule, and where it looks. */
export function episodeTitle({ alert: { rule, pipeline, stage } }: Pick<StoredEpisode, 'alert'>): string {
  return `${rule.name}, ${stage === undefined ? pipeline : `${pipeline} / ${stage}`}`;
}
