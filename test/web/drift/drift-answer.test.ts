import { describe, expect, it } from 'vitest';
import { driftAnswer } from '#web/features/drift/drift-answer.ts';
import { driftMapOf, nowMs, zone } from './drift-map-builder.ts';

const calm = { verdict: 'none', effect: 0.02 } as const;
const against = 'against “launch” v2 (22 Nov 06:00–08:00 UTC)';

describe('the answer of the drift page', () => {
  it.each([
    ['nothing drifts', { snr: calm, level: calm }, `None of the 2 metrics of vad drifts ${against}.`],
    [
      'one drifts and goes on',
      {
        level: calm,
        snr: { verdict: 'drift', effect: 0.412, spell: { from: 2, to: 4, isOngoing: true } },
      },
      `1 of 2 metrics of vad drifts, snr (Jensen–Shannon 0.412) since 10:00, ${against}.`,
    ],
    [
      'several drift, one did',
      {
        level: { verdict: 'drift', effect: 0.3 },
        snr: { verdict: 'drift', effect: 0.4, spell: { from: 0, to: 2, isOngoing: false } },
      },
      `2 of 2 metrics of vad drift, most of all snr (Jensen–Shannon 0.4) from 08:00 to 10:00, ${against}.`,
    ],
    [
      'some are worth a look, some have no score',
      {
        snr: { verdict: 'drift', effect: 0.4 },
        level: { verdict: 'warn', effect: 0.12 },
        codec: { verdict: 'unavailable' },
      },
      `1 of 2 metrics of vad drifts, snr (Jensen–Shannon 0.4), ${against}; 1 more is worth a look; 1 could not be scored.`,
    ],
    [
      'values went missing',
      { snr: { verdict: 'drift', reasons: ['missing'], missing: 0.4 }, level: calm },
      `1 of 2 metrics of vad drifts, snr (missing values 1 % → 40 %), ${against}.`,
    ],
    [
      'nothing can be scored',
      { snr: { verdict: 'unavailable' } },
      `Nothing of vad can be compared ${against} yet.`,
    ],
  ] as const)('when %s', (_, metrics, sentence) => {
    const answer = driftAnswer(driftMapOf(metrics as Parameters<typeof driftMapOf>[0]), 'vad', zone, nowMs);

    expect(answer.replaceAll('\u00a0', ' ')).toBe(sentence);
  });
});
