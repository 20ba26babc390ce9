import { z } from 'zod';
import { AlertTab, alertTabs, Severity } from '#contract/alert-words.ts';
import { MetricGroup } from '#contract/metric.ts';
import { limits } from '#contract/prediction.ts';
import { SegmentText } from '#contract/segment.ts';
import { requestOrders, type RequestOrder } from '#contract/request-order.ts';
import { parseBound } from '../api/time-range.ts';
import { parseCompare } from './compare.ts';

const LONGEST_RANGE_MS = 21 * 366 * 86_400_000;
const RANGE_BOUND = /^(now|-\d{1,6}[mhdw]|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)$/;

const bound = z.string().regex(RANGE_BOUND);
const instant = z
  .string()
  .regex(/^\d{4}-/)
  .pipe(bound)
  .refine((text) => !Number.isNaN(Date.parse(text)));
/** Stage and metric as `series-id.ts` writes them, each character escaped at worst. */
const longestSeries = 4 * (limits.nameLength + 20);
const name = z.string().min(1).max(limits.nameLength);

/** What the panel of one metric shows; the first where none is named. */
export const panelViews = [
  'distribution',
  'segments',
  'ecdf',
  'quantiles',
  'table',
  'missing',
  'history',
  'rows',
] as const;
export type PanelView = (typeof panelViews)[number];
/** The board's own view: all its metrics together. */
export const togetherView = 'together';
/** How series are seen before they are correlated; as they are where none is named. */
const seriesViews = ['detrended', 'withoutDailyPattern'] as const;
type SeriesViewName = (typeof seriesViews)[number];

/** One false alarm of a drift board is allowed in such a time. */
export const budgetPeriods = ['day', 'week', 'month'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** The order of a drift board by what a drift lets expect for the error; by score where it is not named. */
export const harmOrder = 'harm';

/** The order of disagreements, by impact where it is not named. */
export const disagreementSorts = ['scoreGap', 'latest', 'random'] as const;
export type DisagreementSort = (typeof disagreementSorts)[number];

/** The parameters in the order in which a URL lists them. */
const parameters = {
  from: bound,
  to: bound,
  cmp: z
    .string()
    .max(120)
    .refine((text) => parseCompare(text) !== undefined),
  known: instant,
  seg: SegmentText,
  ref: z.string().min(1).max(100),
  test: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/),
  budget: z.enum(budgetPeriods),
  feature: z.string().min(1).max(longestSeries),
  view: z.enum([...panelViews, togetherView, ...seriesViews]),
  group: MetricGroup,
  at: instant,
  lag: z.string().regex(/^-?\d{1,6}$/),
  sel: z
    .string()
    .min(1)
    .max(2 * longestSeries + 1),
  sort: z.enum([...requestOrders, harmOrder, ...disagreementSorts]),
  tau: z.string().regex(/^(0(\.\d{1,4})?|1)$/),
  ver: z.string().refine((text) => parseVersions(text) !== undefined),
  state: z.enum(['fired']),
  actor: z.string().min(1).max(100),
  action: z.string().min(1).max(100),
  q: z.string().min(1).max(200),
  by: z.enum(['team']),
  tab: AlertTab,
  severity: Severity,
  mine: z.enum(['true']),
  live: z.enum(['0', '1']),
} as const;

/** `seg` may stand in a URL more than once, so often at most. */
const MOST_SEGMENTS = 20;

/**
 * What a link shows, as its query string says it. `from` is left out where nobody has chosen a range: each
 * pipeline then has its own (`useTimeRange`). A view that is not live stands still.
 */
export type View = {
  from: string | undefined;
  to: string;
  /** What the range is held against; see `parseCompare`. */
  cmp: string;
  /** Only what was known at this instant; undefined for all that is known now. */
  known: string | undefined;
  /** The only rows shown, each as `formatSegment` writes it: of one metric any of the values, of different metrics all. */
  seg: readonly string[];
  /** Id of the reference. */
  ref: string | undefined;
  /** Drift method. */
  test: string | undefined;
  /** The time in which the drift board may raise one false alarm. */
  budget: BudgetPeriod;
  /** Id of the metric that is looked at; on pages of many stages, a series (`series-id.ts`). */
  feature: string | undefined;
  /** What is shown of that metric, or how series are seen. */
  view: PanelView | typeof togetherView | SeriesViewName;
  group: MetricGroup | undefined;
  /** Start of the slot that is looked at. */
  at: string | undefined;
  /** Minutes by which one series is shifted against the other. */
  lag: string | undefined;
  /** The cell that is looked at: stages or series, as `series-id.ts` writes them. */
  sel: string | undefined;
  /** What a list goes by: of requests, of a drift board `harm`, or of disagreements. */
  sort: RequestOrder | typeof harmOrder | DisagreementSort;
  /** The confidence from which answers would act. */
  tau: string | undefined;
  /** The only version shown. */
  ver: string | undefined;
  /** The version that it is held against. */
  versus: string | undefined;
  /** Only what is out of the ordinary. */
  state: 'fired' | undefined;
  /** Whose entries of the audit. */
  actor: string | undefined;
  /** What was done, or how its name begins. */
  action: string | undefined;
  q: string;
  /** How a list is grouped. */
  by: 'team' | undefined;
  /** Which alerts of the inbox. */
  tab: AlertTab;
  severity: Severity | undefined;
  /** Only what is assigned to me, or acknowledged by me. */
  mine: boolean;
  live: boolean;
};

