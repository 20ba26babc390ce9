/** Which rows of a stage are looked at; all of them where nothing is said. */
export type RowScope = {
  version?: string | undefined;
  /** Only what had been received at this instant. */
  known?: string | undefined;
  /** Each as `formatSegment` writes it: of one metric any of the values, of different metrics all. */
  segments?: readonly string[] | undefined;
};

/** A scope as the contract's routes take it. */
export function scopeParameters({ version, known, segments }: RowScope) {
  return {
    version,
    knownAt: known === undefined ? undefined : new Date(known).toISOString(),
    seg: segments && segments.length > 0 ? [...segments] : undefined,
  };
}
