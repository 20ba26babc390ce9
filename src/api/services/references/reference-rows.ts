import type { Reference } from '#contract/reference.ts';
import type { StageSelection } from '../../prediction-log.ts';

/** Where the rows of a reference are. */
export function referenceRows({ id, pipeline, stage, from, to, source }: Reference): StageSelection {
  const window = { pipeline, stage, fromMs: Date.parse(from), toMs: Date.parse(to) };
  return source === 'upload' ? { ...window, role: 'reference', version: id } : { ...window, role: 'live' };
}
