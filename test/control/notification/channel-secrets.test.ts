import { describe, expect, it } from 'vitest';
import { changedSecrets, secretHint } from '#control/notification/channel-secrets.ts';

const hook = (url: string) => ({ kind: 'webhook' as const, url });
const before = {
  settings: hook('https://hooks.example.org/a'),
  secrets: { signingKey: 'k', authorization: 'Bearer t' },
};

describe('the secrets of a channel', () => {
  it('stay as they are, are replaced, or are taken away', () => {
    const settings = hook('https://hooks.example.org/b');

    expect(changedSecrets(before, { settings, secrets: {} })).toEqual({ secrets: before.secrets });
    expect(changedSecrets(before, { settings, secrets: { signingKey: 'n', authorization: '' } })).toEqual({
      secrets: { signingKey: 'n' },
    });
  });

  it('do not go with the channel to another place', () => {
    const settings = hook('https://evil.example.org/a');

    expect(changedSecrets(before, { settings, secrets: {} })).toEqual({
      refusal: expect.stringContaining('give its signingKey anew') as string,
    });
    expect(changedSecrets(before, { settings, secrets: { signingKey: 'n' } })).toHaveProperty('refusal');
    expect(changedSecrets(before, { settings, secrets: { signingKey: 'n', authorization: '' } })).toEqual({
      secrets: { signingKey: 'n' },
    });
  });

  it('do not go over to another kind, nor a mail password to another host', () => {
    expect(
      changedSecrets(before, { settings: { kind: 'slack' }, secrets: { url: 'https://h.example.org' } }),
    ).toEqual({
      secrets: { url: 'https://h.example.org' },
    });
    const mail = (host: string) => ({
      kind: 'email' as const,
      host,
      port: 587,
      security: 'startTls' as const,
      from: 'a@b.org',
      to: ['c@d.org'],
    });
    expect(
      changedSecrets(
        { settings: mail('smtp.b.org'), secrets: { password: 'p' } },
        { settings: mail('evil.org'), secrets: {} },
      ),
    ).toHaveProperty('refusal');
  });

  it('are those that the kind has, and as many as it needs', () => {
    expect(changedSecrets(undefined, { settings: { kind: 'slack' }, secrets: {} })).toEqual({
      refusal: 'a channel of kind slack needs its url',
    });
    expect(changedSecrets(undefined, { settings: hook('https://a.org'), secrets: { token: 't' } })).toEqual({
      refusal: 'a channel of kind webhook has no token',
    });
  });

  it('are hinted at so that nobody can use the hint', () => {
    expect(secretHint('url', 'https://hooks.slack.com/services/T0/B0/xyz')).toBe('https://hooks.slack.com/…');
    expect(secretHint('routingKey', '0123456789abcdef')).toBe('…cdef');
    expect(secretHint('password', 'hunter2')).toBe('…');
  });
});
