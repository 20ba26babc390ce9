import { expect, it } from 'vitest';
import type { SilenceMatcher } from '#contract/silence.ts';
import { isActive } from '#control/alert/silence.ts';
import { breadthOf } from '#control/alert/silence-breadth.ts';

const HOUR_MS = 3_600_000;
const is = (label: string, value = 'x'): SilenceMatcher => ({ label, operator: 'is', value });

it.each<[string, SilenceMatcher[], number, number, string[]]>([
  ['of a stage for a day', [is('pipeline'), is('stage')], 24, 10, []],
  ['of a rule', [is('rule')], 1, 0, []],
  ['of a label of the team', [is('team')], 1, 0, []],
  ['of a pipeline', [is('pipeline')], 1, 0, ['it names nothing narrower than a pipeline']],
  ['of a severity', [is('severity')], 1, 0, ['it names nothing narrower than a pipeline']],
  [
    'of all stages but one',
    [is('pipeline'), { label: 'stage', operator: 'isNot', value: 'asr' }],
    1,
    0,
    ['it names nothing narrower than a pipeline'],
  ],
  ['for longer than a day', [is('rule')], 24.1, 0, ['it lasts longer than 24 h']],
  ['of many open alerts', [is('stage')], 1, 11, ['it catches 11 open alerts']],
])('a silence %s', (_, matchers, hours, caughtNow, reasons) => {
  expect(breadthOf({ matchers, lengthMs: hours * HOUR_MS, caughtNow })).toEqual(reasons);
});

it('a silence that waits for approval is not active, and begins with it', () => {
  const [from, at, until] = [1, 2, 3].map((hour) => new Date(hour * HOUR_MS).toISOString()) as [
    string,
    string,
    string,
  ];
  const waiting = { from, until, approval: { reasons: ['it is long'] } };
  const approved = { from, until, approval: { reasons: ['it is long'], by: 'dana', at } };
  const active = (silence: typeof waiting | typeof approved, hours: readonly number[]) =>
    hours.map((hour) => isActive(silence, hour * HOUR_MS));

  expect(active(waiting, [1, 2, 2.5])).toEqual([false, false, false]);
  expect(active(approved, [1.9, 2, 2.9, 3])).toEqual([false, true, true, false]);
});
