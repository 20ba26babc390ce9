import type { ConfiguredTraffic, RouterTruth } from '#contract/rollout.ts';
import type { TrafficDocument } from '#contract/traffic.ts';
import { isSameTraffic } from './step-traffic.ts';

/** What was read back, judged against what is desired: as desired only when every router says so itself. */
export function judgeConfigured(
  observed: Omit<ConfiguredTraffic, 'isAsDesired'>,
  desired: TrafficDocument,
): ConfiguredTraffic {
  const { routers } = observed;
  const isAsDesired = routers.length > 0 && routers.every((router) => isRouterAsDesired(router, desired));
  return { ...observed, isAsDesired };
}

function isRouterAsDesired({ document, error }: RouterTruth, desired: TrafficDocument): boolean {
  return (
    error === null && document !== null && document.rev >= desired.rev && isSameTraffic(document, desired)
  );
}

/** Routers that answer, and say something else than what is desired: after it was read back once, somebody else did that. */
export function driftedRouters(
  { routers }: Pick<ConfiguredTraffic, 'routers'>,
  desired: TrafficDocument,
): RouterTruth[] {
  return routers.filter((router) => router.error === null && !isRouterAsDesired(router, desired));
}
