import { describe, expect, it } from 'vitest';
import type { Automation, AutomationSetting, VersionThreshold } from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import type { PersonRole } from '#contract/person-role.ts';
import { answerUse, isAudited } from '#control/automation/answer-use.ts';
import { decideAutomation } from '#control/automation/decide.ts';
import { evidenceToRead } from '#control/automation/evidence-to-read.ts';
import { expectedDecisions } from '#control/automation/expected-decisions.ts';
import { type AutomationScene } from '#control/automation/obstacles.ts';
import { isLowering, raisesOf } from '#control/automation/raises.ts';
import { automationOf, evidence, setting } from './settings.ts';

const nowMs = Date.parse('2026-11-25T10:00:00Z');
const scene: AutomationScene = { nowMs, liveRollout: null, freeze: null, evidence: evidence() };
const v17 = (tau: number): VersionThreshold[] => [{ version: 'v17', tau }];
const partial = setting({ degree: 'partial', thresholds: v17(0.8) });

function decide(
  automation: Automation,
  command: AutomationCommand,
  {
    id = 'eng',
    role = 'engineer',
    ...patch
  }: Partial<AutomationScene> & { id?: string; role?: PersonRole } = {},
) {
  return decideAutomation(automation, command, {
    who: { id, role },
    scene: { ...scene, ...patch },
    hash: 'h1',
  });
}
const set = (patch: Parameters<typeof setting>[0], rest = {}): AutomationCommand => ({
  type: 'set',
  setting: setting(patch),
  acceptsOverload: false,
  breakGlass: false,
  ...rest,
});
const asked = (from: Automation, to = partial): Automation => {
  const decision = decide(from, { type: 'request', setting: to, reason: 'enough labels' });
  if ('refusal' in decision) throw new Error(decision.refusal.text);
  return decision.automation;
};
const approve: AutomationCommand = { type: 'approve', hash: 'h1', reason: 'seen' };
const guardOf = (decision: ReturnType<typeof decide>) =>
  'refusal' in decision ? decision.refusal.guard : undefined;

describe('what a change gives the model', () => {
  it.each<[string, Partial<AutomationSetting>, Partial<AutomationSetting>]>([
    ['a higher degree', { degree: 'shadow' }, { degree: 'assist' }],
    ['full in place of partial', partial, { degree: 'full' }],
    ['a lower threshold', partial, { ...partial, thresholds: v17(0.7) }],
    ['another version', partial, { ...partial, thresholds: [...v17(0.8), { version: 'v18', tau: 0.99 }] }],
    ['another score', partial, { ...partial, scoreField: 'p' }],
    ['fewer audits', partial, { ...partial, auditShare: 0.01 }],
    ['more errors', partial, { ...partial, errorLimit: 0.1 }],
  ])('%s is more', (_, from, to) => {
    const [before, after] = [setting(from), setting(to)];
    expect(raisesOf(before, after)).toHaveLength(1);
    expect(isLowering(before, after)).toBe(false);
  });

  it.each<[string, Partial<AutomationSetting>, Partial<AutomationSetting>]>([
    ['a lower degree', { degree: 'partial' }, { degree: 'humanOnly' }],
    ['a higher threshold', partial, { ...partial, thresholds: v17(0.9) }],
    ['a version less', partial, { ...partial, thresholds: [] }],
  ])('%s is less', (_, from, to) => {
    expect(isLowering(setting(from), setting(to))).toBe(true);
  });

  it('the capacity of people gives nothing and takes nothing', () => {
    const changed = { ...partial, peoplePerHour: 9 };
    expect(raisesOf(partial, changed)).toEqual([]);
    expect(isLowering(partial, changed)).toBe(false);
  });
});

describe('lowering', () => {
  const full = automationOf({ degree: 'full' });

  it('takes effect at once, for whoever is on call', () => {
    const decision = decide(full, set({ degree: 'assist', peoplePerHour: 100 }), { role: 'on-call' });
    expect(decision).toMatchObject({
      automation: { generation: 4, setting: { degree: 'assist' } },
      change: { kind: 'set', by: 'eng', degree: 'assist' },
    });
  });

  it('first asks whether people can take it', () => {
    const to = { degree: 'assist', peoplePerHour: 10 } as const;
    expect(guardOf(decide(full, set(to)))).toBe('overload');
    expect(guardOf(decide(full, set(to, { acceptsOverload: true })))).toBeUndefined();
  });

  it('is the way of anybody who breaks the glass', () => {
    const to = { degree: 'humanOnly', peoplePerHour: 100 } as const;
    expect(guardOf(decide(full, set(to), { role: 'viewer' }))).toBe('glassIsBroken');
    expect(guardOf(decide(full, set(to, { breakGlass: true }), { role: 'viewer' }))).toBeUndefined();
  });

  it('is not a way to raise anything', () => {
    expect(guardOf(decide(automationOf(), set({ degree: 'full' })))).toBe('raises');
  });

  it('voids what is asked for, and ignores rollouts and freezes', () => {
    const freeze = { by: 'ada', until: 'x', reason: 'y' };
    const decision = decide(asked(automationOf()), set({ degree: 'shadow', peoplePerHour: 100 }), {
      liveRollout: 'r-1',
      freeze,
    });
    expect(decision).toMatchObject({ automation: { request: null, setting: { degree: 'shadow' } } });
  });
});

