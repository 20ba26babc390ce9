import { MINUTE_MS } from './units.ts';

/** Cars are often without a network: their recorders send what they kept every quarter of an hour. */
export const carFleet = 'car-fleet';
export const UPLOAD_EVERY_MS = 15 * MINUTE_MS;

const regions: Record<string, string> = {
  en: 'dublin',
  de: 'frankfurt',
  fr: 'frankfurt',
  es: 'madrid',
  it: 'madrid',
};

/** Where a request was answered: in a car itself, else in the region of its language. */
export function siteOf({ device, language }: { device: string; language: string }): string {
  return device === 'car' ? carFleet : (regions[language] ?? 'frankfurt');
}

/**
 * When a row that was answered at `timeMs` is sent: at the next full quarter from a car, else within a second. Its own
 * milliseconds are as good as a draw, and the same each time.
 */
export function sentMs(site: string, timeMs: number): number {
  return site === carFleet ? Math.ceil(timeMs / UPLOAD_EVERY_MS) * UPLOAD_EVERY_MS : timeMs + (timeMs % 1000);
}
