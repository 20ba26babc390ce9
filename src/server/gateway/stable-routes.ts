import type { ControlStore } from '#api/ports.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { urlOf } from '../traffic/deployment-reader.ts';
import type { GatewayRoute } from './route-table.ts';

/** Of every stage with a deployment: all requests to its stable version. */
export async function stableRoutes(control: Pick<ControlStore, 'listPipelines'>): Promise<GatewayRoute[]> {
  const pipelines = await control.listPipelines();
  return pipelines.flatMap(({ name: pipeline, definition }) =>
    definition.stages.flatMap(({ name: stage, deployment }): GatewayRoute[] => {
      const url = deployment && urlOf(deployment, deployment.stable);
      if (!url) return [];
      const { stable: version, stickyKey } = deployment;
      const document = {
        rev: 0,
        split: { stable: ALL_TRAFFIC, candidate: 0, audit: 0 },
        mirror: [],
        force: [],
        stickyKey,
        salt: 'none',
      };
      return [{ pipeline, stage, document, endpoints: { stable: { version, url } }, fence: 0 }];
    }),
  );
}
