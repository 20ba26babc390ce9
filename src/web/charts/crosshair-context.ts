import { createContext, useContext } from 'react';
import type { Crosshair } from './crosshair.ts';
import type { Tone } from './draw-series.ts';
import type { Span } from './samples.ts';
import type { SpanSelection } from './span-selection.ts';

/** What one chart says at one instant. */
export interface Reading {
  title: string;
  when: string;
  rows: { name: string; tone: Tone; value: string; difference?: string }[];
  notes: string[];
}

/** A chart as the crosshair knows it. */
export interface ChartHandle {
  id: string;
  group: string;
  element: HTMLElement;
  read: (time: number) => Reading | undefined;
  /** Where `time` lies in the viewport, in CSS pixels. */
  place: (time: number) => { x: number; top: number } | undefined;
}

export interface ChartRoom {
  crosshair: Crosshair;
  selection: SpanSelection;
  /** Told of a span that was chosen; without it none can be. */
  onSpan: ((span: Span) => void) | undefined;
  /** Hands the span that is being chosen to `onSpan`. */
  chooseSpan: () => void;
  zone: string;
  findChart: (id: string) => ChartHandle | undefined;
  /** The charts of a group in reading order. */
  listCharts: (group: string) => ChartHandle[];
  register: (handle: ChartHandle) => () => void;
  /** Makes a chart the tab stop of its group. */
  makeStop: (handle: ChartHandle) => void;
}

export const CrosshairContext = createContext<ChartRoom | undefined>(undefined);

export function useCrosshair(): ChartRoom | undefined {
  return useContext(CrosshairContext);
}
