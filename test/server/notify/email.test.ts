import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Notice } from '#api/notification-store.ts';
import { sendEmail } from '#server/notify/email.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { firedAlert, resolvedAlert } from '#test/server/stores/fired-alert.ts';
import { selfSigned } from './self-signed.ts';

const atMs = Date.UTC(2026, 10, 24, 12);
const fired = firedAlert({ id: 'asr', atMs });
const context = {
  guard: createTargetGuard(['127.0.0.0/8']),
  origin: 'https://watch.example.org',
  now: () => new Date(atMs),
  to: ['oncall@example.org', 'lead@example.org'],
};

function noticeOf({ alert, messages }: typeof fired): Notice {
  const told = messages.map((message) => ({
    key: `asr/1/${message.kind}/${message.number}`,
    message,
    alert,
  }));
  return { key: told[0]?.key ?? '', messages: told, isTest: false };
}

type Mail = { from: string; to: string[]; user: string | undefined; text: string };

/** A real SMTP server that keeps what it gets. */
async function openSink({
  refuses,
  password,
  security = 'none',
}: { refuses?: string; password?: string; security?: 'none' | 'tls' | 'startTls' } = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: [
      ...(password === undefined ? ['AUTH'] : []),
      ...(security === 'startTls' ? [] : ['STARTTLS']),
    ],
    secure: security === 'tls',
    ...selfSigned,
    allowInsecureAuth: true,
    onAuth(auth, _, done) {
      if (auth.password === password) done(null, { user: auth.username });
      else done(new Error('535 wrong password'));
    },
    onRcptTo({ address }, _, done) {
      if (address === refuses) done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      else done();
    },
    onData(stream, session, done) {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => (text += part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user as string | undefined,
          text,
        });
        done(null, 'kept');
      });
    },
  });
  server.on('error', () => undefined); // a client that hangs up amid the handshake is what some tests are about
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  const settings = {
    kind: 'email' as const,
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    security,
    from: 'watch@example.org',
    to: context.to,
  };
  return { mails, channel: { name: 'mail', settings, secrets: {} } };
}

describe('mail', () => {
  it('is sent in text and HTML, the mails of one episode in one thread', async () => {
    const { mails, channel } = await openSink();

    const attempt = await sendEmail(channel, noticeOf(fired), context);
    await sendEmail(channel, noticeOf(resolvedAlert(fired, atMs)), context);

    expect(attempt).toMatchObject({ ok: true, status: 250, answer: '250 kept', error: null });
    expect(mails.map(({ from, to }) => [from, to])).toEqual([
      ['watch@example.org', context.to],
      ['watch@example.org', context.to],
    ]);
    const [first = '', second = ''] = mails.map(({ text }) => text.replaceAll('\r\n', '\n'));
    expect(headerOf(first, 'Subject')).toBe('[Anchorwatch] critical: psi of audio length, speech / asr');
    expect(headerOf(second, 'Subject')).toBe('[Anchorwatch] resolved: psi of audio length, speech / asr');
    expect(headerOf(first, 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(first, 'X-Priority')).toContain('1');
    expect(first).toContain('Content-Type: text/plain');
    expect(first).toContain('<strong>critical: psi of audio length, speech / asr</strong>');
    expect(first).toContain('https://watch.example.org/alerts/asr');
    expect(headerOf(first, 'References')).toBe(headerOf(second, 'References'));
    expect(headerOf(first, 'Message-ID')).not.toBe(headerOf(second, 'Message-ID'));
  });

  it('has the same id when it is sent again', async () => {
    const { mails, channel } = await openSink();

    await sendEmail(channel, noticeOf(fired), context);
    await sendEmail(channel, noticeOf(fired), context);

    const ids = mails.map(({ text }) => headerOf(text, 'Message-ID'));
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@example\.org>$/);
    expect(ids[1]).toBe(ids[0]);
  });

  it('says whose mailbox was refused, and gives up where every one was', async () => {
    const { channel } = await openSink({ refuses: 'lead@example.org' });

    expect(await sendEmail(channel, noticeOf(fired), context)).toMatchObject({
      ok: true,
      answer: '250 kept; refused: lead@example.org',
    });
    expect(await sendEmail(channel, noticeOf(fired), { ...context, to: ['lead@example.org'] })).toMatchObject(
      {
        ok: false,
        status: 550,
        isFinal: true,
      },
    );
  });

  it('signs in, and tries again where the password is wrong: it may be mended', async () => {
    const { mails, channel } = await openSink({ password: 'right' });
    const as = (password: string) => ({
      ...channel,
      settings: { ...channel.settings, user: 'watch' },
      secrets: { password },
    });

    expect(await sendEmail(as('wrong'), noticeOf(fired), context)).toMatchObject({
      ok: false,
      status: 535,
      isFinal: false,
    });
    expect(await sendEmail(as('right'), noticeOf(fired), context)).toMatchObject({ ok: true });
    expect(mails.map(({ user }) => user)).toEqual(['watch']);
  });

  it('is not sent over an open line where encryption was asked for, nor inside the network', async () => {
    const { mails, channel } = await openSink();
    const encrypted = { ...channel, settings: { ...channel.settings, security: 'startTls' as const } };

    expect(await sendEmail(encrypted, noticeOf(fired), context)).toMatchObject({ ok: false, isFinal: false });
    const guarded = { ...context, guard: createTargetGuard([]) };
    expect(await sendEmail(channel, noticeOf(fired), guarded)).toMatchObject({
      ok: false,
      error: expect.stringContaining('inside the network') as string,
    });
    expect(mails).toEqual([]);
  });
});

describe.each(['tls', 'startTls'] as const)('mail by %s', (security) => {
  it('is refused where nobody trusts the certificate, with what to do about it', async () => {
    const { mails, channel } = await openSink({ security });

    expect(await sendEmail(channel, noticeOf(fired), context)).toMatchObject({
      ok: false,
      isFinal: false,
      error: expect.stringMatching(/^self-signed certificate.*NODE_EXTRA_CA_CERTS/) as string,
    });
    expect(mails).toEqual([]);
  });

  it('is sent where the authority is known', async () => {
    const known = getCACertificates('default');
    setDefaultCACertificates([...known, selfSigned.cert]);
    onTestFinished(() => setDefaultCACertificates(known));
    const { mails, channel } = await openSink({ security });

    expect(await sendEmail(channel, noticeOf(fired), context)).toMatchObject({ ok: true, status: 250 });
    expect(mails).toHaveLength(1);
  });
});

function headerOf(text: string, name: string): string | undefined {
  const unfolded = text.replaceAll('\r\n', '\n').replaceAll(/\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1];
}
