import { expect, it } from 'vitest';

import { carLoanStatistics } from '../conformance/car-loan.ts';
import { mismatches, referenceCases } from '../conformance/case.ts';
import { qualityStatistics } from '../conformance/quality.ts';

it.each([...referenceCases('performance'), ...referenceCases('cbpe'), ...referenceCases('attribution')])(
  'quality agrees with the reference in $id ($statistic)',
  (case_) => {
    const got = qualityStatistics[case_.statistic]?.(case_);

    expect(mismatches(got, case_)).toEqual([]);
  },
);

it.each(referenceCases('nannyml-car-loan').filter(({ statistic }) => statistic in carLoanStatistics))(
  'the estimate without labels agrees with NannyML’s own run in $id',
  (case_) => {
    const got = carLoanStatistics[case_.statistic]?.(case_);

    expect(mismatches(got, case_)).toEqual([]);
  },
);
