import { numbersWithin, type NumberTable } from '../charts/chart-numbers.ts';
import { escapeXml } from '../charts/svg-brush.ts';
import { formatValue } from '../format/number.ts';
import { basisText, type SavedView } from './saved-view.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/** A table of more rows is thinned; the CSV and JSON files hold all. */
const mostRows = 500;

/**
 * The view as one HTML file that opens anywhere without a network: its text and tables, its drawings as they stand, and
 * behind each chart its numbers. Controls become what they say.
 */
export async function viewHtml(main: HTMLElement, view: SavedView): Promise<string> {
  const { title, url } = view;
  const copy = main.cloneNode(true) as HTMLElement;
  const originals = [...main.querySelectorAll<HTMLElement>('*')];
  const twins = [...copy.querySelectorAll<HTMLElement>('*')];
  for (const { element, table } of numbersWithin(main)) {
    twins[originals.indexOf(element as HTMLElement)]?.append(numbers(table));
  }
  for (const [at, original] of originals.entries()) still(original, twins[at]);
  const source = document.createElement('p');
  source.append(`${basisText(view)} From `, linkTo(url), '.');
  copy.removeAttribute('tabindex');
  copy.append(source);
  const { theme } = document.documentElement.dataset;
  // Put together as text: a style element made by script would need an exception in the content security policy.
  return `<!doctype html>
<html lang="en"${theme === undefined ? '' : ` data-theme="${escapeXml(theme)}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
${await styleRules()}
${ownRules}
</style>
</head>
<body>
${copy.outerHTML}
</body>
</html>
`;
}

const ownRules = `body { padding: 1rem; } main :is(section, div) { max-height: none !important; } main details { margin-block: 0.5rem; } @media print { details { display: none; } }`;

/** Turns what moves or acts into what it shows. */
function still(original: HTMLElement, twin: HTMLElement | undefined): void {
  if (!twin) return;
  twin.removeAttribute('aria-live');
  if (
    original.matches(
      '[data-screen-only], input, textarea, progress, dialog, script, style, tr[aria-hidden="true"]',
    )
  ) {
    twin.remove();
  } else if (original instanceof HTMLCanvasElement) {
    twin.replaceWith(picture(original));
  } else if (original instanceof HTMLSelectElement) {
    twin.replaceWith(textElement('span', original.selectedOptions[0]?.textContent ?? ''));
  } else if (original instanceof HTMLButtonElement) {
    if (original.closest('th, td, [role="rowheader"]')) twin.replaceWith(...twin.childNodes);
    else twin.remove();
  } else if (original instanceof HTMLAnchorElement) {
    twin.setAttribute('href', original.href);
  }
}

function picture(canvas: HTMLCanvasElement): HTMLElement {
  const image = document.createElement('img');
  image.src = canvas.toDataURL('image/png');
  image.alt = '';
  image.className = canvas.className;
  image.style.cssText =
    canvas.style.cssText || `width: ${canvas.clientWidth}px; height: ${canvas.clientHeight}px`;
  return image;
}

function numbers({ title, columns, rows }: NumberTable): HTMLElement {
  const details = document.createElement('details');
  const stride = Math.max(1, Math.ceil(rows.length / mostRows));
  const thinned = stride > 1 ? ` (one row in ${stride})` : '';
  details.append(textElement('summary', `Numbers of ${title}${thinned}`));
  const table = document.createElement('table');
  const head = document.createElement('tr');
  head.append(...columns.map((column) => textElement('th', column)));
  table.append(head);
  for (let at = 0; at < rows.length; at += stride) {
    const row = document.createElement('tr');
    row.append(...(rows[at] ?? []).map((cell) => textElement('td', cellText(cell))));
    table.append(row);
  }
  details.append(table);
  return details;
}

function cellText(cell: string | number): string {
  return typeof cell === 'string' ? cell : formatValue(cell, 'none');
}

function textElement(name: string, text: string): HTMLElement {
  return Object.assign(document.createElement(name), { textContent: text });
}

function linkTo(url: string): HTMLElement {
  return Object.assign(document.createElement('a'), { href: url, textContent: url });
}

/**
 * All rules of the page as they were written: what the browser makes of them loses shorthands that hold a variable. A text
 * of a rule cannot end the style element.
 */
async function styleRules(): Promise<string> {
  const sheets = await Promise.all([...document.styleSheets].map(sheetText));
  return sheets.join('\n').replaceAll('</', '<\\/');
}

async function sheetText({ href, ownerNode }: CSSStyleSheet): Promise<string> {
  if (href === null) return ownerNode?.textContent ?? '';
  const response = await fetch(href);
  if (!response.ok) throw new Error(`the style of the page could not be read: ${response.status}`);
  return response.text();
}
