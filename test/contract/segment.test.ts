import { describe, expect, it } from 'vitest';
import { findSegment, formatSegment, SegmentText } from '#contract/segment.ts';

describe('a segment on the wire', () => {
  it.each([
    [{ metric: 'input.device', value: 'phone' }, 'input.device:phone'],
    [{ metric: 'input.a:b', value: 'c:d' }, 'input.a%3Ab:c:d'],
    [{ metric: 'input.100%3A', value: '' }, 'input.100%253A:'],
    [{ metric: 'site', value: '50%25' }, 'site:50%25'],
    [{ metric: 'input.age', value: '~18~65' }, 'input.age:~18~65'],
    [{ metric: 'input.age', from: 18, to: 65.5 }, 'input.age~18~65.5'],
    [{ metric: 'input.a:b~c', from: -Infinity, to: -1e-7 }, 'input.a%3Ab~c~~-1e-7'],
    [{ metric: 'input.x', from: 2, to: Infinity }, 'input.x~2~'],
  ])('writes and reads %j', (segment, text) => {
    expect(formatSegment(segment)).toBe(text);
    expect(findSegment(text)).toEqual(segment);
  });

  it.each(['a~1', 'a~1~1', 'a~2~1', 'a~x~2', '~1~2', 'phone', ':phone', '', 'a:\0', `a:${'x'.repeat(2000)}`])(
    'refuses %j',
    (text) => {
      expect(SegmentText.safeParse(text).success).toBe(false);
    },
  );
});
