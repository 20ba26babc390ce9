import { z } from 'zod';
import { MetricGroup } from '#contract/metric.ts';
import { limits } from '#contract/prediction.ts';
import { SegmentText } from '#contract/segment.ts';
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
const name = z.string().min(1).max(limits.nameLength);

/** What the panel of one metric shows; the first where none is named. */
export const panelViews = ['distribution', 'ecdf', 'quantiles', 'table', 'missing', 'history'] as const;
export type PanelView = (typeof panelViews)[number];

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
  feature: z
    .string()
    .min(1)
    .max(limits.nameLength + 20),
  view: z.enum(panelViews),
  group: MetricGroup,
  at: instant,
  ver: z.string().refine((text) => parseVersions(text) !== undefined),
  q: z.string().min(1).max(200),
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
  /** Id of the metric that is looked at. */
  feature: string | undefined;
  /** What is shown of that metric. */
  view: PanelView;
  group: MetricGroup | undefined;
  /** Start of the slot that is looked at. */
  at: string | undefined;
  /** The only version shown. */
  ver: string | undefined;
  /** The version that it is held against. */
  versus: string | undefined;
  q: string;
  live: boolean;
};

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
  feature: undefined,
  view: 'distribution',
  group: undefined,
  at: undefined,
  ver: undefined,
  versus: undefined,
  q: '',
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
  const { live, group, ver, view: panel = defaultView.view, ...texts } = read;
  const view: View = {
    ...defaultView,
    ...texts,
    ...(ver !== undefined && parseVersions(ver)),
    seg,
    live: live !== '0',
    group: group as MetricGroup | undefined, // the schemas have looked at both
    view: panel as PanelView,
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
