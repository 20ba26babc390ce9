import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';

/** A log of two hours, ten rows a minute, the first 30 minutes its reference. */
export const rowsPerMinute = 10;
export const minutes = 120;
/** From here on `volume` is louder by two standard deviations and `device` mostly a phone. */
export const driftMinute = 90;

export type LogRow = { minute: number; volume: number | null; steady: number; device: string };

export function driftingRows(): LogRow[] {
  const draw = mulberry32(7);
  return Array.from({ length: minutes * rowsPerMinute }, (_, i) => {
    const minute = Math.floor(i / rowsPerMinute);
    const isLate = minute >= driftMinute;
    const volume = normal(draw) + (isLate ? 2 : 0);
    const steady = normal(draw);
    const device = uniform(draw) < (isLate ? 0.9 : 0.3) ? 'phone' : 'desk';
    return { minute, volume: i % 50 === 0 ? null : volume, steady, device };
  });
}

/** The real API over memory stores, holding the rows; `fetch` is answered by it, and `asked` are the requests. */
export async function driftingApi(rows: readonly LogRow[] = driftingRows()) {
  const api = memoryApp();
  const records = rows.map(({ minute, volume, steady, device }, i) =>
    prediction(minutes - minute, { requestId: `r-${i}`, features: { volume, steady, device, constant: 1 } }),
  );
  const response = await api.post('/predictions', records);
  if (!response.ok) throw new Error(await response.text());

  const asked: URL[] = [];
  async function fetchFromApi(url: string, init?: RequestInit): Promise<Response> {
    asked.push(new URL(url));
    init?.signal?.throwIfAborted();
    return api.app.request(url, init);
  }
  return { ...api, asked, fetch: fetchFromApi };
}

/** An instant that many minutes after the log's start. */
export function atMinute(minute: number): string {
  return new Date(now.getTime() - (minutes - minute) * 60_000).toISOString();
}
