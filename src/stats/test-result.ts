export type UnavailableReason =
  | 'no-rows'
  | 'too-few-rows'
  | 'insufficient-data'
  | 'one-distinct-value'
  | 'needs-numeric'
  | 'needs-sums'
  | 'needs-two-categories';

export type Unavailable = { status: 'unavailable'; reason: UnavailableReason; n: number; m: number };

/**
 * What every two-sample test answers: the statistic as its literature defines it, an effect size that does not
 * grow with the rows, the p-value with its natural logarithm (which goes on where p underflows to 0), and the
 * sizes n of the reference and m of the current sample. `Details` is what one test adds.
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
    } & Details)
  | Unavailable;

export function unavailable(reason: UnavailableReason, n: number, m: number): Unavailable {
  return { status: 'unavailable', reason, n, m };
}
