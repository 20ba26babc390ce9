import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { DeploymentChange } from '#contract/deployment.ts';
import { deploymentRoutes } from '#contract/routes/deployment-routes.ts';

type Slot = { pipeline: string; stage: string };

/** Where the versions of a stage answer; null where nobody has said it. */
export function deploymentQuery({ pipeline, stage }: Slot) {
  return queryOptions({
    queryKey: ['deployment', pipeline, stage],
    queryFn: ({ signal }) =>
      callApi(deploymentRoutes.findDeployment, { params: { pipeline, stage } }, { signal }),
  });
}

export function putDeploymentMutation(client: QueryClient, slot: Slot) {
  return mutationOptions({
    mutationKey: ['deployment', 'put'],
    mutationFn: (change: DeploymentChange) =>
      callApi(deploymentRoutes.putDeployment, { params: slot, body: change }),
    // after a refusal, too: somebody else may have changed it
    onSettled: () => client.invalidateQueries({ queryKey: deploymentQuery(slot).queryKey }),
  });
}
