import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Sparkline } from '#web/charts/sparkline.tsx';

it('is drawn as it was, and says in words what it means', () => {
  const { container } = render(
    <Sparkline
      label="limit ratio 1.3"
      values={Float64Array.of(0.4, Number.NaN, 1.3)}
      limit={1}
      severity="critical"
    />,
  );

  expect(container).toMatchSnapshot();
  expect(screen.getByText('limit ratio 1.3')).toBeInTheDocument();
});
