import type { ColourToken } from './palette.ts';

/** What is printed in a cell: below a third of the scale, below two thirds, below its end, and beyond. */
export const heatGlyphs = ['.', '-', '=', '#'] as const;
export type HeatGlyph = (typeof heatGlyphs)[number];

const ramp: readonly ColourToken[] = ['ramp-0', 'ramp-1', 'ramp-2', 'ramp-3', 'ramp-4', 'ramp-5'];
const rampBorders = [1 / 6, 1 / 3, 2 / 3, 1, 1.5];

/** Colour and glyph of a value on a scale that ends at `scaleMax`; undefined where there is no value. */
export function heatLevel(
  value: number,
  scaleMax: number,
): { colour: ColourToken; glyph: HeatGlyph } | undefined {
  if (Number.isNaN(value)) return undefined;
  const ratio = value / scaleMax;
  const level = rampBorders.filter((border) => ratio >= border - 1e-9).length;
  const glyph = heatGlyphs[level < 2 ? 0 : level < 3 ? 1 : level < 4 ? 2 : 3] ?? '#';
  return { colour: ramp[level] ?? 'ramp-5', glyph };
}

/** The scale in words, to be printed beside the map: `. < 0.1`, `- < 0.2`, `= < 0.3`, `# 0.3 and above`. */
export function heatLegend(
  scaleMax: number,
  format: (value: number) => string,
): { glyph: HeatGlyph; text: string }[] {
  return [
    { glyph: '.', text: `below ${format(scaleMax / 3)}` },
    { glyph: '-', text: `below ${format((scaleMax * 2) / 3)}` },
    { glyph: '=', text: `below ${format(scaleMax)}` },
    { glyph: '#', text: `${format(scaleMax)} and above` },
  ];
}
