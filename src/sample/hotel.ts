import type { PipelineDefinition } from '#contract/pipeline-definition.ts';
import type { Label, Prediction } from '#contract/prediction.ts';
import { createRandom, partSeed } from './random.ts';
import { DAY_MS } from './units.ts';

const PIPELINE = 'hotel';
const STAGE = 'cancellation';
const VERSION = 'v1';
const LABEL_SEED = 1;

/** First and last booking day of the reference file, and the last of both files. */
const REFERENCE_FROM = Date.UTC(2016, 4, 1);
const REFERENCE_TO = Date.UTC(2016, 8, 30);
const LAST_DAY = Date.UTC(2017, 7, 30);

type FeatureKind = 'number' | 'string' | 'flag';

/**
 * The columns that are features. `agent` and `company` are identifiers that look like numbers. Their "UNK" is kept as
 * a category: it stands for "none", not for a value that was lost. (92 % of corporate bookings have no agent and under 1 % of
 * the online agencies' bookings have none; with `company` it is the other way round.)
 */
const featureKinds: Record<string, FeatureKind> = {
  hotel: 'string',
  lead_time: 'number',
  stays_in_weekend_nights: 'number',
  stays_in_week_nights: 'number',
  adults: 'number',
  children: 'number',
  babies: 'number',
  meal: 'string',
  country: 'string',
  market_segment: 'string',
  distribution_channel: 'string',
  is_repeated_guest: 'flag',
  previous_cancellations: 'number',
  previous_bookings_not_canceled: 'number',
  reserved_room_type: 'string',
  assigned_room_type: 'string',
  booking_changes: 'number',
  deposit_type: 'string',
  agent: 'string',
  company: 'string',
  days_in_waiting_list: 'number',
  customer_type: 'string',
  adr: 'number',
  parking_spaces: 'number',
  total_of_special_requests: 'number',
};

export type HotelRecords = { predictions: Prediction[]; labels: Label[] };

export function hotelDefinition(): PipelineDefinition {
  return {
    title: 'Hotel bookings',
    description:
      'Sample data: real bookings of two hotels in Portugal (Antonio, de Almeida and Nunes, 2019), and a classifier that says which will be ' +
      'cancelled (NannyML). Seasons and markets drift. The dates are moved to end today; when each label came is made up.',
    team: 'Revenue',
    kind: 'batch',
    schedule: { everyMinutes: 1440, offsetMinutes: 0, graceMinutes: 1440 },
    stages: [{ name: STAGE, title: 'Cancellation', outputs: 'label', keepsText: false }],
    edges: [],
    sample: true,
  };
}

/**
 * Reads the text of one of the files. Its times are days, and they are moved by whole days, so that the last booking
 * day of the set is the day of `now` (UTC): a booking is at midnight, no hour of the day is made up, and all rows lie in the
 * past. Days of the week are not kept. Labels come 7–60 days after the booking, the lag of a row being always the same; those whose
 * time is after `now` are among them: they are not known, and not to be shown, before.
 *
 * @throws {Error} naming a column that is missing, or the line and value that cannot be read
 */
export function parseHotel(csv: string, now: Date): HotelRecords {
  const lines = csv.split('\n');
  const header = (lines[0] ?? '').split(',');
  const at = columnPlaces(header);
  const features = Object.entries(featureKinds).map(([name, kind]) => ({ name, kind, place: at(name) }));
  const places = {
    index: at('Index'),
    answer: at('y_pred'),
    score: at('y_pred_proba'),
    day: at('timestamp'),
    truth: at('is_canceled'),
  };

  const shift = shiftMs(now);
  const records: HotelRecords = { predictions: [], labels: [] };
  for (let line = 1; line < lines.length; line++) {
    const text = lines[line];
    if (!text) continue;
    const cells = text.split(','); // the files have no quoted cells
    const wrong = (what: string) => new Error(`line ${line + 1} of the hotel bookings: ${what}`);
    if (cells.length !== header.length) throw wrong(`${cells.length} cells, not ${header.length}`);
    const cell = (place: number) => cells[place] ?? '';
    const number = (place: number) => {
      const value = Number(cell(place));
      if (cell(place) === '' || !Number.isFinite(value)) throw wrong(`"${cell(place)}" is not a number`);
      return value;
    };

    const time = Date.parse(cell(places.day)) + shift;
    if (Number.isNaN(time)) throw wrong(`"${cell(places.day)}" is not a day`);
    const requestId = `hotel-${cell(places.index)}`;
    const inputs: Prediction['features'] = {};
    for (const { name, kind, place } of features) {
      inputs[name] = kind === 'string' ? cell(place) : kind === 'flag' ? cell(place) === '1' : number(place);
    }
    records.predictions.push({
      pipeline: PIPELINE,
      stage: STAGE,
      version: VERSION,
      role: 'live',
      time: new Date(time).toISOString(),
      requestId,
      status: 'ok',
      features: inputs,
      prediction: number(places.answer) === 1,
      confidence: number(places.score),
      signals: {},
    });
    records.labels.push({
      pipeline: PIPELINE,
      stage: STAGE,
      requestId,
      time: new Date(time + labelLagMs(number(places.index))).toISOString(),
      value: number(places.truth) === 1,
    });
  }
  return records;
}

/** The days of the reference file after the shift; `to` is the first midnight that no longer belongs to it. */
export function hotelReferenceWindow(now: Date): { from: Date; to: Date } {
  const shift = shiftMs(now);
  return { from: new Date(REFERENCE_FROM + shift), to: new Date(REFERENCE_TO + DAY_MS + shift) };
}

function shiftMs(now: Date): number {
  return Math.floor(now.getTime() / DAY_MS) * DAY_MS - LAST_DAY;
}

function labelLagMs(index: number): number {
  const random = createRandom(partSeed(LABEL_SEED, index));
  return (7 + Math.floor(random() * 54)) * DAY_MS;
}

function columnPlaces(header: string[]): (name: string) => number {
  return (name) => {
    const place = header.indexOf(name);
    if (place < 0) throw new Error(`the hotel bookings have no column ${name}`);
    return place;
  };
}
