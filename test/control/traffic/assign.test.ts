import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrafficDocument } from '#contract/traffic.ts';
import { assign, stickyKeyOf } from '#control/traffic/assign.ts';
import { bucketOfKey } from '#control/traffic/bucket-of-key.ts';

function documentOf(candidate: number, more: Partial<TrafficDocument> = {}): TrafficDocument {
  return TrafficDocument.parse({
    rev: 1,
    split: { stable: 10_000 - candidate, candidate },
    stickyKey: 'x-user',
    salt: 'r-17',
    ...more,
  });
}
const none = () => undefined;
const armOf = (document: TrafficDocument, key: string) => assign(document, key, none).arm;
const users = Array.from({ length: 20_000 }, (_, i) => `user-${i}`);

describe('the split of traffic', () => {
  it('gives the candidate its share, within what chance allows', () => {
    const inCandidate = users.filter((user) => armOf(documentOf(500), user) === 'candidate');

    // 1000 expected of 20,000, standard deviation 31
    expect(Math.abs(inCandidate.length - 1000)).toBeLessThan(100);
  });

  it('spreads keys evenly over the basis points', () => {
    const tenths = new Float64Array(10);
    for (const user of users) tenths[Math.floor(bucketOfKey('r-17', user) / 1000)]! += 1;
    const chiSquare = tenths.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);

    expect(chiSquare).toBeLessThan(21.7); // 99 % of χ² with 9 degrees of freedom
  });

  it('keeps every user of the candidate when it grows, and every one of the audit', () => {
    const document = (candidate: number) =>
      documentOf(0, { split: { stable: 9_800 - candidate, candidate, audit: 200 } });
    const lost = (key: string, candidate: number, growth: number) => {
      const before = armOf(document(candidate), key);
      return before !== 'stable' && armOf(document(candidate + growth), key) !== before;
    };
    const check = () =>
      assert(
        property(
          string(),
          integer({ min: 0, max: 8_800 }),
          integer({ min: 0, max: 1_000 }),
          (...any) => !lost(...any),
        ),
      );

    expect(check).not.toThrow();
  });

  it('chooses other users with another salt', () => {
    const first = users.filter((user) => armOf(documentOf(500), user) === 'candidate');
    const again = first.filter((user) => armOf(documentOf(500, { salt: 'r-18' }), user) === 'candidate');

    // 50 of 1000 expected by chance
    expect(again.length).toBeLessThan(80);
  });

  it('sends all to one side at 0 and at 10,000', () => {
    expect(new Set(users.map((user) => armOf(documentOf(0), user)))).toEqual(new Set(['stable']));
    expect(new Set(users.map((user) => armOf(documentOf(10_000), user)))).toEqual(new Set(['candidate']));
  });
});

describe('a request', () => {
  it('goes where its header asks', () => {
    const document = documentOf(0, { force: [{ header: 'x-variant', value: 'new', arm: 'candidate' }] });

    expect(assign(document, 'user-1', (name) => (name === 'x-variant' ? 'new' : undefined))).toEqual({
      arm: 'candidate',
      isForced: true,
      copies: [],
    });
  });

  it('is copied for a share of the keys, never to the arm that answers', () => {
    const document = documentOf(0, { mirror: [{ to: 'candidate', basisPoints: 1_000 }] });
    const copied = users.filter((user) => assign(document, user, none).copies.length > 0);

    expect(Math.abs(copied.length - 2000)).toBeLessThan(150);
    expect(assign(documentOf(10_000, { mirror: document.mirror }), copied[0] as string, none).copies).toEqual(
      [],
    );
  });

  it('is copied to the stable version, too, where that answers everything: how far does it agree with itself?', () => {
    const mirror = [{ to: 'stable' as const, basisPoints: 10_000 }];

    expect(assign(documentOf(0, { mirror }), 'ana', none)).toMatchObject({
      arm: 'stable',
      copies: ['stable'],
    });
    expect(assign(documentOf(5_000, { mirror }), users.find(isStable) ?? '', none).copies).toEqual([]);

    function isStable(user: string): boolean {
      return assign(documentOf(5_000), user, none).arm === 'stable';
    }
  });

  it('is known by its sticky header, else by itself', () => {
    expect(stickyKeyOf(documentOf(0), () => 'ana', 'own')).toEqual({ key: 'ana', isSticky: true });
    expect(stickyKeyOf(documentOf(0), none, 'own')).toEqual({ key: 'own', isSticky: false });
    expect(stickyKeyOf(documentOf(0, { stickyKey: null }), () => 'ana', 'own').key).toBe('own');
  });
});

describe('a traffic document', () => {
  it('must give away all of the traffic, in whole basis points', () => {
    expect(() => documentOf(0, { split: { stable: 9_000, candidate: 500, audit: 0 } })).toThrow(
      'sum to 10000',
    );
    expect(() => documentOf(0.5)).toThrow('expected int');
  });
});
