import { useSyncExternalStore } from 'react';

const names = [
  'surface',
  'hover',
  'line',
  'text',
  'text-2',
  'text-3',
  'accent',
  'critical',
  'critical-tint',
  'warning',
  'warning-outline',
  'warning-tint',
  'reference',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'ramp-0',
  'ramp-1',
  'ramp-2',
  'ramp-3',
  'ramp-4',
  'ramp-5',
] as const;
export type ColourToken = (typeof names)[number];

/** What a canvas needs to know of the page's style, which CSS cannot tell it. */
export interface Palette {
  colours: Record<ColourToken, string>;
  font: string;
  pixelRatio: number;
}

/** The tokens as they stand now; changes with the theme, forced colours and the zoom, and then redraws the canvases. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, getPalette);
}

let palette: Palette | undefined;
const listeners = new Set<() => void>();
let stopWatching: (() => void) | undefined;

function getPalette(): Palette {
  palette ??= readPalette();
  return palette;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || '#808080']);
  return {
    colours: Object.fromEntries(entries) as Record<ColourToken, string>,
    font: style.fontFamily || 'sans-serif',
    pixelRatio: globalThis.devicePixelRatio || 1,
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stopWatching ??= watchTheme();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = undefined;
    palette = undefined;
  };
}

/** One watch for all charts of the page. */
function watchTheme(): () => void {
  const refresh = () => {
    palette = readPalette();
    for (const listener of listeners) listener();
  };
  const attribute = new MutationObserver(refresh);
  attribute.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class', 'style'],
  });
  const queries = [
    '(prefers-color-scheme: dark)',
    '(forced-colors: active)',
    `(resolution: ${globalThis.devicePixelRatio || 1}dppx)`,
  ].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', refresh);
  return () => {
    attribute.disconnect();
    for (const query of queries) query.removeEventListener('change', refresh);
  };
}
