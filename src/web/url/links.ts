import { formatView, type View } from './view.ts';

/**
 * Where a link goes; what it carries of the present view is the range, what that is held against, whether it is live,
 * and which rows.
 */
export type Place =
  | { page: 'fleet' }
  | { page: 'import' }
  | { page: 'thresholds' }
  | { page: 'newThreshold' }
  | { page: 'threshold'; rule: string }
  | { page: 'rollouts' }
  | { page: 'newRollout' }
  | { page: 'rollout'; id: string }
  | { page: 'disagreements'; id: string }
  | { page: 'audit' }
  | { page: 'settings'; section: SettingsSection }
  | { page: 'alerts'; id: string | undefined }
  | { page: PipelinePageName; pipeline: string }
  | { page: 'request'; pipeline: string; requestId: string }
  | { page: StagePageName; pipeline: string; stage: string };

/** What can be set, each under a path of its own. */
export const settingsSections = ['people', 'notifications', 'sources', 'keys', 'password'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** Pages under the path of a pipeline, each at its name. */
const pipelineSubpages = ['correlation', 'requests', 'runs', 'sites'] as const;
type PipelinePageName = 'pipeline' | (typeof pipelineSubpages)[number];

/** Pages under the path of a stage, each at its name. */
const stageSubpages = ['drift', 'metrics', 'quality', 'references', 'automation', 'reviews'] as const;
export type StagePageName = 'stage' | (typeof stageSubpages)[number];

type Carried = Pick<View, 'from' | 'to' | 'live'> & Partial<Pick<View, 'cmp' | 'known' | 'seg'>>;

export function fleetPath(view?: Carried): string {
  return pathOf({ page: 'fleet' }, view);
}

export function importPath(view?: Carried): string {
  return pathOf({ page: 'import' }, view);
}

export function thresholdsPath(view?: Carried): string {
  return pathOf({ page: 'thresholds' }, view);
}

/** The editor of a rule; `sel` proposes a limit, as `formatProposal` writes it. */
export function thresholdPath(rule: string, view?: Carried, own: Pick<Partial<View>, 'sel'> = {}): string {
  return pathOf({ page: 'threshold', rule }, view, own);
}

/** The editor of a rule that is yet to be made, for a series or a stage as `formatNames` writes it; else of the first pipeline. */
export function newThresholdPath(watched: string | undefined, view?: Carried): string {
  return pathOf({ page: 'newThreshold' }, view, watched === undefined ? {} : { sel: watched });
}

export function rolloutsPath(view?: Carried): string {
  return pathOf({ page: 'rollouts' }, view);
}

export function rolloutPath(id: string, view?: Carried): string {
  return pathOf({ page: 'rollout', id }, view);
}

/** Where two versions answered differently; `sort` and `sel` are the order and the cell that are looked at. */
export function disagreementsPath(id: string, view?: Carried): string {
  return pathOf({ page: 'disagreements', id }, view);
}

export function newRolloutPath(view?: Carried): string {
  return pathOf({ page: 'newRollout' }, view);
}

export function auditPath(view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'audit' }, view, own);
}

export function settingsPath(section: SettingsSection, view?: Carried): string {
  return pathOf({ page: 'settings', section }, view);
}

/** The inbox, or one alert beside it; what is shown of the inbox goes along. */
export function alertsPath(
  id: string | undefined,
  view?: Carried & Partial<Pick<View, 'tab' | 'severity' | 'mine' | 'q'>>,
): string {
  const { tab, severity, mine, q } = view ?? {};
  return pathOf({ page: 'alerts', id }, view, { tab, severity, mine, q });
}

export function pipelinePath(pipeline: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'pipeline', pipeline }, view, own);
}

export function correlationPath(pipeline: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'correlation', pipeline }, view, own);
}

export function requestsPath(pipeline: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'requests', pipeline }, view, own);
}

export function runsPath(pipeline: string, view?: Carried): string {
  return pathOf({ page: 'runs', pipeline }, view);
}

export function sitesPath(pipeline: string, view?: Carried): string {
  return pathOf({ page: 'sites', pipeline }, view);
}

export function requestPath(pipeline: string, requestId: string, view?: Carried): string {
  return pathOf({ page: 'request', pipeline, requestId }, view);
}

export function stagePath(pipeline: string, stage: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'stage', pipeline, stage }, view, own);
}

export function driftPath(pipeline: string, stage: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'drift', pipeline, stage }, view, own);
}

export function metricsPath(
  pipeline: string,
  stage: string,
  view?: Carried,
  own: Partial<View> = {},
): string {
  return pathOf({ page: 'metrics', pipeline, stage }, view, own);
}

export function qualityPath(
  pipeline: string,
  stage: string,
  view?: Carried,
  own: Partial<View> = {},
): string {
  return pathOf({ page: 'quality', pipeline, stage }, view, own);
}

export function referencesPath(
  pipeline: string,
  stage: string,
  view?: Carried,
  own: Partial<View> = {},
): string {
  return pathOf({ page: 'references', pipeline, stage }, view, own);
}

