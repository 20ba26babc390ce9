import type { PersonRole } from './person-role.ts';
import type { routes } from './routes.ts';

export type RouteName = keyof typeof routes;

const everyone: readonly PersonRole[] = ['viewer', 'on-call', 'engineer', 'approver', 'admin'];
/** Leave a word for others, and keep views. */
const writers: readonly PersonRole[] = ['on-call', 'engineer', 'approver', 'admin'];
/** Decide what is watched, and how. */
const builders: readonly PersonRole[] = ['engineer', 'admin'];

/** Who may call which route: what is not written here is denied, and a route without a line does not compile. */
export const permissions: Record<RouteName, readonly PersonRole[]> = {
  status: everyone,

  ingestPredictions: builders,
  ingestLabels: builders,
  ingestSamples: builders,

  listPipelines: everyone,
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
  exportRules: everyone,
  importRules: builders,

  listSavedViews: everyone,
  createSavedView: writers,
  deleteSavedView: writers,
};

export function mayCall(role: PersonRole, route: RouteName): boolean {
  return permissions[route].includes(role);
}
