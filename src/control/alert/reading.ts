/**
 * Where a value stands to one level of a rule: beyond the threshold (`breach`), beyond the recovery threshold only
 * (`band`, which holds an alert but starts none), or neither.
 */
export type Position = 'breach' | 'band' | 'clear';

/** What one evaluation of a rule saw of one alert. A level that the rule does not have has no position. */
export type Reading =
  | {
      kind: 'value';
      value: number;
      /** Rows behind the value. */
      n: number;
      positions: { warning?: Position; critical?: Position };
    }
  | { kind: 'noData' | 'error'; reason: string };
