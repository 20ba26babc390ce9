import type { ApiKeyScope } from './api-key.ts';
import type { PersonRole } from './person-role.ts';
import type { routes } from './routes.ts';

export type RouteName = keyof typeof routes;

const everyone: readonly PersonRole[] = ['viewer', 'on-call', 'engineer', 'approver', 'admin'];
/** Leave a word for others, and keep views. */
const writers: readonly PersonRole[] = ['on-call', 'engineer', 'approver', 'admin'];
/** Take what fires in hand. */
const responders = writers;
/** Decide what is watched, and how. */
const builders: readonly PersonRole[] = ['engineer', 'admin'];

/** Answer for what was done, and are the second person where one is needed. */
const auditors: readonly PersonRole[] = ['approver', 'admin'];
const admins: readonly PersonRole[] = ['admin'];

/** `anyone`: even without a session. What is not written here is denied, and a route without a line does not compile. */
export const permissions: Record<RouteName, readonly PersonRole[] | 'anyone'> = {
  session: 'anyone',
  signIn: 'anyone',
  signOut: 'anyone',
  changePassword: everyone,
  listPeople: everyone,
  createPerson: admins,
  changePerson: admins,
  resetPassword: admins,
  listApiKeys: builders,
  createApiKey: builders,
  revokeApiKey: builders,

  listAudit: auditors,
  verifyAudit: auditors,
  exportAudit: auditors,

  status: everyone,
  exposition: everyone,

  ingestPredictions: builders,
  ingestInferenceEvent: builders,
  ingestLabels: builders,
  ingestSamples: builders,

  listPipelines: everyone,
  fleet: everyone,
  putPipeline: builders,
  catalogue: everyone,
  listRuns: everyone,
  listSites: everyone,
  overview: everyone,
  health: everyone,
  listMetricSettings: everyone,
  putMetricSettings: builders,

  listReferences: everyone,
  createReference: builders,
  uploadReference: builders,
  assessReference: everyone,
  compareReferences: everyone,

  events: everyone,
  allEvents: everyone,
  createNote: writers,
  deleteNote: writers,

  series: everyone,
  histograms: everyone,
  bands: everyone,
  figures: everyone,
  repeatedOutputs: everyone,
  rows: everyone,
  frame: everyone,
  examples: everyone,
  listRequests: everyone,
  findRequest: everyone,
  labelCoverage: everyone,
  labelledRows: everyone,

  listRules: everyone,
  findRule: everyone,
  listRuleVersions: everyone,
  createRule: builders,
  changeRule: builders,
  pauseRule: builders,
  resumeRule: builders,
  deleteRule: builders,
  listRuleEvaluations: everyone,
  previewRule: everyone,
  exportRules: everyone,
  prometheusRules: everyone,
  prometheusRuleFile: everyone,
  importRules: builders,
  alarmRecord: everyone,
  listRuleEpisodes: everyone,
  ruleTestOfAlert: everyone,

  listAlerts: everyone,
  findAlert: everyone,
  handOver: everyone,
  acknowledgeAlert: responders,
  unacknowledgeAlert: responders,
  assignAlert: responders,
  snoozeAlert: responders,
  resolveAlert: responders,
  noteAlert: responders,
  feedbackAlert: responders,
  commandAlerts: responders,
  listSilences: everyone,
  previewSilence: everyone,
  createSilence: responders,
  expireSilence: responders,
  approveSilence: auditors,

  listAlertSources: everyone,
  createAlertSource: builders,
  changeAlertSource: builders,
  deleteAlertSource: builders,
  testAlertSource: builders,
  receiveAlerts: builders,

  listChannels: everyone,
  createChannel: builders,
  changeChannel: builders,
  deleteChannel: builders,
  testChannel: builders,
  readRoutes: everyone,
  writeRoutes: builders,
  previewRoutes: everyone,
  listDeliveries: everyone,
  retryDelivery: responders,
  discardDelivery: responders,
  pushState: everyone,
  subscribePush: everyone,
  unsubscribePush: everyone,

  listRollouts: everyone,
  findRollout: everyone,
  findDeployment: everyone,
  putDeployment: builders,
  createRollout: builders,
  commandRollout: everyone, // the machine's own table says who may do what
  undoRollout: responders,
  replayLog: everyone,
  listDisagreements: everyone,
  adjudicate: responders,
  listFreezes: everyone,
  createFreeze: admins,
  endFreeze: admins,

  automation: everyone,
  automationDetail: everyone,
  commandAutomation: everyone, // who may do what is said in src/control/automation/obstacles.ts
  reviewQueue: everyone,
  createReview: builders,
  takeReview: responders,
  findReview: responders,
  decideReview: responders,
  undoReview: responders,
  skipReview: responders,
  releaseReview: responders,

  listSavedViews: everyone,
  createSavedView: writers,
  deleteSavedView: writers,
};

/** What a key opens, by its scopes; nothing else. */
const keyPermissions: Partial<Record<RouteName, ApiKeyScope>> = {
  ingestPredictions: 'predictions',
  ingestInferenceEvent: 'predictions',
  ingestLabels: 'labels',
  ingestSamples: 'samples',
  exposition: 'metrics',
  receiveAlerts: 'alerts',
  automation: 'automation',
  findReview: 'automation',
  createReview: 'automation',
};

export function mayCall(
  who: { role: PersonRole | null; scopes?: readonly ApiKeyScope[] },
  route: RouteName,
): boolean {
  const allowed = permissions[route];
  if (allowed === 'anyone') return true;
  if (who.role !== null) return allowed.includes(who.role);
  const scope = keyPermissions[route];
  return scope !== undefined && (who.scopes ?? []).includes(scope);
}
