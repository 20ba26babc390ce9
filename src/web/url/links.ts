import { formatView, type View } from './view.ts';

/**
 * Where a link goes; what it carries of the present view is the range, what that is held against, whether it is live,
 * and which rows.
 */
export type Place =
  | { page: 'fleet' }
  | { page: 'import' }
  | { page: 'pipeline'; pipeline: string }
  | { page: 'stage' | 'drift'; pipeline: string; stage: string };

type Carried = Pick<View, 'from' | 'to' | 'live'> & Partial<Pick<View, 'cmp' | 'known' | 'seg'>>;

export function fleetPath(view?: Carried): string {
  return pathOf({ page: 'fleet' }, view);
}

export function importPath(view?: Carried): string {
  return pathOf({ page: 'import' }, view);
}

export function pipelinePath(pipeline: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'pipeline', pipeline }, view, own);
}

export function stagePath(pipeline: string, stage: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'stage', pipeline, stage }, view, own);
}

export function driftPath(pipeline: string, stage: string, view?: Carried, own: Partial<View> = {}): string {
  return pathOf({ page: 'drift', pipeline, stage }, view, own);
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
  if (first !== 'p' || rest.length > 0) return undefined;
  const pipeline = decodeName(pipelineText);
  if (pipeline === undefined) return undefined;
  if (second === undefined) return { page: 'pipeline', pipeline };
  const stage = decodeName(stageText);
  if (second !== 's' || stage === undefined) return undefined;
  if (third === undefined) return { page: 'stage', pipeline, stage };
  return third === 'drift' ? { page: 'drift', pipeline, stage } : undefined;
}

function pathnameOf(place: Place): string {
  if (place.page === 'fleet') return '/';
  if (place.page === 'import') return '/import';
  const pipeline = `/p/${encodeName(place.pipeline)}`;
  if (place.page === 'pipeline') return pipeline;
  const stage = `${pipeline}/s/${encodeName(place.stage)}`;
  return place.page === 'stage' ? stage : `${stage}/drift`;
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
