import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatSelector,
  parseDuration,
  parseSelector,
  parseSeriesValues,
} from '#control/rule-test/series-notation.ts';

describe('values of a series', () => {
  it.each([
    ['1 2.5 -3', [1, 2.5, -3]],
    ['1+2x3', [1, 3, 5, 7]],
    ['10-5x2', [10, 5, 0]],
    ['5x2', [5, 5, 5]],
    ['1 _ stale _x2 4', [1, null, null, null, null, 4]],
    ['1e3 2e-1x1', [1000, 0.2, 0.2]],
    ['Inf -Inf NaN', [Infinity, -Infinity, NaN]],
    ['', []],
  ])('%s are %j', (text, values) => {
    expect(parseSeriesValues(text)).toEqual(values);
  });

  it('that are none are named', () => {
    expect(() => parseSeriesValues('1 two 3')).toThrow('two is no value of a series');
  });
});

describe('a series', () => {
  it.each([
    ['value{alertname="slow", metric="latencyMs"}', 'value', { alertname: 'slow', metric: 'latencyMs' }],
    ['{__name__="value",a="x"}', 'value', { a: 'x' }],
    [String.raw`value{a="say \"no\", {then} \\"}`, 'value', { a: String.raw`say "no", {then} \ `.trimEnd() }],
    ['value', 'value', {}],
  ])('%s has its name and labels', (text, name, labels) => {
    expect(parseSelector(text)).toEqual({ name, labels });
    expect(parseSelector(formatSelector(name, labels))).toEqual({ name, labels });
  });

  it.each(['value{a=b}', '{a="b"}', 'va lue', 'value{a="b" c="d"}'])('%s is none', (text) => {
    expect(() => parseSelector(text)).toThrow('is no series');
  });
});

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1d2s', 86_402_000],
  ])('%s is %d ms, and is written so again', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