/** What to show of a metric; the first where the URL names a view of another kind of page. */
export function orderOf({ sort }: Pick<View, 'sort'>): RequestOrder {
  return requestOrders.find((order) => order === sort) ?? requestOrders[0];
}

/** What the panel of a metric shows. */
export function panelOf({ view }: Pick<View, 'view'>): PanelView {
  return panelViews.find((panel) => panel === view) ?? panelViews[0];
}

/** A parameter that was not understood. */
export type IgnoredParameter = { name: string; value: string };

export const defaultView: View = {
  from: undefined,
  to: 'now',
  cmp: 'none',
  known: undefined,
  seg: [],
  ref: undefined,
  test: undefined,
  budget: 'week',
  feature: undefined,
  view: 'distribution',
  group: undefined,
  at: undefined,
  lag: undefined,
  sel: undefined,
  sort: 'recent',
  tau: undefined,
  ver: undefined,
  versus: undefined,
  state: undefined,
  actor: undefined,
  action: undefined,
  q: '',
  by: undefined,
  tab: alertTabs[0],
  severity: undefined,
  mine: false,
  live: true,
};

/** Reads a query string. What it does not understand falls back to the default and is listed. */
export function parseView(search: string, nowMs: number): { view: View; ignored: IgnoredParameter[] } {
  const ignored: IgnoredParameter[] = [];
  const read: Partial<Record<Exclude<keyof typeof parameters, 'seg'>, string>> = {};
  const seg: string[] = [];
  for (const [key, value] of new URLSearchParams(search)) {
    const isGood = isParameter(key) && parameters[key].safeParse(value).success;
    if (isGood && key === 'seg' && seg.length < MOST_SEGMENTS && !seg.includes(value)) seg.push(value);
    else if (isGood && key !== 'seg' && !(key in read)) read[key] = value;
    else ignored.push({ name: key, value });
  }
  if (!isRange(read.from, read.to, nowMs)) {
    for (const key of ['from', 'to'] as const) {
      if (read[key] !== undefined) ignored.push({ name: key, value: read[key] });
      delete read[key];
    }
  }
  const {
    live,
    group,
    ver,
    state,
    by,
    tab = defaultView.tab,
    severity,
    mine,
    budget = defaultView.budget,
    sort = defaultView.sort,
    view: panel = defaultView.view,
    ...texts
  } = read;
  const view: View = {
    ...defaultView,
    ...texts,
    ...(ver !== undefined && parseVersions(ver)),
    seg,
    live: live !== '0',
    // the schemas have looked at these
    group: group as View['group'],
    budget: budget as View['budget'],
    view: panel as View['view'],
    sort: sort as View['sort'],
    state: state as View['state'],
    by: by as View['by'],
    tab: tab as View['tab'],
    severity: severity as View['severity'],
    mine: mine === 'true',
  };
  return { view, ignored };
}

/** The query string of a view, `''` or with its `?`: fixed order, defaults left out. */
export function formatView(view: Partial<View>): string {
  const search = new URLSearchParams();
  for (const key of Object.keys(parameters) as (keyof typeof parameters)[]) {
    const value = key === 'ver' ? formatVersions(view) : view[key];
    if (value === undefined || value === defaultView[key]) continue;
    for (const item of [value].flat()) search.append(key, item === false ? '0' : String(item));
  }
  return search.size > 0 ? `?${search}` : '';
}

/** An instant as URLs hold it: to the minute where it is a whole one. */
export function formatBound(instantMs: number): string {
  const text = new Date(instantMs).toISOString();
  return text.replace(/:00\.000Z$/, 'Z');
}

/** `v18` alone, or `v18,v17`: the first held against the second. Commas in a name are escaped. */
function parseVersions(text: string): Pick<View, 'ver' | 'versus'> | undefined {
  const names = text
    .split(',')
    .map((part) => part.replaceAll(/%(2C|25)/g, (escape) => decodeURIComponent(escape)));
  if (names.length > 2 || names.some((part) => !name.safeParse(part).success)) return undefined;
  return { ver: names[0], versus: names[1] };
}

function formatVersions({ ver, versus }: Partial<View>): string | undefined {
  if (ver === undefined) return undefined;
  const names = versus === undefined ? [ver] : [ver, versus];
  return names.map((part) => part.replaceAll(/[%,]/g, encodeURIComponent)).join(',');
}

function isParameter(key: string): key is keyof typeof parameters {
  return Object.hasOwn(parameters, key);
}

/** A range needs a start before its end; the end alone says nothing. */
function isRange(from: string | undefined, to: string | undefined, nowMs: number): boolean {
  if (from === undefined) return to === undefined;
  const fromMs = parseBound(from, nowMs);
  const toMs = parseBound(to ?? defaultView.to, nowMs);
  return fromMs !== undefined && toMs !== undefined && fromMs < toMs && toMs - fromMs <= LONGEST_RANGE_MS;
}
