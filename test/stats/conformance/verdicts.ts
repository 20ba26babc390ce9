import { type Case, compare } from './case.ts';
import { correlationStatistics } from './correlation.ts';
import { disputeOf } from './disputes.ts';
import { inputChecks } from './inputs.ts';
import { multivariateStatistics } from './multivariate.ts';
import { nannyMlStatistics } from './nannyml.ts';
import { qualityStatistics } from './quality.ts';
import { realDataStatistics } from './real-data.ts';
import { sequentialStatistics } from './sequential.ts';
import { specialFunctions } from './special-functions.ts';
import { streamStatistics } from './streams.ts';
import { twoSampleStatistics } from './two-sample.ts';

const statistics: Record<string, (case_: Case) => unknown> = {
  ...inputChecks,
  ...twoSampleStatistics,
  ...multivariateStatistics,
  ...correlationStatistics,
  ...qualityStatistics,
  ...realDataStatistics,
  ...sequentialStatistics,
  ...specialFunctions,
  ...streamStatistics,
};

/** What came of a case: what was not met, what the file has wrong, and the largest error over its tolerance. */
export type Verdict = { complaints: string[]; disputed: { text: string; why: string }[]; worst: number };

/** Runs one case against `src/stats`. A statistic we do not know, and an error that we throw, are complaints too. */
export function verdictOn(case_: Case): Verdict {
  const answer = (isOfNannyMl(case_) ? nannyMlStatistics : statistics)[case_.statistic];
  if (!answer) return failed(`unknown statistic ${case_.statistic}`);
  try {
    return judge(answer(case_), case_);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function judge(got: unknown, case_: Case): Verdict {
  const { complaints, worst } = compare(got, case_);
  const verdict: Verdict = { complaints: [], disputed: [], worst };
  for (const { field, text, error } of complaints) {
    const why = disputeOf(case_, field, got);
    if (why) verdict.disputed.push({ text, why });
    else {
      verdict.complaints.push(text);
      verdict.worst = Math.max(verdict.worst, error);
    }
  }
  return verdict;
}

/** Its run on whole columns, whose statistics are named like ours. */
function isOfNannyMl({ options }: Case): boolean {
  return 'chunkSize' in options || 'fitOn' in options;
}

function failed(complaint: string): Verdict {
  return { complaints: [complaint], disputed: [], worst: Infinity };
}
