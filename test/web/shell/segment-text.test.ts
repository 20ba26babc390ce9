import { describe, expect, it } from 'vitest';
import { segmentText } from '#web/shell/segment-text.ts';

describe('a segment in words', () => {
  it.each([
    ['input.device:phone', 'device = phone'],
    ['input.device:', 'device = (empty)'],
    ['input.audio_seconds~2.1~4.8', 'audio_seconds 2.1–4.8 s'],
    ['input.audio_seconds~0.5~', 'audio_seconds 500 ms and more'],
    ['input.audio_seconds~0.5~4.8', 'audio_seconds 500 ms–4.8 s'],
    ['input.audio_seconds~~2.1', 'audio_seconds below 2.1 s'],
    ['input.age~18~65', 'age 18–65'],
    ['input.volume_db~-26.6~-23.6', 'volume_db −26.6 to −23.6 dB'],
    ['input.age~~', 'age with any value'],
    ['latencyMs~100~250', 'Latency 100–250 ms'],
  ])('says of %s: %s', (segment, text) => {
    expect(segmentText(segment).replaceAll('\u00a0', ' ')).toBe(text);
  });
});
