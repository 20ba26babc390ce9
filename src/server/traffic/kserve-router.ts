import { z } from 'zod';
import { Cluster } from '../kubernetes/kubernetes-client.ts';
import { VersionTemplate } from './version-template.ts';

/** An InferenceService that answers for a stage. */
export const KserveRouter = Cluster.extend({
  namespace: z.string().min(1),
  name: z.string().min(1).describe('the InferenceService'),
  mode: z.enum(['knative', 'standard']).default('knative').describe('its deployment mode'),
  storageUri: VersionTemplate.describe(
    'where the model of a version lies, such as s3://models/asr/{version}',
  ),
  predictor: VersionTemplate.default('{version}').describe(
    'in standard mode, the name of the predictor of a version',
  ),
});
export type KserveRouter = z.infer<typeof KserveRouter>;
