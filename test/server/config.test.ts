import { describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';

describe('the configuration', () => {
  it('listens on loopback, with the sample, unless told otherwise', () => {
    expect(readConfig({})).toMatchObject({
      port: 7474,
      host: '127.0.0.1',
      hasSample: true,
      clickhouseUrl: undefined,
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['ANCHORWATCH_SAMPLE', 'yes'],
    ['CLICKHOUSE_URL', 'localhost'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}=${value}`);
  });
});
