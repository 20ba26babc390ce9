import { fetchColumns } from '#contract/client.ts';
import { decodeColumns } from '#contract/columns.ts';
import { FrameHeader } from '#contract/frame.ts';

/** Aligned rows as the server sent them, one column a metric. */
export type LoadedFrame = {
  header: FrameHeader;
  rows: number;
  timesMs: Float64Array;
  columns: FrameColumn[];
};

export type FrameColumn =
  | { metric: string; kind: 'numeric'; values: Float64Array }
  | { metric: string; kind: 'categorical'; categories: readonly string[]; codes: Int32Array };

export async function fetchFrame(url: string, signal: AbortSignal): Promise<LoadedFrame> {
  const decoded = decodeColumns(await fetchColumns(url, signal));
  const header = FrameHeader.parse(decoded.header);
  const timesMs = decoded.columns.get('timesMs');
  if (!(timesMs instanceof Float64Array)) throw new Error('the frame has no column timesMs');
  return {
    header,
    rows: timesMs.length,
    timesMs,
    columns: header.metrics.map((metric, index): FrameColumn => {
      const name = `${metric.kind === 'numeric' ? 'values' : 'codes'}.${index}`;
      const column = decoded.columns.get(name);
      if (metric.kind === 'numeric' && column instanceof Float64Array) return { ...metric, values: column };
      if (metric.kind === 'categorical' && column instanceof Int32Array) return { ...metric, codes: column };
      throw new Error(`the frame has no column ${name}`);
    }),
  };
}
