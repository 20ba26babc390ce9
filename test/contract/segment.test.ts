import { describe, expect, it } from 'vitest';
import { findSegment, formatSegment, SegmentText } from '#contract/segment.ts';

describe('a segment on the wire', () => {
  it.each([
    [{ metric: 'input.device', value: 'phone' }, 'input.device:phone'],
    [{ metric: 'input.a:b', value: 'c:d' }, 'input.a%3Ab:c:d'],
    [{ metric: 'input.100%3A', value: '' }, 'input.100%253A:'],
    [{ metric: 'site', value: '50%25' }, 'site:50%25'],
  ])('writes and reads %j', (segment, text) => {
    expect(formatSegment(segment)).toBe(text);
    expect(findSegment(text)).toEqual(segment);
  });

  it.each(['phone', ':phone', '', 'a:\0', `a:${'x'.repeat(2000)}`])('refuses %j', (text) => {
    expect(SegmentText.safeParse(text).success).toBe(false);
  });
});
