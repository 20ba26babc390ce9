import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { ApiKeyRequest } from '#contract/api-key.ts';
import { callApi } from '#contract/client.ts';
import { apiKeyRoutes } from '#contract/routes/api-key-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** Newest first, revoked ones too. */
export function apiKeysQuery() {
  return queryOptions({
    queryKey: ['api-keys'],
    queryFn: async ({ signal }) => (await callApi(apiKeyRoutes.listApiKeys, {}, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

export function createApiKeyMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['api-keys', 'create'],
    mutationFn: (body: ApiKeyRequest) => callApi(apiKeyRoutes.createApiKey, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
}

export function revokeApiKeyMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['api-keys', 'revoke'],
    mutationFn: (id: string) => callApi(apiKeyRoutes.revokeApiKey, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
}
