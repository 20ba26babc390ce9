import { expect, it } from 'vitest';
import { canonicalJson } from '#api/services/audit/canonical-json.ts';

it('canonical JSON is the same whatever the order of names, at every depth', () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }], a: { é: 'x', e: -0 } })).toBe(
    '{"a":{"e":0,"é":"x"},"b":[{"a":null,"z":1}]}',
  );
});

it.each([
  [{ a: undefined, b: 1 }, '{"b":1}'],
  [{ __proto__: null, constructor: 1 }, '{"constructor":1}'],
  [JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
  [[undefined, NaN], '[null,null]'],
  ['\ud800', '"\\ud800"'],
])('canonical JSON of %j is %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});
