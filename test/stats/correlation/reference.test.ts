import { expect, it } from 'vitest';

import { mismatches, referenceCases } from '../conformance/case.ts';
import { correlationStatistics } from '../conformance/correlation.ts';

it.each(referenceCases('correlation'))(
  'correlation agrees with the reference in $id ($statistic)',
  (case_) => {
    const got = correlationStatistics[case_.statistic]?.(case_);

    expect(mismatches(got, case_)).toEqual([]);
  },
);
