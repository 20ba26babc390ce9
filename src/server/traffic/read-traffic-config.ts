import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Name } from '#contract/prediction.ts';
import { ArgoRolloutsRouter } from './argo-rollouts-adapter.ts';
import { GatewayApiRouter } from './gateway-api-adapter.ts';
import { HaproxyRouter } from './haproxy-adapter.ts';
import { KserveRouter } from './kserve-router.ts';
import { NginxRouter } from './nginx-adapter.ts';
import { WebhookCapabilities, WebhookRouter } from './webhook-adapter.ts';

/** Stages whose traffic other routers than the gateway move. Files and commands are the operator's, so no request sets them. */
export const TrafficConfig = z.array(
  z.union([
    z.strictObject({ pipeline: Name, stage: Name, nginx: z.array(NginxRouter).min(1) }),
    z.strictObject({ pipeline: Name, stage: Name, haproxy: z.array(HaproxyRouter).min(1) }),
    z.strictObject({ pipeline: Name, stage: Name, kserve: z.array(KserveRouter).min(1) }),
    z.strictObject({ pipeline: Name, stage: Name, argoRollouts: z.array(ArgoRolloutsRouter).min(1) }),
    z.strictObject({ pipeline: Name, stage: Name, gatewayApi: z.array(GatewayApiRouter).min(1) }),
    z.strictObject({
      pipeline: Name,
      stage: Name,
      webhook: z.array(WebhookRouter).min(1),
      capabilities: WebhookCapabilities.default({}),
    }),
  ]),
);
export type TrafficConfig = z.infer<typeof TrafficConfig>;

/** @throws {Error} naming the file and what is wrong in it */
export function readTrafficConfig(file: string): TrafficConfig {
  let config: unknown;
  try {
    config = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`ANCHORWATCH_TRAFFIC=${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const parsed = TrafficConfig.safeParse(config);
  if (!parsed.success)
    throw new Error(`ANCHORWATCH_TRAFFIC=${file}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  return parsed.data;
}
