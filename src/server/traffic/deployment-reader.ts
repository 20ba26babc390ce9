import type { ControlStore } from '#api/ports.ts';
import type { TrafficWrite, WarmUp } from '#api/traffic-adapter.ts';
import type { Deployment } from '#contract/deployment.ts';
import { PipelineDefinition } from '#contract/pipeline-definition.ts';
import type { Rollout } from '#contract/rollout.ts';
import { probeEndpoint } from './probe-endpoint.ts';

/** Where the versions of one stage answer, as people said it. */
export interface DeploymentReader {
  /** Ready when the candidate answers as it should. */
  warmUp(rollout: Pick<Rollout, 'stable' | 'candidate'>): Promise<WarmUp>;
  urls(write: Pick<TrafficWrite, 'versions'>): Promise<{ stable: URL; candidate?: URL } | { fault: string }>;
}

type Slot = { pipeline: string; stage: string };

export function createDeploymentReader(
  control: Pick<ControlStore, 'findPipeline'>,
  slot: Slot,
): DeploymentReader {
  const missing = `${slot.stage} has no deployment: say where its versions answer`;
  return {
    async warmUp({ stable, candidate }) {
      const deployment = await findDeployment(control, slot);
      if (!deployment) return failed(missing);
      const url = urlOf(deployment, candidate.version);
      if (!url)
        return failed(`version ${candidate.version} has no endpoint in the deployment of ${slot.stage}`);
      const fault = await probeEndpoint(url, urlOf(deployment, stable.version), deployment.probe);
      return fault === null ? { state: 'ready' } : failed(`${candidate.version}: ${fault}`);
    },
    async urls({ versions }) {
      const deployment = await findDeployment(control, slot);
      if (!deployment) return { fault: missing };
      const stable = urlOf(deployment, versions.stable.version);
      if (!stable) return { fault: `version ${versions.stable.version} has no endpoint` };
      const candidate = urlOf(deployment, versions.candidate.version);
      return { stable, ...(candidate && { candidate }) };
    },
  };
}

function failed(text: string): WarmUp {
  return { state: 'failed', text };
}

export async function findDeployment(
  control: Pick<ControlStore, 'findPipeline'>,
  { pipeline, stage }: Slot,
): Promise<Deployment | undefined> {
  const stored = await control.findPipeline(pipeline);
  const definition = stored?.definition ?? PipelineDefinition.parse({});
  return definition.stages.find(({ name }) => name === stage)?.deployment;
}

export function urlOf({ endpoints }: Deployment, version: string): URL | undefined {
  const found = endpoints.find((endpoint) => endpoint.version === version);
  return found && new URL(found.url);
}
