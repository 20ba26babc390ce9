import { expect, it } from 'vitest';
import { capabilityFaults } from '#control/traffic/capability-faults.ts';

const everything = {
  smallestShare: 1,
  onlyShares: null,
  mirror: 'share',
  stickyKey: true,
  force: true,
  audit: true,
  cautions: [],
} as const;
const document = {
  split: { stable: 9_350, candidate: 550, audit: 100 },
  mirror: [{ to: 'candidate' as const, basisPoints: 1_000 }],
  force: [{ header: 'x-arm', value: 'new', arm: 'candidate' as const }],
  stickyKey: 'x-user',
};

it('lets an actuator that can do everything do everything', () => {
  expect(capabilityFaults(document, { ...everything, cautions: [] })).toEqual([]);
});

it('says what an actuator cannot do', () => {
  const little = {
    smallestShare: 100,
    onlyShares: [0, 500, 10_000],
    mirror: 'all' as const,
    stickyKey: false,
    force: false,
    audit: false,
    cautions: [],
  };

  expect(capabilityFaults(document, little)).toEqual([
    'shares are multiples of 1 % here, 93.5 % and 5.5 % and 1 % are not',
    'the candidate gets 0 % or 5 % or 100 % here, not 5.5 %',
    'copies are of all requests or of none here',
    'requests with the same x-user cannot be kept on one version here',
    'a header cannot choose the version here',
    'a third arm for audits is not possible here',
  ]);
});