describe('raising', () => {
  it('takes effect with the yes of another person for exactly what was seen', () => {
    const waiting = asked(automationOf());
    expect(waiting.setting.degree).toBe('assist');
    expect(waiting.request).toMatchObject({ by: 'eng', hash: 'h1', approvals: [] });

    const decision = decide(waiting, approve, { id: 'ada', role: 'approver' });
    expect(decision).toMatchObject({
      automation: { generation: 5, setting: partial, request: null },
      change: { kind: 'raise', by: 'ada', hash: 'h1' },
    });
  });

  it.each([
    ['isOtherPerson', approve, { id: 'eng', role: 'admin' }],
    ['role', approve, { id: 'olu', role: 'on-call' }],
    ['namesRequest', { ...approve, hash: 'h2' }, { id: 'ada', role: 'approver' }],
    ['notLapsed', approve, { id: 'ada', role: 'approver', nowMs: nowMs + 4 * 3_600_000 }],
    ['noRollout', approve, { id: 'ada', role: 'approver', liveRollout: 'r-1' }],
    [
      'notFrozen',
      approve,
      { id: 'ada', role: 'approver', freeze: { by: 'max', until: 'x', reason: 'sale' } },
    ],
    [
      'isProven',
      approve,
      {
        id: 'ada',
        role: 'approver',
        evidence: evidence({ versions: evidence().versions.map((each) => ({ ...each, errorUpper: 0.06 })) }),
      },
    ],
    ['somebodyAsks', { type: 'request', setting: partial, reason: 'me too' }, {}],
  ] as const)('is refused for %s', (guard, command, who) => {
    expect(guardOf(decide(asked(automationOf()), command, who as never))).toBe(guard);
  });

  it('takes two others where the risk is high', () => {
    const waiting = asked(automationOf({ risk: 'high' }), { ...partial, risk: 'high' });
    const one = decide(waiting, approve, { id: 'ada', role: 'approver' });
    expect(one).toMatchObject({ change: { kind: 'approve', degree: 'assist' } });
    if ('refusal' in one) throw new Error();
    expect(guardOf(decide(one.automation, approve, { id: 'ada', role: 'approver' }))).toBe('hasNotApproved');
    const two = decide(one.automation, approve, { id: 'max', role: 'admin' });
    expect(two).toMatchObject({ change: { kind: 'raise', degree: 'partial' } });
  });

  it('is withdrawn by whoever asked, and rejected by an approver', () => {
    const waiting = asked(automationOf());
    expect(decide(waiting, { type: 'withdraw' })).toMatchObject({ automation: { request: null } });
    expect(guardOf(decide(waiting, { type: 'withdraw' }, { id: 'olu' }))).toBe('role');
    expect(decide(waiting, { type: 'reject', reason: 'no' }, { role: 'approver' })).toMatchObject({
      change: { kind: 'reject' },
    });
  });

  it('needs evidence for what is new, not for what held before', () => {
    const more = { ...partial, thresholds: [...v17(0.8), { version: 'v18', tau: 0.9 }] };
    expect(evidenceToRead(partial, more, ['v17'])).toEqual([{ version: 'v18', tau: 0.9 }]);
    expect(evidenceToRead(setting(), partial, [])).toEqual(v17(0.8));
    expect(evidenceToRead(partial, { ...partial, errorLimit: 0.2 }, [])).toEqual(v17(0.8));
    expect(evidenceToRead(partial, setting({ degree: 'full' }), ['v17'])).toEqual(v17(0));
    expect(evidenceToRead(setting({ degree: 'shadow' }), setting(), ['v17'])).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    ['humanOnly', 0.99, 'people'],
    ['shadow', 0.99, 'people'],
    ['assist', 0.1, 'suggestion'],
    ['partial', 0.8, 'automatic'],
    ['partial', 0.79, 'unsure'],
    ['partial', undefined, 'unscored'],
    ['full', undefined, 'automatic'],
  ] as const)('under %s with a confidence of %s: %s', (degree, score, use) => {
    expect(answerUse({ ...partial, degree }, 'v17', score)).toBe(use);
  });

  it('of a version that nobody calibrated never acts under partial automation', () => {
    expect(answerUse(partial, 'v18', 1)).toBe('unsure');
  });

  it('of two classes is as certain near 0 as near 1', () => {
    const both = { ...partial, scoreIs: 'probability' } as const;
    expect([0.05, 0.5, 0.95].map((score) => answerUse(both, 'v17', score))).toEqual([
      'automatic',
      'unsure',
      'automatic',
    ]);
  });

  it('is audited at random by the request, in the share that was set', () => {
    const requests = Array.from({ length: 20_000 }, (_, i) => `r-${i}`);
    const drawn = requests.filter((id) => isAudited(partial, 'salt', id));
    // 2 % of 20,000 is 400, the standard deviation 20
    expect(Math.abs(drawn.length - 400)).toBeLessThan(80);
    expect(requests.filter((id) => isAudited(partial, 'salt', id))).toEqual(drawn);
    expect(requests.filter((id) => isAudited(partial, 'other', id))).not.toEqual(drawn);
  });
});

it.each([
  [{ degree: 'assist' }, 0, 100],
  [{ degree: 'full', auditShare: 0.02 }, 1, 2],
  [{ degree: 'partial', auditShare: 0.02 }, 0.75, 26.5],
  [{ degree: 'partial', auditShare: 0.02, whenUnsure: { kind: 'fallback', answer: null } }, 0.75, 2],
] as const)('people get decisions: %j at a share of %s', (patch, share, expected) => {
  expect(expectedDecisions(setting(patch as never), 100, share)).toBeCloseTo(expected, 10);
});
