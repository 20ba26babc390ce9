import type { ControlStore } from '#api/ports.ts';
import type { Deployment } from '#contract/deployment.ts';
import type { Rollout } from '#contract/rollout.ts';
import { stableTraffic } from '#control/rollout/step-traffic.ts';
import { urlOf } from '../traffic/deployment-reader.ts';
import type { GatewayRoute } from './route-table.ts';

type Store = Pick<ControlStore, 'listPipelines' | 'listRollouts'>;
type Slot = { pipeline: string; stage: string; deployment: Deployment };

/** Rollouts of a stage that are looked through for the one that last had its traffic. */
const MOST_LATEST = 20;

/** Where the requests to every stage with a deployment go: as its latest rollout wants or left them, else to its stable version. */
export async function wantedRoutes(control: Store): Promise<GatewayRoute[]> {
  const pipelines = await control.listPipelines();
  const slots = pipelines.flatMap(({ name: pipeline, definition }) =>
    definition.stages.flatMap(({ name: stage, deployment }) =>
      deployment ? [{ pipeline, stage, deployment }] : [],
    ),
  );
  const routes = await Promise.all(slots.map((slot) => routeOf(control, slot)));
  return routes.filter((route) => route !== undefined);
}

async function routeOf(control: Store, slot: Slot): Promise<GatewayRoute | undefined> {
  const { pipeline, stage } = slot;
  const latest = await control.listRollouts({ pipeline, stage }, MOST_LATEST);
  const rollout = latest.map((stored) => stored.rollout).find(({ step }) => step >= 0);
  return (rollout && rolloutRoute(slot, rollout)) ?? stableRoute(slot);
}

/** Once it has succeeded the candidate is the stable version: that is where everything goes when nobody watches. */
function rolloutRoute({ pipeline, stage, deployment }: Slot, rollout: Rollout): GatewayRoute | undefined {
  const { desired, phase, salt } = rollout;
  const isDone = phase === 'succeeded';
  const stable = isDone ? rollout.candidate.version : rollout.stable.version;
  const url = urlOf(deployment, stable);
  const candidateUrl = urlOf(deployment, rollout.candidate.version);
  if (!url || (!candidateUrl && desired.split.candidate > 0)) return undefined;
  const candidate = { version: rollout.candidate.version, url: candidateUrl ?? url };
  return {
    pipeline,
    stage,
    document: isDone ? stableTraffic(salt, desired.stickyKey, desired.rev) : desired,
    endpoints: { stable: { version: stable, url }, ...(!isDone && candidateUrl && { candidate }) },
    fence: 0,
  };
}

function stableRoute({ pipeline, stage, deployment }: Slot): GatewayRoute | undefined {
  const { stable: version, stickyKey } = deployment;
  const url = urlOf(deployment, version);
  const document = stableTraffic('none', stickyKey, 0);
  return url && { pipeline, stage, document, endpoints: { stable: { version, url } }, fence: 0 };
}
