import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { normal, mulberry32, uniform } from '#stats/random.ts';
import type { Column } from './columns.ts';

/** A data set with a model's answers and the labels, rows in order of time; the first `before` are the labelled reference. */
export type LabelledSet = {
  name: string;
  before: number;
  features: Map<string, Column>;
  /** What the model answered, as a number that orders its confidence or its estimate. */
  score: Float64Array;
  /** Of each row, better when larger: 1 and 0 for right and wrong, minus the absolute error for a regression. */
  quality: Float64Array;
  measure: 'accuracy' | 'mean absolute error';
  /** The least change of quality that somebody would care for. */
  tolerance: number;
};

/** Each is read when its turn comes, so that no more than one is held. */
export const sets = [carLoan, creditCard, carPrice, employment, hotel, california, sea];

const data = new URL('../data/', import.meta.url);
const hotelData = new URL('../../src/sample/hotel-booking/', import.meta.url);

function carLoan(): LabelledSet {
  const rows = readRows(new URL('car-loan.csv.gz', data));
  const features = ['salary_range', 'loan_length', 'repaid_loan_on_prev_car', 'size_of_downpayment'];
  return {
    name: 'car loan (synthetic)',
    before: 25_000,
    features: columnsOf(rows, ['car_value', 'debt_to_income_ratio', 'driver_tenure'], features),
    ...classified(rows, 'y_pred_proba', 'y_pred', 'repaid'),
  };
}

function creditCard(): LabelledSet {
  const rows = readRows(new URL('credit-card.csv.gz', data));
  const numbers = ['app_behavioral_score', 'requested_credit_limit', 'credit_bureau_score', 'stated_income'];
  return {
    name: 'credit card (synthetic)',
    before: 30_000,
    features: columnsOf(rows, numbers, ['acq_channel', 'app_channel', 'is_customer']),
    ...classified(rows, 'confidence', 'y_pred', 'y_true'),
  };
}

function carPrice(): LabelledSet {
  const rows = readRows(new URL('car-price.csv.gz', data));
  const predicted = numbersOf(rows, 'y_pred');
  const truth = numbersOf(rows, 'y_true');
  return {
    name: 'car price (synthetic)',
    before: 30_000,
    features: columnsOf(
      rows,
      ['car_age', 'km_driven', 'price_new', 'accident_count', 'door_count'],
      ['fuel', 'transmission'],
    ),
    score: predicted,
    quality: predicted.map((value, i) => -Math.abs(value - (truth[i] as number))),
    measure: 'mean absolute error',
    tolerance: 40,
  };
}

function employment(): LabelledSet {
  const rows = readRows(new URL('employment.csv.gz', data));
  return {
    name: 'employment in Massachusetts (census)',
    before: rows.filter(({ year }) => year === '2015').length,
    features: columnsOf(rows, ['AGEP', 'SCHL'], ['MAR', 'RELP', 'DIS', 'CIT', 'MIG', 'SEX', 'RAC1P']),
    ...classified(rows, 'predicted_probability', 'prediction', 'employed'),
  };
}

function hotel(): LabelledSet {
  const reference = readRows(new URL('hotel_booking_reference.csv.gz', hotelData));
  const rows = [...reference, ...readRows(new URL('hotel_booking_monitoring.csv.gz', hotelData))];
  const names = [
    'hotel',
    'meal',
    'country',
    'market_segment',
    'deposit_type',
    'customer_type',
    'assigned_room_type',
    'agent',
  ];
  return {
    name: 'hotel bookings (real)',
    before: reference.length,
    features: columnsOf(
      rows,
      ['lead_time', 'adr', 'stays_in_week_nights', 'total_of_special_requests'],
      names,
    ),
    ...classified(rows, 'y_pred_proba', 'y_pred', 'is_canceled'),
  };
}

function california(): LabelledSet {
  const rows = readRows(new URL('california.csv.gz', data));
  const names = [
    'MedInc',
    'HouseAge',
    'AveRooms',
    'AveBedrms',
    'Population',
    'AveOccup',
    'Latitude',
    'Longitude',
  ];
  return {
    name: 'California housing',
    before: 5832,
    features: columnsOf(rows, names, []),
    ...classified(rows, 'y_pred_proba', 'y_pred', 'clf_target'),
  };
}

/** SEA concepts (Street & Kim 2001): the label is x₁ + x₂ ≤ 8, later ≤ 9.5, with 10 % noise; the features never drift. */
function sea(): LabelledSet {
  const draw = mulberry32(2001);
  const rows = 40_000;
  const columns = Array.from({ length: 3 }, () =>
    Float64Array.from({ length: rows }, () => 10 * uniform(draw)),
  );
  const sum = Float64Array.from({ length: rows }, (_, i) => (columns[0]?.[i] ?? 0) + (columns[1]?.[i] ?? 0));
  const score = sum.map((value) => 1 / (1 + Math.exp(value - 8 + 0.3 * normal(draw))));
  return {
    name: 'SEA concepts (generated)',
    before: 20_000,
    features: new Map(columns.map((values, i) => [`x${i + 1}`, { kind: 'numeric' as const, values }])),
    score,
    quality: sum.map((value, i) => {
      const isLabelled = value <= (i < 30_000 ? 8 : 9.5) !== uniform(draw) < 0.1;
      return (score[i] as number) >= 0.5 === isLabelled ? 1 : 0;
    }),
    measure: 'accuracy',
    tolerance: 0.01,
  };
}

type Row = Record<string, string>;

function classified(
  rows: readonly Row[],
  score: string,
  prediction: string,
  label: string,
): Pick<LabelledSet, 'score' | 'quality' | 'measure' | 'tolerance'> {
  return {
    score: numbersOf(rows, score),
    quality: Float64Array.from(rows, (row) => (row[prediction] === row[label] ? 1 : 0)),
    measure: 'accuracy',
    tolerance: 0.01,
  };
}

function columnsOf(
  rows: readonly Row[],
  numbers: readonly string[],
  categories: readonly string[],
): Map<string, Column> {
  return new Map<string, Column>([
    ...numbers.map((name) => [name, { kind: 'numeric', values: numbersOf(rows, name) }] as const),
    ...categories.map((name) => [name, { kind: 'categorical', values: codesOf(rows, name) }] as const),
  ]);
}

function numbersOf(rows: readonly Row[], name: string): Float64Array {
  return Float64Array.from(rows, (row) => (row[name] === '' ? Number.NaN : Number(row[name])));
}

/** Categories numbered in order of their appearance. */
function codesOf(rows: readonly Row[], name: string): Float64Array {
  const codes = new Map<string, number>();
  return Float64Array.from(rows, (row) => {
    const value = row[name] ?? '';
    if (!codes.has(value)) codes.set(value, codes.size);
    return codes.get(value) as number;
  });
}

/** These files have no quoted cells. */
function readRows(file: URL): Row[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}
