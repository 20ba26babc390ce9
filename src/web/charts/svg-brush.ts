import type { Brush } from './brush.ts';

/** Draws into SVG elements what a canvas would show. It clips nothing: the SVG that takes the elements does. */
export function createSvgBrush(): Brush & { elements: () => string } {
  const elements: string[] = [];
  let path = '';
  let dash: readonly number[] = [];

  function paint(attributes: Record<string, string | number>): void {
    const all = { d: path, opacity: brush.globalAlpha, ...attributes };
    elements.push(element('path', all));
  }

  const brush: Brush = {
    fillStyle: '#000000',
    strokeStyle: '#000000',
    lineWidth: 1,
    lineJoin: 'miter',
    globalAlpha: 1,
    setLineDash(next) {
      dash = [...next];
    },
    beginPath() {
      path = '';
    },
    moveTo(x, y) {
      path += `M${round(x)} ${round(y)}`;
    },
    lineTo(x, y) {
      path += `L${round(x)} ${round(y)}`;
    },
    arc(x, y, radius) {
      const across = round(2 * radius);
      const turn = `a${round(radius)} ${round(radius)} 0 1 0`;
      path += `M${round(x - radius)} ${round(y)}${turn} ${across} 0${turn} ${-across} 0`;
    },
    rect(x, y, width, height) {
      path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
    },
    clip() {
      path = '';
    },
    fill() {
      paint({ fill: colourOf(brush.fillStyle) });
    },
    stroke() {
      paint({
        fill: 'none',
        stroke: colourOf(brush.strokeStyle),
        'stroke-width': brush.lineWidth,
        'stroke-linejoin': brush.lineJoin,
        ...(dash.length > 0 && { 'stroke-dasharray': dash.join(' ') }),
      });
    },
    fillRect(x, y, width, height) {
      const fill = colourOf(brush.fillStyle);
      elements.push(
        element('rect', {
          x: round(x),
          y: round(Math.min(y, y + height)),
          width: round(Math.abs(width)),
          height: round(Math.abs(height)),
          fill,
          opacity: brush.globalAlpha,
        }),
      );
    },
    save() {},
    restore() {},
  };
  return Object.assign(brush, { elements: () => elements.join('') });
}

/** Charts draw in plain colours; gradients and patterns are not among them. */
function colourOf(style: Brush['fillStyle']): string {
  return typeof style === 'string' ? style : '#000000';
}

function element(name: string, attributes: Record<string, string | number>): string {
  const written = Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`);
  return `<${name} ${written.join(' ')}/>`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
