import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { describeDistribution } from '#web/charts/describe-distribution.ts';
import { DistributionChart } from '#web/charts/distribution-chart.tsx';

const edges = Float64Array.of(Number.NEGATIVE_INFINITY, 0.5, 1, 2, Number.POSITIVE_INFINITY);
const lengths = (
  <DistributionChart
    title="audio length"
    unit="s"
    bins={{ kind: 'numeric', edges }}
    reference={Float64Array.of(10, 40, 40, 10)}
    current={Float64Array.of(0, 20, 60, 20)}
  />
);

describe('a distribution', () => {
  it('is drawn as it was', () => {
    const { container } = render(lengths);

    expect(container).toMatchSnapshot();
  });

  it('of categories is drawn as it was', () => {
    const { container } = render(
      <DistributionChart
        title="device"
        unit="none"
        bins={{ kind: 'categories', names: ['phone', 'desk'] }}
        reference={Float64Array.of(30, 70)}
        current={Float64Array.of(60, 40)}
      />,
    );

    expect(container).toMatchSnapshot();
  });

  it('says the same as a table', async () => {
    const user = userEvent.setup();
    render(lengths);

    await user.click(screen.getByRole('button', { name: 'Table of audio length' }));

    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map((row) => row.textContent?.replaceAll('\u00a0', ' '))).toEqual([
      'BinReferenceCurrentDifference',
      'below 500 ms10 %0 %−10 pp',
      '500 ms to 1 s40 %20 %−20 pp',
      '1 s to 2 s40 %60 %+20 pp',
      'from 2 s10 %20 %+10 pp',
    ]);
  });
});

describe('its sentence', () => {
  it('says how much moved and where most', () => {
    const told = describeDistribution(
      ['phone', 'desk', 'tv'],
      Float64Array.of(30, 40, 30),
      Float64Array.of(62, 20, 18),
    );

    expect(told.replaceAll('\u00a0', ' ')).toBe(
      '32 % of the values lie in other bins than before; most change in phone: 30 % before, 62 % now (+32 pp).',
    );
  });

  it('says when nothing moved or nothing is there', () => {
    const some = Float64Array.of(5, 5);

    expect(describeDistribution(['a', 'b'], some, some)).toBe('Current and reference lie in the same bins.');
    expect(describeDistribution(['a', 'b'], some, new Float64Array(2))).toBe(
      'No current values in this range.',
    );
    expect(describeDistribution(['a', 'b'], new Float64Array(2), some)).toBe('The reference is empty.');
  });
});
