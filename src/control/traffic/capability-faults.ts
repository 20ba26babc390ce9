import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import { ALL_TRAFFIC, type TrafficDocument } from '#contract/traffic.ts';

/** What a traffic document asks for that an actuator cannot do, in words; empty where it can do it all. */
export function capabilityFaults(
  { split, mirror, force, stickyKey }: Omit<TrafficDocument, 'rev' | 'salt'>,
  can: TrafficCapabilities,
): string[] {
  const faults: string[] = [];
  const isTooFine = Object.values(split).some((share) => share % can.smallestShare !== 0);
  if (isTooFine)
    faults.push(`shares are multiples of ${can.smallestShare / 100} % here, ${shareList(split)} are not`);
  if (can.onlyShares !== null && !can.onlyShares.includes(split.candidate))
    faults.push(`the candidate gets ${shareWords(can.onlyShares)} here, not ${split.candidate / 100} %`);
  if (mirror.length > 0 && can.mirror === 'none') faults.push('copies of requests cannot be sent here');
  if (can.mirror === 'all' && mirror.some(({ basisPoints }) => basisPoints < ALL_TRAFFIC))
    faults.push('copies are of all requests or of none here');
  if (stickyKey !== null && !can.stickyKey)
    faults.push(`requests with the same ${stickyKey} cannot be kept on one version here`);
  if (force.length > 0 && !can.force) faults.push('a header cannot choose the version here');
  if (split.audit > 0 && !can.audit) faults.push('a third arm for audits is not possible here');
  return faults;
}

function shareWords(shares: readonly number[]): string {
  return shares.map((share) => `${share / 100} %`).join(' or ');
}

function shareList(split: TrafficDocument['split']): string {
  return Object.values(split)
    .filter((share) => share > 0)
    .map((share) => `${share / 100} %`)
    .join(' and ');
}
