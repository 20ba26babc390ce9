import type { Deployment, DeploymentChange, DeploymentState } from '#contract/deployment.ts';
import { livePhases } from '#contract/rollout-words.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { readDefinition, stateOf, type Slot } from './find.ts';

const MOST_OPEN = 100;

/** Says where the versions of a stage answer. A version that a rollout moves keeps its endpoint until the rollout has ended. */
export async function putDeployment(
  ports: Ports,
  { slot, change, actor }: { slot: Slot; change: DeploymentChange; actor: Actor },
): Promise<DeploymentState> {
  const { definition, stage } = await readDefinition(ports, slot);
  const before = await stateOf(stage);
  if (before.digest !== change.digest)
    throw conflict('somebody else changed it', 'look at it again, and change it then');
  await checkRollouts(ports, slot, change.deployment);

  const { deployment } = change;
  const changed = { ...stage, deployment };
  const isDeclared = definition.stages.some(({ name }) => name === slot.stage);
  const stages = isDeclared
    ? definition.stages.map((one) => (one.name === slot.stage ? changed : one))
    : [...definition.stages, changed];
  const entry = { action: 'deployment.put', subject: `${slot.pipeline}/${slot.stage}`, after: deployment };
  await ports.control.putPipeline(
    { name: slot.pipeline, definition: { ...definition, stages } },
    auditEntry(actor, ports.now(), entry),
  );
  return stateOf(changed);
}

async function checkRollouts({ control }: Ports, slot: Slot, { endpoints }: Deployment): Promise<void> {
  const open = await control.listRollouts({ ...slot, isOpen: true }, MOST_OPEN);
  const live = open
    .map(({ rollout }) => rollout)
    .find(({ phase }) => livePhases.some((one) => one === phase));
  if (!live) return;
  const missing = [live.stable.version, live.candidate.version].find(
    (version) => !endpoints.some((endpoint) => endpoint.version === version),
  );
  if (missing !== undefined)
    throw conflict(
      `a rollout needs the endpoint of ${missing}`,
      `rollout ${live.id} moves traffic between ${live.stable.version} and ${live.candidate.version}: it has to end first`,
    );
}
