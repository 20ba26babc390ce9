import type { Reference } from '#contract/reference.ts';

/** The first sentence of the page: what scores are measured against when nobody chooses. `references` are newest first. */
export function referencesAnswer(references: readonly Reference[]): string {
  const [newest] = references;
  if (!newest) {
    return 'No reference is kept yet; drift is measured against the first quarter of the log, taken anew while it is short.';
  }
  const others = references.length - 1;
  const count = others === 0 ? '' : `; ${others} more ${others === 1 ? 'is' : 'are'} kept`;
  return `Drift is measured against “${referenceName(newest)}”, the newest, unless a page says otherwise${count}.`;
}

export function referenceName({ name, version }: Pick<Reference, 'name' | 'version'>): string {
  return version > 1 ? `${name} v${version}` : name;
}
