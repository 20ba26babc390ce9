import { expect, it } from 'vitest';
import { positionOf } from '#control/rule/position.ts';

it.each([
  { value: 1, direction: 'above', recover: 0.8, position: 'breach' },
  { value: 0.9, direction: 'above', recover: 0.8, position: 'band' },
  { value: 0.8, direction: 'above', recover: 0.8, position: 'band' },
  { value: 0.7, direction: 'above', recover: 0.8, position: 'clear' },
  { value: 0.99, direction: 'above', recover: 1, position: 'clear' },
  { value: 1, direction: 'below', recover: 1.2, position: 'breach' },
  { value: 1.1, direction: 'below', recover: 1.2, position: 'band' },
  { value: 1.3, direction: 'below', recover: 1.2, position: 'clear' },
] as const)(
  'a value of $value with the threshold at 1, recovery at $recover, watched $direction: $position',
  ({ value, direction, recover, position }) => {
    expect(positionOf(value, { threshold: 1, recover }, direction)).toBe(position);
  },
);

it('an effect without evidence raises nothing, and holds what there is', () => {
  expect(positionOf(3, { threshold: 1, recover: 1 }, 'above', false)).toBe('band');
  expect(positionOf(0.5, { threshold: 1, recover: 1 }, 'above', false)).toBe('clear');
});
