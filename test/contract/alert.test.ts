import { describe, expect, it } from 'vitest';
import { AlertList } from '#contract/alert.ts';
import { AlertCommand, BulkAnswer, BulkCommand } from '#contract/alert-command.ts';
import { AlertTransition } from '#contract/alert-transition.ts';
import { Silence, SilencePreview, SilenceRequest } from '#contract/silence.ts';

describe('commands on alerts', () => {
  it('take their defaults', () => {
    expect(AlertCommand.parse({ type: 'acknowledge' })).toEqual({ type: 'acknowledge', takeOver: false });
    expect(
      BulkCommand.parse({ command: { type: 'snooze' }, targets: [{ id: 'a', episode: 1 }] }).command,
    ).toEqual({ type: 'snooze' });
  });

  it.each([
    { type: 'resolve' },
    { type: 'resolve', note: '  ' },
    { type: 'note', text: 'a\0b' },
    { type: 'feedback', verdict: 'maybe' },
    { type: 'assign' },
  ])('refuse %j', (command) => {
    expect(AlertCommand.safeParse(command).success).toBe(false);
  });

  it('are refused in bulk without a target', () => {
    expect(BulkCommand.safeParse({ command: { type: 'acknowledge' }, targets: [] }).success).toBe(false);
    expect(BulkAnswer.parse({ items: [] })).toEqual({ items: [] });
  });
});

describe('a silence', () => {
  const until = '2026-11-26T10:00:00Z';

  it('names at least one exact value and a reason', () => {
    const stage = { label: 'stage', operator: 'is', value: 'asr' };
    const metric = { label: 'metric', operator: 'startsWith', value: '' };

    expect(SilenceRequest.safeParse({ matchers: [stage, metric], until, reason: 'move' }).success).toBe(true);
    expect(SilenceRequest.safeParse({ matchers: [metric], until, reason: 'move' }).success).toBe(false);
    expect(SilenceRequest.safeParse({ matchers: [stage], until, reason: ' ' }).success).toBe(false);
    expect(SilenceRequest.safeParse({ matchers: [stage], reason: 'move' }).success).toBe(false);
  });
});

it.each([
  ['a list', AlertList],
  ['a transition', AlertTransition],
  ['a silence', Silence],
  ['a preview', SilencePreview],
])('%s of alerts can be documented', (_, schema) => {
  expect(Object.keys(schema.toJSONSchema())).toContain('$ref');
});
