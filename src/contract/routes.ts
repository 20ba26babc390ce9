import { alarmRoutes } from './routes/alarm-routes.ts';
import { alertRoutes } from './routes/alert-routes.ts';
import { automationRoutes } from './routes/automation-routes.ts';
import { reviewRoutes } from './routes/review-routes.ts';
import { alertSourceRoutes } from './routes/alert-source-routes.ts';
import { apiKeyRoutes } from './routes/api-key-routes.ts';
import { auditRoutes } from './routes/audit-routes.ts';
import { deploymentRoutes } from './routes/deployment-routes.ts';
import { eventRoutes } from './routes/event-routes.ts';
import { ingestRoutes } from './routes/ingest-routes.ts';
import { labelRoutes } from './routes/label-routes.ts';
import { histogramRoutes } from './routes/histogram-routes.ts';
import { metricRoutes } from './routes/metric-routes.ts';
import { metricSettingRoutes } from './routes/metric-setting-routes.ts';
import { notificationRoutes } from './routes/notification-routes.ts';
import { noteRoutes } from './routes/note-routes.ts';
import { personRoutes } from './routes/person-routes.ts';
import { pipelineDefinitionRoutes } from './routes/pipeline-definition-routes.ts';
import { pipelineRoutes } from './routes/pipeline-routes.ts';
import { referenceRoutes } from './routes/reference-routes.ts';
import { requestRoutes } from './routes/request-routes.ts';
import { rolloutRoutes } from './routes/rollout-routes.ts';
import { rowRoutes } from './routes/row-routes.ts';
import { ruleRoutes } from './routes/rule-routes.ts';
import { savedViewRoutes } from './routes/saved-view-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { silenceRoutes } from './routes/silence-routes.ts';
import { signInRoutes } from './routes/sign-in-routes.ts';
import { statusRoutes } from './routes/status-routes.ts';

/** The API, once: the server validates with it, the page's client is typed by it, OpenAPI and the mocks come from it. */
export const routes = {
  ...ingestRoutes,
  ...statusRoutes,
  ...pipelineRoutes,
  ...pipelineDefinitionRoutes,
  ...metricSettingRoutes,
  ...referenceRoutes,
  ...eventRoutes,
  ...noteRoutes,
  ...metricRoutes,
  ...histogramRoutes,
  ...rowRoutes,
  ...requestRoutes,
  ...labelRoutes,
  ...ruleRoutes,
  ...alarmRoutes,
  ...alertRoutes,
  ...alertSourceRoutes,
  ...silenceRoutes,
  ...notificationRoutes,
  ...deploymentRoutes,
  ...rolloutRoutes,
  ...automationRoutes,
  ...reviewRoutes,
  ...savedViewRoutes,
  ...sessionRoutes,
  ...signInRoutes,
  ...personRoutes,
  ...apiKeyRoutes,
  ...auditRoutes,
};
