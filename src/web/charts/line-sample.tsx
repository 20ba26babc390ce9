import { strokes, type Tone } from './draw-series.ts';

/** A short piece of a series' line, to stand beside its name. */
export function LineSample({ tone }: { tone: Tone }) {
  const { colour, width, dash } = strokes[tone];
  return (
    <svg width="14" height="8" aria-hidden="true" focusable="false">
      <line
        x1="0"
        y1="4"
        x2="14"
        y2="4"
        stroke={`var(--${colour})`}
        strokeWidth={Math.max(1.5, width)}
        strokeDasharray={dash.join(' ') || undefined}
      />
    </svg>
  );
}
