import { fetchColumns } from '#contract/client.ts';
import { decodeColumns } from '#contract/columns.ts';
import type { DriftMethod } from '#stats/drift-score.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { createDriftClient, type DriftClient } from '#workers/drift-client.ts';
import type { RowsComparison } from '#workers/tasks/rows-tasks.ts';
import type { TaskInput } from '#workers/protocol.ts';
import { openWebLane } from '#workers/web-lane.ts';

/** What the benches drive: the product's own pool of web workers, on data that the page holds. */
type Feature = { name: string; reference: Float64Array; current: Float64Array };

let features: Feature[] = [];
let jobs: TaskInput<'compareRows'>[] = [];
const budget = { alarms: 1, periodSeconds: 7 * 86_400 };
let pool: DriftClient | undefined;

const bench = {
  /** A fresh pool; what the last one kept is gone. */
  open(workers: number): void {
    pool?.close();
    pool = createDriftClient(openWebLane, workers);
  },

  /** Takes the columns `reference.i` and `current.i` of the answer as features. */
  async load(url: string): Promise<void> {
    const { columns } = decodeColumns(await fetchColumns(new URL(url, location.href).href));
    const column = (name: string): Float64Array => columns.get(name) as Float64Array;
    features = Array.from({ length: columns.size / 2 }, (_, i) => {
      return { name: `f${i}`, reference: column(`reference.${i}`), current: column(`current.${i}`) };
    });
  },

  draw(count: number, rows: number): void {
    const draw = mulberry32(rows);
    const values = (shift: number) => Float64Array.from({ length: rows }, () => normal(draw) + shift);
    features = Array.from({ length: count }, (_, i) => {
      return { name: `f${i}`, reference: values(0), current: values(0.05) };
    });
  },

  /** Copies what the next comparison takes; `warm` leaves the references to what the workers have kept from a cold run. */
  prepare({ warm }: { warm: boolean }): void {
    jobs = features.map(({ name, reference, current }) => {
      const own = warm
        ? { current: current.slice() }
        : { reference: reference.slice(), current: current.slice() };
      return { keepAs: name, features: [{ name, ...own }] };
    });
  },

  /** Compares all features, a job each, and says how long it took from the first message to the last answer. */
  async compare(): Promise<{ wallMs: number; scores: number[][] }> {
    const started = performance.now();
    const results = await Promise.all(
      jobs.map((input) => {
        const transfer = input.features.flatMap((feature) => buffersOf(feature));
        return opened().run('compareRows', input, { transfer });
      }),
    );
    const wallMs = performance.now() - started;
    return { wallMs, scores: results.map(([comparison]) => statisticsOf(comparison as RowsComparison)) };
  },

  /** Times of so many computations of a drift map from kept counts, messages included; the `first` of counts that were just loaded, or after others. */
  async driftMap(
    path: string,
    method: DriftMethod,
    turn: 'first' | 'switched',
    rounds: number,
  ): Promise<number[]> {
    const url = new URL(path, location.href).href;
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      if (turn === 'first') await opened().run('loadCounts', { url });
      const started = performance.now();
      await opened().run('driftMap', { url, method, budget });
      times.push(performance.now() - started);
    }
    return times;
  },
};

export type Bench = typeof bench;

Object.assign(globalThis, { bench });

function opened(): DriftClient {
  if (!pool) throw new Error('no pool was opened');
  return pool;
}

function buffersOf({
  reference,
  current,
}: {
  reference?: Float64Array;
  current: Float64Array;
}): ArrayBuffer[] {
  return [reference, current].flatMap((values) => (values ? [values.buffer as ArrayBuffer] : []));
}

function statisticsOf({ scores }: RowsComparison): number[] {
  return scores.map((score) => (score.status === 'ok' ? score.statistic : Number.NaN));
}
