import { z } from 'zod';
import { Name } from './prediction.ts';
import { HeaderName } from './traffic.ts';

const Url = z.url({ protocol: /^https?$/, error: 'an address such as http://asr-v18:8080' }).max(2_000);

/** A request that a version must answer before it gets traffic, as a user would send it. */
export const Probe = z
  .strictObject({
    path: z.string().max(2_000).regex(/^\//, 'a path such as /v2/models/asr/infer').default('/'),
    body: z.string().max(100_000).default('{}').describe('JSON'),
  })
  .meta({ id: 'Probe' });
export type Probe = z.infer<typeof Probe>;

/** Where the versions of a stage's model answer, and who sends requests to which. */
export const Deployment = z
  .strictObject({
    endpoints: z
      .array(z.strictObject({ version: Name, url: Url }))
      .min(1)
      .max(50)
      .refine((endpoints) => new Set(endpoints.map(({ version }) => version)).size === endpoints.length, {
        error: 'each version has one endpoint',
      }),
    stable: Name.describe('answers all requests while no rollout is under way'),
    stickyKey: HeaderName.nullable().default(null),
    probe: Probe.prefault({}),
  })
  .refine(({ endpoints, stable }) => endpoints.some(({ version }) => version === stable), {
    error: 'the stable version needs an endpoint',
    path: ['stable'],
  })
  .meta({ id: 'Deployment' });
export type Deployment = z.infer<typeof Deployment>;

/** A deployment as it stands. `digest` names what was looked at, for whoever changes it. */
export const DeploymentState = z
  .object({ deployment: Deployment.nullable(), digest: z.string() })
  .meta({ id: 'DeploymentState' });
export type DeploymentState = z.infer<typeof DeploymentState>;

export const DeploymentChange = z
  .strictObject({
    deployment: Deployment,
    digest: z
      .string()
      .max(200)
      .describe('of the deployment that it replaces, which nobody else may have changed since'),
  })
  .meta({ id: 'DeploymentChange' });
export type DeploymentChange = z.infer<typeof DeploymentChange>;
