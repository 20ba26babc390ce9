import { describe, expect, it } from 'vitest';
import { budgetPeriods, defaultView, formatBound, formatView, parseView, type View } from '#web/url/view.ts';

const now = Date.parse('2026-11-23T14:00:00Z');

describe('a view in the URL', () => {
  it('is empty when everything is at its default', () => {
    expect(formatView(defaultView)).toBe('');
    expect(parseView('', now)).toEqual({ view: defaultView, ignored: [] });
  });

  it('lists its parameters in one order, whatever order they were set in', () => {
    const text = formatView({ live: false, feature: 'input.snr', to: '-1h', from: '-6h' });

    expect(text).toBe('?from=-6h&to=-1h&feature=input.snr&live=0');
  });

  it('comes back the same from any URL it was written to', () => {
    const next = createRandom(7);
    for (let i = 0; i < 500; i++) {
      const view = anyView(next);

      const read = parseView(formatView(view), now);

      expect(read).toEqual({ view, ignored: [] });
    }
  });

  it.each([
    ['a word for an instant', '?from=yesterday', [{ name: 'from', value: 'yesterday' }]],
    ['an end without a start', '?to=2026-11-23T08:00Z', [{ name: 'to', value: '2026-11-23T08:00Z' }]],
    ['a start in the future', '?from=2027-01-01T00:00Z', [{ name: 'from', value: '2027-01-01T00:00Z' }]],
    ['a day that does not exist', '?from=2026-13-45T00:00Z', [{ name: 'from', value: '2026-13-45T00:00Z' }]],
    ['more than 21 years', '?from=-9999d', [{ name: 'from', value: '-9999d' }]],
    ['an unknown group', '?group=weather', [{ name: 'group', value: 'weather' }]],
    ['a test that is no name', '?test=<script>', [{ name: 'test', value: '<script>' }]],
    ['neither on nor off', '?live=yes', [{ name: 'live', value: 'yes' }]],
    ['an unknown parameter', '?toString=1', [{ name: 'toString', value: '1' }]],
    ['an instant that is none', '?at=now', [{ name: 'at', value: 'now' }]],
    ['an unknown comparison', '?cmp=-2y', [{ name: 'cmp', value: '-2y' }]],
    ['a window upside down', '?cmp=-1h~-2h', [{ name: 'cmp', value: '-1h~-2h' }]],
    ['three versions', '?ver=a,b,c', [{ name: 'ver', value: 'a,b,c' }]],
    ['an empty version', '?ver=a,', [{ name: 'ver', value: 'a,' }]],
    ['a moment of knowledge that is none', '?known=-1d', [{ name: 'known', value: '-1d' }]],
    ['a segment without a value', '?seg=phone', [{ name: 'seg', value: 'phone' }]],
  ])('falls back and says so for %s', (_, search, ignored) => {
    expect(parseView(search, now)).toEqual({ view: defaultView, ignored });
  });

  it('holds one version against another, whatever they are called', () => {
    expect(parseView('?ver=v18,v17', now).view).toEqual({ ...defaultView, ver: 'v18', versus: 'v17' });
    const view = { ...defaultView, ver: 'a,b', versus: '50%2C' };
    expect(parseView(formatView(view), now).view).toEqual(view);
  });

  it.each(['prev', '-1d', '-7d', 'ref:r-1', '-2d~-1d', '2026-11-01T00:00Z~2026-11-02T00:00Z'])(
    'holds the range against %s',
    (cmp) => {
      const text = formatView({ cmp });
      expect(parseView(text, now)).toEqual({ view: { ...defaultView, cmp }, ignored: [] });
    },
  );

  it('keeps the first of a repeated parameter and names the second', () => {
    expect(parseView('?ver=v1&ver=v2', now)).toEqual({
      view: { ...defaultView, ver: 'v1' },
      ignored: [{ name: 'ver', value: 'v2' }],
    });
  });

  it('keeps every segment once', () => {
    expect(parseView('?seg=input.device:phone&seg=site:a&seg=site:a', now)).toEqual({
      view: { ...defaultView, seg: ['input.device:phone', 'site:a'] },
      ignored: [{ name: 'seg', value: 'site:a' }],
    });
  });

  it('names both ends of a range that is upside down', () => {
    expect(parseView('?from=-1h&to=-6h', now)).toEqual({
      view: defaultView,
      ignored: [
        { name: 'from', value: '-1h' },
        { name: 'to', value: '-6h' },
      ],
    });
  });

  it('writes instants to the minute where nothing is lost', () => {
    expect(formatBound(Date.parse('2026-11-23T08:00:00Z'))).toBe('2026-11-23T08:00Z');
    expect(formatBound(Date.parse('2026-11-23T08:00:07Z'))).toBe('2026-11-23T08:00:07.000Z');
  });
});

const hostile = [
  '<script>alert(1)</script>',
  'a&b=c',
  '50%25',
  'señal 🎙️',
  '?#/',
  '+ ',
  '\'"',
  'x'.repeat(500),
];

function anyView(next: () => number): View {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  const ranges = [
    { from: undefined, to: 'now' },
    { from: '-6h', to: 'now' },
    { from: '-7d', to: '-1h' },
    { from: formatBound(now - Math.floor(next() * 1e10) - 1), to: formatBound(now) },
  ];
  const ver = pick([undefined, ...hostile, 'a,b']);
  return {
    ...pick(ranges),
    cmp: pick(['none', 'prev', '-7d', 'ref:r-1']),
    known: pick([undefined, formatBound(now - 3_600_000)]),
    tau: pick([undefined, '0.85', '1']),
    seg: pick([[], ['input.device:phone'], hostile.map((value) => `input.x:${value}`)]),
    ref: pick([undefined, 'r-1', '🎙️']),
    test: pick([undefined, 'psi', 'jensenShannon']),
    budget: pick(budgetPeriods),
    feature: pick([undefined, ...hostile]),
    view: pick(['distribution', 'ecdf', 'history', 'detrended']),
    group: pick([undefined, 'software', 'input', 'output']),
    at: pick([undefined, formatBound(now - 60_000)]),
    sort: pick(['recent', 'errors']),
    lag: pick([undefined, '0', '-11']),
    sel: pick([undefined, ...hostile]),
    ver,
    versus: ver === undefined ? undefined : pick([undefined, ...hostile, '50%2C']),
    state: pick([undefined, 'fired']),
    actor: pick([undefined, 'ada']),
    action: pick([undefined, 'note.create']),
    q: pick(['', 'snr', '<b>&']),
    by: pick([undefined, 'team']),
    tab: pick(['firing', 'resolved']),
    severity: pick([undefined, 'critical']),
    mine: pick([true, false]),
    live: pick([true, false]),
  };
}

/** A linear congruential generator (Numerical Recipes), 0 ≤ x < 1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
