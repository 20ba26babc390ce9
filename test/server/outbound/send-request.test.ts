import { describe, expect, it } from 'vitest';
import { sendRequest } from '#server/outbound/send-request.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { answers, cuts, hangs, openReceiver } from '#test/server/notify/receiver.ts';

const loopback = createTargetGuard(['127.0.0.0/8', '::1']);
const post = (url: string, timeoutMs = 5_000) => ({
  url,
  method: 'POST' as const,
  headers: { 'idempotency-key': 'k' },
  body: 'grüße',
  timeoutMs,
});

describe('a request to the outside', () => {
  it('carries its body and headers, and brings back how the answer begins', async () => {
    const receiver = await openReceiver(answers(202, { 'retry-after': '7' }, 'x'.repeat(100_000)));

    const answer = await sendRequest(loopback, post(`${receiver.url}/hook?a=1`));

    expect(receiver.received).toMatchObject([
      { method: 'POST', path: '/hook?a=1', body: 'grüße', headers: { 'idempotency-key': 'k' } },
    ]);
    expect(answer).toMatchObject({ status: 202, body: 'x'.repeat(2_000), headers: { 'retry-after': '7' } });
  });

  it('follows no redirect', async () => {
    const target = await openReceiver(answers(200));
    const receiver = await openReceiver(answers(307, { location: target.url }));

    expect(await sendRequest(loopback, post(receiver.url))).toMatchObject({ status: 307 });
    expect(target.received).toEqual([]);
  });

  it('ends in time when nobody answers, and says when the connection is cut or refused', async () => {
    const silent = await openReceiver(hangs);
    const broken = await openReceiver(cuts);

    await expect(sendRequest(loopback, post(silent.url, 50))).rejects.toThrow('no answer within 0.05 s');
    await expect(sendRequest(loopback, post(broken.url))).rejects.toThrow('the connection was cut');
    await expect(sendRequest(loopback, post('http://127.0.0.1:1'))).rejects.toThrow('nothing listens there');
  });

  it.each([
    'http://127.0.0.1:PORT',
    'http://localhost:PORT',
    'http://[::1]:PORT',
    'http://[::ffff:127.0.0.1]:PORT',
    'http://2130706433:PORT',
    'http://0x7f.1:PORT',
    'http://169.254.169.254/latest/meta-data',
    'http://10.1.2.3',
    'http://[fd00::1]',
    'http://[64:ff9b::7f00:1]',
  ])('does not reach inside the network: %s', async (address) => {
    const receiver = await openReceiver(answers(200));
    const url = address.replace('PORT', new URL(receiver.url).port);

    await expect(sendRequest(createTargetGuard([]), post(url))).rejects.toThrow('inside the network');
    expect(receiver.received).toEqual([]);
  });

  it('reaches those networks inside that the operator allows', () => {
    const guard = createTargetGuard(['10.1.0.0/16', 'fd00::5']);

    expect(() => guard.checkAddress('10.1.2.3')).not.toThrow();
    expect(() => guard.checkAddress('fd00::5')).not.toThrow();
    expect(() => guard.checkAddress('93.184.215.14')).not.toThrow();
    expect(() => guard.checkAddress('10.2.2.3')).toThrow('inside the network');
    expect(() => createTargetGuard(['localhost'])).toThrow('not a network such as 10.1.0.0/16: localhost');
  });
});
