import { drawingOf, numbersWithin } from '../charts/chart-numbers.ts';
import { createSvgBrush, escapeXml } from '../charts/svg-brush.ts';

const margin = 12;
const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'stroke-linejoin',
  'visibility',
] as const;

export type Picture = { element: HTMLElement; title: string };

/** Charts that can be drawn as a picture: figures that hold more than text, and maps such as that of drift. */
export function picturesWithin(root: Element): Picture[] {
  const maps = numbersWithin(root).flatMap(({ element, table }) =>
    element instanceof HTMLElement && !element.closest('figure') ? [{ element, title: table.title }] : [],
  );
  const figures = [...root.querySelectorAll<HTMLElement>('figure')].map((figure) => ({
    element: figure,
    title: titleOf(figure),
  }));
  return [...maps, ...figures].filter(({ element }) =>
    element.querySelector(element.tagName === 'FIGURE' ? 'svg, canvas' : 'canvas'),
  );
}

/** A chart as one SVG in the colours of the page: its frame as it is, its lines drawn anew, its words at their places. */
export function figureSvg({ element: figure, title }: Picture): string {
  const box = figure.getBoundingClientRect();
  const width = Math.ceil(box.width) + 2 * margin;
  const height = Math.ceil(box.height) + 2 * margin;
  const at = (element: Element): DOMRect => {
    const rect = element.getBoundingClientRect();
    return new DOMRect(rect.x - box.x + margin, rect.y - box.y + margin, rect.width, rect.height);
  };
  const parts = [...figure.querySelectorAll<HTMLElement>('*')].map((element) => {
    if (
      element.closest('button, .visually-hidden, [hidden], [role="gridcell"]') ||
      element.parentElement?.closest('svg')
    )
      return '';
    if (element instanceof SVGSVGElement) return framePart(element, at(element));
    if (element instanceof HTMLCanvasElement) return canvasPart(element, at(element));
    return element.children.length === 0 ? boxPart(element, at(element)) : '';
  });
  const surface =
    getComputedStyle(document.documentElement).getPropertyValue('--surface').trim() || '#ffffff';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(figure.querySelector('p')?.textContent ?? '')}</desc>`,
    `<rect width="100%" height="100%" fill="${escapeXml(surface)}"/>`,
    ...parts,
    '</svg>',
  ].join('');
}

function titleOf(figure: HTMLElement): string {
  const id = figure.getAttribute('aria-labelledby') ?? '';
  return document.getElementById(id)?.textContent?.trim() || 'chart';
}

/** Styles come from sheets that the file does not have: they are written on each element. */
function framePart(svg: SVGSVGElement, { x, y, width, height }: DOMRect): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const twins = [...copy.querySelectorAll('*')];
  for (const [index, original] of [...svg.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(original);
    for (const property of inherited) {
      const value = style.getPropertyValue(property);
      if (value !== '') twins[index]?.setAttribute(property, value);
    }
    twins[index]?.removeAttribute('class');
  }
  for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, String(value));
  for (const name of ['class', 'style', 'aria-hidden', 'focusable']) copy.removeAttribute(name);
  return new XMLSerializer().serializeToString(copy);
}

function canvasPart(canvas: HTMLCanvasElement, { x, y, width, height }: DOMRect): string {
  const draw = drawingOf(canvas);
  const place = `x="${x}" y="${y}" width="${width}" height="${height}"`;
  if (!draw) return `<image ${place} href="${canvas.toDataURL('image/png')}"/>`;
  const brush = createSvgBrush();
  draw(brush);
  return `<svg ${place} overflow="hidden">${brush.elements()}</svg>`;
}

/** A word of the legend, or a bar that is no more than its colour. */
function boxPart(element: HTMLElement, { x, y, width, height }: DOMRect): string {
  const style = getComputedStyle(element);
  const text = element.textContent?.trim() ?? '';
  if (element.tagName === 'P' || width === 0) return '';
  if (text === '') {
    const isFilled = !/^rgba\(0, 0, 0, 0\)$|^transparent$/.test(style.backgroundColor);
    const stroke = style.borderTopWidth === '0px' ? 'none' : style.borderTopColor;
    if (!isFilled && stroke === 'none') return '';
    const fill = isFilled ? style.backgroundColor : 'none';
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${escapeXml(fill)}" stroke="${escapeXml(stroke)}"/>`;
  }
  const size = Number.parseFloat(style.fontSize) || 12;
  return `<text x="${x}" y="${y + height / 2 + size * 0.35}" font-size="${size}" font-weight="${escapeXml(style.fontWeight)}" font-family="${escapeXml(style.fontFamily)}" fill="${escapeXml(style.color)}">${escapeXml(text)}</text>`;
}
