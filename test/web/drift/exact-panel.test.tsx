import { render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { RowsHeader } from '#contract/histograms.ts';
import { ExactPanel } from '#web/features/drift/exact-panel.tsx';
import type { ExactComparison } from '#workers/tasks/rows-tasks.ts';

function header(total: number): RowsHeader {
  return { metric: 'input.volume', kind: 'numeric', total, missing: 0, sampled: false, categories: [] };
}

it('says that counts were compared, and where the statistic of the rows lies', () => {
  const data: ExactComparison = {
    basis: 'counts',
    reference: header(2_500_000),
    current: header(400_000),
    scores: [
      {
        method: 'ks',
        status: 'ok',
        statistic: 0.12,
        effect: 0.12,
        p: 1e-9,
        lnP: Math.log(1e-9),
        n: 2_500_000,
        m: 400_000,
        bound: { low: 0.12, high: 0.17 },
      },
      {
        method: 'andersonDarling',
        status: 'ok',
        statistic: 30,
        effect: 0.2,
        p: 0.001,
        lnP: Math.log(0.001),
        n: 2_500_000,
        m: 400_000,
        limit: 'floor',
      },
    ],
    overlay: undefined,
    quantiles: undefined,
  };
  const run = {
    data,
    isPlaceholder: false,
    error: null,
    isRunning: false,
    progress: undefined,
    cancel: () => undefined,
    runAgain: () => undefined,
  };

  render(<ExactPanel exact={run} method="ks" />);

  expect(screen.getByRole('heading', { name: 'Tests on the counts' })).toBeVisible();
  const ks = within(screen.getByRole('table', { name: 'Two-sample tests on the counts' })).getByRole('row', {
    name: /Kolmogorov–Smirnov/,
  });
  expect(ks).toHaveTextContent('of the rows 0.12 to 0.17');
  expect(screen.getByRole('row', { name: /Anderson/ })).toHaveTextContent(/≤ 0\.001$/);
  expect(screen.getByText(/^From the server’s counts, by bin, of all 400[,  ]?000 values/)).toHaveTextContent(
    'are not fetched into a tab',
  );
});
