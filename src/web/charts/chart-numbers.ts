import { type RefObject, useEffect } from 'react';
import type { Brush } from './brush.ts';

/** The numbers of a part of the page; missing ones are NaN. */
export type NumberTable = {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
};

const tables = new WeakMap<Element, () => NumberTable>();
const drawings = new WeakMap<Element, (brush: Brush) => void>();

/** Tells those who save the view which numbers the element shows. */
export function useNumbers(element: RefObject<Element | null>, table: () => NumberTable): void {
  useEffect(() => {
    if (element.current) tables.set(element.current, table);
  });
}

/** The numbers of all parts of the page within an element, from top to bottom. */
export function numbersWithin(root: Element): { element: Element; table: NumberTable }[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const table = tables.get(element);
    return table ? [{ element, table: table() }] : [];
  });
}

/** Remembers how a canvas was drawn, so that it can be drawn in lines. */
export function rememberDrawing(canvas: Element, draw: (brush: Brush) => void): void {
  drawings.set(canvas, draw);
}

export function drawingOf(canvas: Element): ((brush: Brush) => void) | undefined {
  return drawings.get(canvas);
}
