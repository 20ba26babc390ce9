import { describe, expect, it } from 'vitest';
import type { Rollout } from '#contract/rollout.ts';
import { concernOf } from '#control/rollout/concern.ts';
import { draft, evidence, instant, startMs, threeSteps } from './rollouts.ts';

const at = instant(startMs);
const harmful = evidence('worse', startMs);
const ended = (kind: NonNullable<Rollout['end']>['kind'], text: string) => ({ kind, by: 'x', at, text });
const paused = (kind: NonNullable<Rollout['pause']>['kind']) => ({ kind, by: 'x', at, text: 'so it is' });

describe('what people have to hear of a rollout', () => {
  it.each<[string, Partial<Rollout>, ReturnType<typeof concernOf>]>([
    ['goes forward', { phase: 'soaking' }, null],
    ['was rolled back by a person', { phase: 'rolledBack', end: ended('person', 'odd words') }, null],
    [
      'went back for harm',
      { phase: 'rolledBack', end: ended('harm', 'the candidate is proven worse'), evidence: harmful },
      { severity: 'warning', text: 'It went back by itself: the candidate is proven worse (errors).' },
    ],
    [
      'does not get its warm-up done',
      { phase: 'cancelled', end: ended('warmUp', 'v18 does not answer') },
      { severity: 'warning', text: 'It ended by itself: v18 does not answer.' },
    ],
    [
      'does not get its traffic back',
      { phase: 'stuck', attempt: { since: at, count: 3, nextAt: at, error: 'connection refused' } },
      { severity: 'critical', text: 'The way back is stuck: connection refused.' },
    ],
    ['was paused by a person', { phase: 'paused', pause: paused('person') }, null],
    [
      'paused by itself',
      { phase: 'paused', pause: paused('drift') },
      { severity: 'warning', text: 'It paused by itself: so it is.' },
    ],
    ['goes back for harm in a moment', { phase: 'soaking', evidence: harmful }, null],
    [
      'harms while only people move it',
      { phase: 'soaking', evidence: harmful, plan: threeSteps({ controller: 'humanOnly' }) },
      {
        severity: 'critical',
        text: 'The candidate is proven worse (errors), and only people move it: roll it back.',
      },
    ],
  ])('of one that %s', (_, patch, concern) => {
    expect(concernOf(draft(patch))).toEqual(concern);
  });
});
