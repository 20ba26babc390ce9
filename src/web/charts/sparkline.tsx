import { useLayoutEffect, useRef } from 'react';
import { prepareCanvas } from './canvas.ts';
import { usePalette } from './palette.ts';
import { extentOf } from './samples.ts';
import styles from './sparkline.module.css';

/**
 * A word-sized line of equally spaced values (NaN breaks it) from zero up. `limit` draws its line; values beyond it
 * are drawn in the severity's colour.
 */
export function Sparkline({
  label,
  values,
  limit,
  severity,
  width = 96,
  height = 20,
}: {
  label: string;
  values: Float64Array;
  limit?: number | undefined;
  severity?: 'critical' | 'warning' | undefined;
  width?: number | undefined;
  height?: number | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  useLayoutEffect(() => {
    const context = canvas.current && prepareCanvas(canvas.current, width, height, palette.pixelRatio);
    if (!context) return;
    const { colours } = palette;
    const extent = extentOf(limit === undefined ? [values] : [values, [limit]]);
    const low = Math.min(0, extent.low);
    const span = Math.max(extent.high, 0) - low || 1;
    const x = (index: number) => 1 + (index / Math.max(1, values.length - 1)) * (width - 2);
    const y = (value: number) => 1.5 + (1 - (value - low) / span) * (height - 3);
    if (limit !== undefined) {
      context.strokeStyle = colours.reference;
      context.lineWidth = 1;
      context.setLineDash([2, 2]);
      context.beginPath();
      context.moveTo(0, Math.round(y(limit)) + 0.5);
      context.lineTo(width, Math.round(y(limit)) + 0.5);
      context.stroke();
      context.setLineDash([]);
    }
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const isBeyond = severity !== undefined && limit !== undefined && value > limit;
      context.strokeStyle = isBeyond
        ? colours[severity === 'critical' ? 'critical' : 'warning-outline']
        : colours['text-2'];
      context.lineWidth = isBeyond ? 2 : 1.25;
      const before = values[index - 1] ?? Number.NaN;
      context.beginPath();
      if (Number.isNaN(before)) context.moveTo(x(index) - 1, y(value));
      else context.moveTo(x(index - 1), y(before));
      context.lineTo(x(index), y(value));
      context.stroke();
    }
  }, [values, limit, severity, width, height, palette]);
  return (
    <span className={styles.sparkline} style={{ width, height }}>
      <canvas ref={canvas} aria-hidden="true" style={{ width, height }} />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
