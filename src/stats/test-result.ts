export type UnavailableReason =
  | 'no-rows'
  | 'too-few-rows'
  | 'insufficient-data'
  | 'one-distinct-value'
  | 'needs-numeric'
  | 'needs-sums'
  | 'needs-two-categories';

export type Unavailable = { status: 'unavailable'; reason: UnavailableReason; n: number; m: number };

/** Between what the statistic of the rows lies, where counts in bins do not fix it. */
export type Bound = { low: number; high: number };

/** At which end of a table p stopped: the true one is at most ('floor') or at least ('cap') the p given. */
export type TableEnd = 'floor' | 'cap';

/**
 * What every two-sample test answers: the statistic as its literature defines it, an effect size that does not
 * grow with the rows, the p-value with its natural logarithm (which goes on where p underflows to 0), the
 * sizes n of the reference and m of the current sample, and of a test on counts the bins that took part in it. `limit` is there when p is
 * only the end of a table. `Details` is what one test adds.
 */
export type TestResult<Details extends object = object> =
  | ({
      status: 'ok';
      statistic: number;
      effect: number;
      p: number;
      lnP: number;
      n: number;
      m: number;
      bins?: number;
      bound?: Bound;
      limit?: TableEnd;
    } & Details)
  | Unavailable;

/** A result that says by which method it was found. */
export type Score<Method extends string> = { method: Method } & TestResult;

/** The answer of a test that is not defined for these rows, with the reason. O(1). */
export function unavailable(reason: UnavailableReason, n: number, m: number): Unavailable {
  return { status: 'unavailable', reason, n, m };
}
