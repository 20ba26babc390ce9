import { adwin } from '#stats/streams/adwin.ts';
import { ddm } from '#stats/streams/ddm.ts';
import { detect, type Detector, type Signal } from '#stats/streams/detector.ts';
import { hddmW } from '#stats/streams/hddm-w.ts';
import { pageHinkley } from '#stats/streams/page-hinkley.ts';
import type { JudgedRows } from './judged-rows.ts';

export type DetectorId = 'ddm' | 'hddmW' | 'adwin' | 'pageHinkley';
/** `atMs` is when the label came that gave the change away, `rowMs` when its row was answered. */
export type Detection = { atMs: number; rowMs: number };
export type DetectorReport = {
  id: DetectorId;
  /** undefined where the detector does not take such errors. */
  detections: Detection[] | undefined;
};

/**
 * Runs the detectors over the errors in the order in which they became known, the reference's first, and reports the
 * changes seen at rows of the current window.
 */
export function detectErrors(
  reference: JudgedRows,
  current: JudgedRows,
  areBits: boolean,
): { n: number; detectors: DetectorReport[] } {
  const stream = [...known(reference, false), ...known(current, true)].sort((a, b) => a.atMs - b.atMs);
  const errors = Float64Array.from(stream, ({ error }) => error);
  const run = <State extends Signal>(detector: Detector<State>): Detection[] =>
    detect(detector, errors).drifts.flatMap((index) => {
      const item = stream[index];
      return item?.isCurrent ? [{ atMs: item.atMs, rowMs: item.rowMs }] : [];
    });
  const scale = areBits ? 1 : spread(reference.errors) || 1;
  return {
    n: stream.length,
    detectors: [
      { id: 'ddm', detections: areBits ? run(ddm()) : undefined },
      { id: 'hddmW', detections: areBits ? run(hddmW()) : undefined },
      { id: 'adwin', detections: run(adwin()) },
      { id: 'pageHinkley', detections: run(pageHinkley({ scale, direction: 'up' })) },
    ],
  };
}

function known({ timesMs, labelReceivedMs, errors }: JudgedRows, isCurrent: boolean) {
  return Array.from(errors, (error, row) => ({
    error,
    isCurrent,
    atMs: labelReceivedMs[row] as number,
    rowMs: timesMs[row] as number,
  })).filter(({ error }) => !Number.isNaN(error));
}

function spread(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length);
}
