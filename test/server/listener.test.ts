import { expect, it } from 'vitest';
import { accountObstacle, wireWarning } from '#server/account-obstacle.ts';
import { createListener, listensOnLoopback } from '#server/listener.ts';

it.each([
  ['127.0.0.1', undefined, true],
  ['localhost', undefined, true],
  ['::1', undefined, true],
  ['0.0.0.0', undefined, false],
  ['::', undefined, false],
  ['192.168.1.7', undefined, false],
  ['127.evil.example', undefined, false],
  ['127.0.0.1', 'https://watch.example.org', false],
])('a server at %s, reached at %s, is for its own machine: %s', (host, publicOrigin, isLocal) => {
  const listener = createListener({ host, publicOrigin, hasSample: true });

  expect(listensOnLoopback({ host, publicOrigin })).toBe(isLocal);
  expect([listener.isLocal('localhost'), listener.hasSample]).toEqual([isLocal, isLocal]);
});

it.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['watch.localhost', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
])('%s as the name that was asked for is local: %s', (name, isLocal) => {
  const listener = createListener({ host: '127.0.0.1', hasSample: false, publicOrigin: undefined });

  expect(listener.isLocal(name)).toBe(isLocal);
});

it.each([
  ['127.0.0.1', undefined, true, undefined, undefined],
  ['0.0.0.0', undefined, true, /0\.0\.0\.0:7474.*npm run people -- add NAME --role admin/s, /HTTPS/],
  ['0.0.0.0', undefined, false, undefined, /HTTPS/],
  ['127.0.0.1', 'https://watch.example.org', true, /watch\.example\.org/, undefined],
  ['127.0.0.1', 'http://watch.example.org', false, undefined, /HTTPS/],
])('a server at %s, reached at %s, open: %s, is held to accounts and HTTPS', (...example) => {
  const [host, publicOrigin, isOpen, obstacle, warning] = example;
  const place = { host, port: 7474, publicOrigin };

  expect(accountObstacle(place, isOpen) ?? '').toMatch(obstacle ?? /^$/);
  expect(wireWarning(place) ?? '').toMatch(warning ?? /^$/);
});
