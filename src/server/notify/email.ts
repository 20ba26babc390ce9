import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Notice, NoticeAttempt } from '#api/notification-store.ts';
import type { TargetGuard } from '../outbound/target-guard.ts';
import { failedAttempt } from './attempt.ts';
import { digestLine, digestTitle, messageWords } from './message-words.ts';
import { alertUrl, type ChannelOf, type SenderContext } from './sender.ts';

const CONNECT_MS = 10_000;
const SILENCE_MS = 15_000;
/** Of SMTP: no such mailbox, too large, not taken. Other refusals, of a sign-in say, may be mended on either side. */
const finalCodes = [550, 551, 552, 553, 554];

/** Mail by SMTP: text and HTML, the mails of one episode in one thread. */
export async function sendEmail(
  { settings, secrets }: ChannelOf<'email'>,
  notice: Notice,
  context: SenderContext & { to: readonly string[] },
): Promise<NoticeAttempt> {
  const startMs = performance.now();
  try {
    // Connected to by the address that was checked; the certificate is still asked for the name.
    const address = await checkedAddress(context.guard, settings.host);
    const transport = createTransport({
      host: address,
      port: settings.port,
      secure: settings.security === 'tls',
      requireTLS: settings.security === 'startTls',
      ignoreTLS: settings.security === 'none',
      tls: { servername: isIP(settings.host) === 0 ? settings.host : '' },
      ...(settings.user !== undefined && { auth: { user: settings.user, pass: secrets.password ?? '' } }),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const sent = await transport.sendMail(mailOf(settings.from, notice, context));
    const rejected = sent.rejected.map(String);
    return {
      ok: true,
      status: 250,
      latencyMs: performance.now() - startMs,
      answer: rejected.length === 0 ? sent.response : `${sent.response}; refused: ${rejected.join(', ')}`,
      error: null,
      retryAfterMs: null,
      isFinal: false,
    };
  } catch (fault) {
    const code = fault instanceof Error && 'responseCode' in fault ? Number(fault.responseCode) : null;
    const isFinal = code !== null && finalCodes.includes(code);
    const failed = failedAttempt(fault, performance.now() - startMs, isFinal);
    return { ...failed, status: code, error: withCertificateHint(failed.error) };
  }
}

/** What Node says of a certificate, and what to do about one that an authority of one's own has signed. */
function withCertificateHint(error: string | null): string | null {
  if (error === null || !/certificate|altnames/i.test(error)) return error;
  return `${error}: the mail server’s certificate is not trusted; start Anchorwatch with NODE_EXTRA_CA_CERTS naming the file of its authority`;
}

function checkedAddress(guard: TargetGuard, host: string): Promise<string> {
  if (isIP(host) !== 0) {
    guard.checkAddress(host);
    return Promise.resolve(host);
  }
  return new Promise((resolve, reject) => {
    guard.lookup(host, {}, (fault, address) => {
      if (fault) reject(fault);
      else resolve(address as string); // one, because not all were asked for
    });
  });
}

function mailOf(from: string, notice: Notice, context: SenderContext & { to: readonly string[] }) {
  const { messages, key, isTest } = notice;
  const domain = from.slice(from.indexOf('@') + 1);
  const [only, ...more] = messages;
  const isUrgent = messages.some(
    ({ message }) => message.severity === 'critical' && message.kind !== 'resolve',
  );
  const common = {
    from: { name: 'Anchorwatch', address: from },
    to: [...context.to],
    messageId: idOf(key, domain),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Anchorwatch-Key': key.replaceAll(/[^\x20-\x7E]/g, '?'),
      ...(isUrgent && { Importance: 'high', 'X-Priority': '1' }),
    },
  };
  if (!only || more.length > 0) {
    const lines = messages.map(digestLine);
    const url = `${context.origin}/alerts`;
    const title = digestTitle(notice);
    return {
      ...common,
      subject: `[Anchorwatch] ${title}`,
      text: `${title}\n\n${lines.join('\n')}\n\n${url}\n`,
      html: `<p>${escaped(title)}</p><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>${link(url, 'Open the inbox')}`,
    };
  }
  const { title, text, facts } = messageWords(only);
  const url = alertUrl(context, only.alert);
  const thread = idOf(`${only.alert.id}/${only.message.episode}`, domain);
  const rows = facts.map(
    ({ name, value }) => `<tr><th align="left">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  return {
    ...common,
    subject: `[Anchorwatch] ${isTest ? 'Test: ' : ''}${title}`,
    inReplyTo: thread,
    references: [thread],
    text: `${text}\n\n${facts.map(({ name, value }) => `${name}: ${value}`).join('\n')}\n\n${url}\n${only.alert.rule.runbook === undefined ? '' : `Runbook: ${only.alert.rule.runbook}\n`}`,
    html: `<p><strong>${escaped(title)}</strong></p><p>${escaped(text)}</p><table>${rows.join('')}</table>${link(url, 'Open the alert')}${only.alert.rule.runbook === undefined ? '' : link(only.alert.rule.runbook, 'Runbook')}`,
  };
}

/** The same for the same key: a mail that is sent twice is one to programs that look at its id. */
function idOf(key: string, domain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;
}

function link(url: string, text: string): string {
  return `<p><a href="${escaped(url)}">${escaped(text)}</a></p>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
