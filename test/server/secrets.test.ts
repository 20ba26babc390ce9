import { describe, expect, it } from 'vitest';
import { createPassword, createToken } from '#api/access/token.ts';
import { createSecrets } from '#server/secrets.ts';

const secrets = createSecrets();

describe('a password', () => {
  it('is known again by its hash, which is another one each time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => secrets.hashPassword('correct horse')));

    expect(first).not.toBe(second);
    expect(first).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(
      await Promise.all(
        ['correct horse', 'correct horsf', ''].map((tried) => secrets.verifyPassword(tried, first)),
      ),
    ).toEqual([true, false, false]);
  });

  it('is the same however its letters are composed', async () => {
    expect(await secrets.verifyPassword('cafe\u0301', await secrets.hashPassword('caf\u00e9'))).toBe(true);
  });

  it('is never right without a hash', async () => {
    expect(await secrets.verifyPassword('', undefined)).toBe(false);
  });

  it('that we make differs each time, in letters that are not taken for others', () => {
    const made = Array.from({ length: 50 }, () => createPassword(secrets));

    expect(new Set(made).size).toBe(50);
    expect(made.every((password) => /^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){4}$/.test(password))).toBe(
      true,
    );
  });
});

it('a token has 256 bits and fits into a header', () => {
  expect(createToken(secrets)).toMatch(/^[\w-]{43}$/);
});
