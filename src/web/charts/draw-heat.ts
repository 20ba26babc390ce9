import { heatLevel } from './heat-scale.ts';
import type { ColourToken, Palette } from './palette.ts';

/** Marks of a cell: none, beyond the warning limit, beyond the critical one. */
export const heatMarks = { none: 0, warning: 1, drift: 2 } as const;

export interface HeatDrawing {
  /** Row-major, rows × columns; NaN where a value is not available. */
  values: Float64Array;
  marks: Uint8Array;
  columns: number;
  scaleMax: number;
  firstRow: number;
  lastRow: number;
  cellWidth: number;
  rowHeight: number;
}

/** Paints the rows `firstRow` to `lastRow` (exclusive): colour, glyph, and an edge for a mark. */
export function drawHeat(context: CanvasRenderingContext2D, drawing: HeatDrawing, palette: Palette): void {
  const { values, marks, columns, scaleMax, firstRow, lastRow, cellWidth, rowHeight } = drawing;
  const { colours } = palette;
  const ink = glyphInk(palette);
  const width = Math.max(1, cellWidth - 1);
  const height = rowHeight - 1;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `600 12px ${palette.font}`;
  for (let row = firstRow; row < lastRow; row += 1) {
    const top = (row - firstRow) * rowHeight;
    for (let column = 0; column < columns; column += 1) {
      const left = column * cellWidth;
      const index = row * columns + column;
      const level = heatLevel(values[index] ?? Number.NaN, scaleMax);
      if (!level) {
        drawUnavailable(context, left, top, width, height, colours.reference);
        continue;
      }
      context.fillStyle = colours[level.colour];
      context.fillRect(left, top, width, height);
      context.fillStyle = ink(level.colour);
      context.fillText(level.glyph, left + width / 2, top + height / 2);
      const mark = marks[index];
      if (mark !== undefined && mark > heatMarks.none)
        drawMark(context, left, top, width, height, mark, palette);
    }
  }
}

function drawUnavailable(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: string,
): void {
  context.save();
  context.globalAlpha = 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  for (let offset = -height; offset < width; offset += 6) {
    context.moveTo(left + offset, top + height);
    context.lineTo(left + offset + height, top);
  }
  context.stroke();
  context.restore();
}

/** Drift has a solid edge, a warning a dashed one. */
function drawMark(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  mark: number,
  { colours }: Palette,
): void {
  const isDrift = mark === heatMarks.drift;
  context.strokeStyle = isDrift ? colours.critical : colours['warning-outline'];
  context.lineWidth = 2;
  context.setLineDash(isDrift ? [] : [3, 2]);
  context.strokeRect(left + 1, top + 1, width - 2, height - 2);
  context.setLineDash([]);
}

/** Text or surface, whichever is read better on the cell. */
function glyphInk({ colours }: Palette): (cell: ColourToken) => string {
  const inks = [colours.text, colours.surface];
  const chosen = new Map<ColourToken, string>();
  return (cell) => {
    const known = chosen.get(cell);
    if (known !== undefined) return known;
    const ground = luminance(colours[cell]);
    const contrast = (ink: string) => {
      const [light, dark] = [Math.max(ground, luminance(ink)), Math.min(ground, luminance(ink))];
      return (light + 0.05) / (dark + 0.05);
    };
    const best = inks.toSorted((a, b) => contrast(b) - contrast(a))[0] ?? colours.text;
    chosen.set(cell, best);
    return best;
  };
}

/** Relative luminance of `#rrggbb`; 0.5 for colours written otherwise. */
function luminance(colour: string): number {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return 0.5;
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