export function automationPath(pipeline: string, stage: string, view?: Carried): string {
  return pathOf({ page: 'automation', pipeline, stage }, view);
}

export function reviewsPath(pipeline: string, stage: string, view?: Carried): string {
  return pathOf({ page: 'reviews', pipeline, stage }, view);
}

/** The pipeline that a place belongs to; undefined for those that belong to none. */
export function pipelineOf(place: Place | undefined): string | undefined {
  return place && 'pipeline' in place ? place.pipeline : undefined;
}

/** `own` are parameters of the target page alone. */
export function pathOf(place: Place, view?: Carried, own: Partial<View> = {}): string {
  const { from, to, cmp, live, known, seg } = view ?? {};
  return pathnameOf(place) + formatView({ from, to, cmp, live, known, seg, ...own });
}

/** The place that a pathname names, still encoded as the browser holds it; undefined for no page of ours. */
export function parsePathname(pathname: string): Place | undefined {
  const parts = pathname.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  if (parts.length === 0) return { page: 'fleet' };
  const [first, pipelineText, second, stageText, third, ...rest] = parts;
  if (first === 'import' && pipelineText === undefined) return { page: 'import' };
  if (first === 'thresholds' && second === undefined) {
    if (pipelineText === undefined) return { page: 'thresholds' };
    if (pipelineText === 'new') return { page: 'newThreshold' };
    const rule = decodeName(pipelineText);
    return rule === undefined ? undefined : { page: 'threshold', rule };
  }
  if (first === 'rollouts' && stageText === undefined) {
    if (pipelineText === undefined) return { page: 'rollouts' };
    if (pipelineText === 'new' && second === undefined) return { page: 'newRollout' };
    const id = decodeName(pipelineText);
    const page = second === undefined ? 'rollout' : second === 'disagreements' ? second : undefined;
    return id === undefined || page === undefined ? undefined : { page, id };
  }
  if (first === 'audit' && pipelineText === undefined) return { page: 'audit' };
  if (first === 'settings' && second === undefined) {
    const section = settingsSections.find((name) => name === (pipelineText ?? settingsSections[0]));
    return section && { page: 'settings', section };
  }
  if (first === 'alerts' && second === undefined) {
    const id = decodeName(pipelineText);
    return pipelineText !== undefined && id === undefined ? undefined : { page: 'alerts', id };
  }
  if (first !== 'p' || rest.length > 0) return undefined;
  const pipeline = decodeName(pipelineText);
  if (pipeline === undefined) return undefined;
  if (second === undefined) return { page: 'pipeline', pipeline };
  const subpage = pipelineSubpages.find((name) => name === second);
  if (subpage && stageText === undefined) return { page: subpage, pipeline };
  if (second === 'requests' && third === undefined) {
    const requestId = decodeName(stageText);
    return requestId === undefined ? undefined : { page: 'request', pipeline, requestId };
  }
  const stage = decodeName(stageText);
  if (second !== 's' || stage === undefined) return undefined;
  if (third === undefined) return { page: 'stage', pipeline, stage };
  const page = stageSubpages.find((name) => name === third);
  return page && { page, pipeline, stage };
}

/** The stage that a place is about, if any. */
export function stageOf(place: Place | undefined): string | undefined {
  return place && 'stage' in place ? place.stage : undefined;
}

function pathnameOf(place: Place): string {
  if (place.page === 'fleet') return '/';
  if (place.page === 'import') return '/import';
  if (place.page === 'thresholds') return '/thresholds';
  if (place.page === 'newThreshold') return '/thresholds/new';
  if (place.page === 'threshold') return `/thresholds/${encodeName(place.rule)}`;
  if (place.page === 'rollouts') return '/rollouts';
  if (place.page === 'newRollout') return '/rollouts/new';
  if (place.page === 'rollout') return `/rollouts/${encodeName(place.id)}`;
  if (place.page === 'disagreements') return `/rollouts/${encodeName(place.id)}/disagreements`;
  if (place.page === 'audit') return '/audit';
  if (place.page === 'settings') return `/settings/${place.section}`;
  if (place.page === 'alerts') return place.id === undefined ? '/alerts' : `/alerts/${encodeName(place.id)}`;
  const pipeline = `/p/${encodeName(place.pipeline)}`;
  if (place.page === 'request') return `${pipeline}/requests/${encodeName(place.requestId)}`;
  if (!('stage' in place)) return place.page === 'pipeline' ? pipeline : `${pipeline}/${place.page}`;
  const stage = `${pipeline}/s/${encodeName(place.stage)}`;
  return place.page === 'stage' ? stage : `${stage}/${place.page}`;
}

/** Browsers take `.` and `..` for steps in the tree, however they are encoded; a `~` before them prevents it. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(/^(~*\.{1,2})$/, '~$1');
}

function decodeName(text: string | undefined): string | undefined {
  if (!text) return undefined;
  try {
    return decodeURIComponent(text.replace(/^~(~*\.{1,2})$/, '$1'));
  } catch {
    return undefined; // not UTF-8: no name of ours
  }
}
