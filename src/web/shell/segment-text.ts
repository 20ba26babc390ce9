import { rowColumns } from '#contract/frame.ts';
import { findSegment, formatSegment, type RangeSegment, type Segment } from '#contract/segment.ts';
import { metricLabel, metricUnit } from '../format/metric-label.ts';
import { formatValue } from '../format/number.ts';
import type { View } from '../url/view.ts';

/** "device = phone", "audio_seconds 2.1–4.8 s" */
export function conditionText(segment: Segment): string {
  const label = metricLabel(segment.metric);
  if (!('value' in segment)) return `${label} ${rangeText(segment)}`;
  return `${label} = ${segment.value === '' ? '(empty)' : segment.value}`;
}

function rangeText({ metric, from, to }: RangeSegment): string {
  const unit = metricUnit(metric);
  const [low, high] = [formatValue(from, unit), formatValue(to, unit)];
  if (from === -Infinity && to === Infinity) return 'with any value';
  if (from === -Infinity) return `below ${high}`;
  if (to === Infinity) return `${low} and more`;
  const [lowUnit = '', highUnit = ''] = [low, high].map((text) => /[^\d.]*$/.exec(text)?.[0]);
  const bare = lowUnit === highUnit ? low.slice(0, low.length - lowUnit.length) : low;
  return from < 0 ? `${bare} to ${high}` : `${bare}–${high}`; // a dash beside a minus sign reads badly
}

/** "device = phone and language = de" */
export function conditionsText(conditions: readonly Segment[]): string {
  return conditions.map(conditionText).join(' and ');
}

/** What a segment of the URL says to people. */
export function segmentText(segment: string): string {
  const condition = findSegment(segment);
  return condition ? conditionText(condition) : segment;
}

/** The view that shows these rows alone; a version is not a segment but has a place of its own. */
export function narrowTo(view: View, conditions: readonly Segment[]): Partial<View> {
  const version = conditions.find(({ metric }) => metric === rowColumns.version);
  const segments = conditions.filter(({ metric }) => metric !== rowColumns.version).map(formatSegment);
  return {
    seg: [...new Set([...view.seg, ...segments])],
    ...(version && 'value' in version && { ver: version.value, versus: undefined }),
  };
}
