import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Glyph, glyphNames } from '#web/ui/glyph.tsx';

it('gives every status a shape of its own and a name', () => {
  const { container } = render(
    <>
      {glyphNames.map((name) => (
        <Glyph key={name} name={name} />
      ))}
    </>,
  );

  const shapes = [...container.querySelectorAll('svg')].map((svg) => svg.innerHTML);
  expect(new Set(shapes).size).toBe(glyphNames.length);
  expect(screen.getAllByRole('img').map((glyph) => glyph.getAttribute('aria-label'))).toEqual([
    'critical',
    'warning',
    'info',
    'acknowledged',
    'snoozed',
    'silenced',
    'no data',
    'rule error',
    'pending',
    'recovering',
    'late',
  ]);
});

it('is silent where the word stands beside it', () => {
  render(<Glyph name="critical" label="" />);

  expect(screen.queryByRole('img')).toBeNull();
});
