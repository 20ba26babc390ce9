import { normal, uniform, type Draw } from '#stats/random.ts';

const rowsAnHour = 180;

/** A column of rows; categories are numbers that name them. */
export type Column = { kind: 'numeric' | 'categorical'; values: Float64Array };

/** Draws `rows` values, without drift from one call to the next. */
export type Source = {
  name: string;
  kind: Column['kind'];
  draw: (rows: number, draw: Draw) => Float64Array;
};

export function normalSource(shift = 0): Source {
  return numeric('normal', (draw) => normal(draw) + shift);
}

/** Log-normal with σ = 2, as latencies and amounts are; `factor` multiplies every value. */
export function heavySource(factor = 1): Source {
  return numeric('heavy tail (log-normal, σ 2)', (draw) => factor * Math.exp(2 * normal(draw)));
}

export function zeroInflatedSource(zeros = 0.6): Source {
  return numeric('60 % zeros, else half-normal', (draw) =>
    uniform(draw) < zeros ? 0 : Math.abs(normal(draw)),
  );
}

/** Zipf's law over `k` categories; `boosted` doubles the share of the third. */
export function categorySource(k: number, boosted = false): Source {
  const weights = Float64Array.from({ length: k }, (_, i) => (boosted && i === 2 ? 2 : 1) / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  const cumulated = weights.map((weight) => (reached += weight / total));
  const one = (draw: Draw): number => {
    const u = uniform(draw);
    let [low, high] = [0, k - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulated[middle] as number) < u) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    name: `${k} categories (Zipf)`,
    kind: 'categorical',
    draw: (rows, draw) => Float64Array.from({ length: rows }, () => one(draw)),
  };
}

/** Normal values whose neighbours correlate by `phi`, with a daily wave of `amplitude` over hours of 180 rows. */
export function wavingSource(phi: number, amplitude = 0, { firstHour = 0, shift = 0 } = {}): Source {
  let at = firstHour * rowsAnHour;
  let state = 0;
  return numeric('normal', (draw) => {
    state = phi * state + Math.sqrt(1 - phi * phi) * normal(draw);
    const hour = Math.floor(at++ / rowsAnHour);
    return state + shift + amplitude * Math.sin((2 * Math.PI * hour) / 24);
  });
}

/** Normal values whose level wanders: from one hour of 180 rows to the next it correlates by `memory`, half a standard deviation around its mean. */
export function wanderingSource(memory: number, shift = 0): Source {
  let at = 0;
  let level: number | undefined;
  return numeric('normal', (draw) => {
    if (level === undefined) level = normal(draw);
    else if (at % rowsAnHour === 0) level = memory * level + Math.sqrt(1 - memory * memory) * normal(draw);
    at += 1;
    return normal(draw) + 0.5 * level + shift;
  });
}

function numeric(name: string, one: (draw: Draw) => number): Source {
  return {
    name,
    kind: 'numeric',
    draw: (rows, draw) => Float64Array.from({ length: rows }, () => one(draw)),
  };
}
