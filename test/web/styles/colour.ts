/** Linear-light red, green and blue, 0–1. */
export type Linear = readonly [number, number, number];

export function parseHex(hex: string): Linear {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`no colour: ${hex}`);
  const channel = (at: number) => toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2 contrast ratio, 1–21. */
export function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(parseHex(first)), luminance(parseHex(second))].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance([r, g, b]: Linear): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

export type Vision = 'normal' | 'protan' | 'deutan' | 'tritan';
export const visions: readonly Vision[] = ['normal', 'protan', 'deutan', 'tritan'];

/** Severity 1.0 matrices of Machado, Oliveira & Fernandes (2009), table 1, applied in linear light. */
const simulations: Record<Exclude<Vision, 'normal'>, readonly [Linear, Linear, Linear]> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenWith(vision: Vision, colour: Linear): Linear {
  if (vision === 'normal') return colour;
  const [r, g, b] = simulations[vision].map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  );
  return [r ?? 0, g ?? 0, b ?? 0];
}

/** CIEDE2000 distance of two sRGB colours as `vision` sees them. */
export function distance(first: string, second: string, vision: Vision): number {
  return ciede2000(toLab(seenWith(vision, parseHex(first))), toLab(seenWith(vision, parseHex(second))));
}

/** The smallest distance over normal, protan, deutan and tritan vision. */
export function worstDistance(first: string, second: string): number {
  return Math.min(...visions.map((vision) => distance(first, second, vision)));
}

/** sRGB (D65) to CIELAB. */
function toLab([r, g, b]: Linear): Linear {
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

  function f(t: number) {
    return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
  }
}

/** Sharma, Wu & Dalal (2005), "The CIEDE2000 color-difference formula", with all weights 1. */
export function ciede2000([l1, a1, b1]: Linear, [l2, a2, b2]: Linear): number {
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)));
  const c1 = Math.hypot(a1 * (1 + g), b1);
  const c2 = Math.hypot(a2 * (1 + g), b2);
  const h1 = hue(a1 * (1 + g), b1);
  const h2 = hue(a2 * (1 + g), b2);

  const dL = l2 - l1;
  const dC = c2 - c1;
  let dh = h2 - h1;
  if (c1 * c2 === 0) dh = 0;
  else if (dh > 180) dh -= 360;
  else if (dh < -180) dh += 360;
  const dH = 2 * Math.sqrt(c1 * c2) * sin(dh / 2);

  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  let meanH = h1 + h2;
  if (c1 * c2 !== 0) {
    if (Math.abs(h1 - h2) <= 180) meanH /= 2;
    else meanH = (meanH < 360 ? meanH + 360 : meanH - 360) / 2;
  }
  const t =
    1 -
    0.17 * cos(meanH - 30) +
    0.24 * cos(2 * meanH) +
    0.32 * cos(3 * meanH + 6) -
    0.2 * cos(4 * meanH - 63);
  const sL = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const sC = 1 + 0.045 * meanC;
  const sH = 1 + 0.015 * meanC * t;
  const rotation =
    -2 * Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)) * sin(60 * Math.exp(-(((meanH - 275) / 25) ** 2)));
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rotation * (dC / sC) * (dH / sH));
}

function hue(a: number, b: number): number {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

function sin(degrees: number) {
  return Math.sin((degrees * Math.PI) / 180);
}

function cos(degrees: number) {
  return Math.cos((degrees * Math.PI) / 180);
}
