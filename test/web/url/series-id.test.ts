import { describe, expect, it } from 'vitest';
import { formatNames, parseNames } from '#web/url/series-id.ts';

describe('names in one word of a URL', () => {
  it.each([
    [['asr', 'input.snr_db']],
    [['a~b', '~']],
    [['!', '!t', '!e!', '~!~']],
    [['<script>', '😀 & ?', '', 'x'.repeat(500)]],
  ])('come back as they were: %j', (names) => {
    expect(parseNames(formatNames(names))).toEqual(names);
  });

  it('read as they are where nothing has to be escaped', () => {
    expect(formatNames(['asr', 'input.snr_db'])).toBe('asr~input.snr_db');
  });
});
