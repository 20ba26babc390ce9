import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PipelineDefinition } from '#contract/pipeline-definition.ts';
import { Label, Prediction } from '#contract/prediction.ts';
import { hotelDefinition, hotelReferenceWindow, parseHotel } from '#sample/hotel.ts';
import { DAY_MS } from '#sample/units.ts';

const now = new Date('2026-11-23T14:00:20.000Z');
const reference = parseHotel(fileText('hotel_booking_reference.csv.gz'), now);
const monitoring = parseHotel(fileText('hotel_booking_monitoring.csv.gz'), now);

function fileText(name: string): string {
  const folder = join(import.meta.dirname, '../../src/sample/hotel-booking');
  return gunzipSync(readFileSync(join(folder, name))).toString('utf8');
}

/** One booking in the columns of the monitoring file, some of them changed. */
function csv(changes: Record<string, string> = {}): string {
  const [header = '', row = ''] = fileText('hotel_booking_monitoring.csv.gz').split('\n');
  const cells = row.split(',');
  const changed = header.split(',').map((name, place) => changes[name] ?? cells[place] ?? '');
  return `${header}\n${changed.join(',')}\n`;
}

describe('parseHotel', () => {
  it('reads all bookings of both files', () => {
    expect([reference.predictions.length, monitoring.predictions.length]).toEqual([16_913, 34_938]);
    expect([reference.labels.length, monitoring.labels.length]).toEqual([16_913, 34_938]);
  });

  it('makes only records that the contract takes', () => {
    const predictions = [...reference.predictions, ...monitoring.predictions];
    const labels = [...reference.labels, ...monitoring.labels];

    expect(predictions.filter((row) => !Prediction.safeParse(row).success)).toEqual([]);
    expect(labels.filter((row) => !Label.safeParse(row).success)).toEqual([]);
    expect(PipelineDefinition.parse(hotelDefinition())).toEqual(hotelDefinition());
  });

  it('keeps each value in its kind', () => {
    expect(monitoring.predictions[0]).toEqual({
      pipeline: 'hotel',
      stage: 'cancellation',
      version: 'v1',
      role: 'live',
      time: '2025-12-25T00:00:00.000Z',
      requestId: 'hotel-98729',
      status: 'ok',
      features: {
        hotel: 'City Hotel',
        lead_time: 34,
        stays_in_weekend_nights: 2,
        stays_in_week_nights: 0,
        adults: 3,
        children: 0,
        babies: 0,
        meal: 'BB',
        country: 'CHE',
        market_segment: 'Online TA',
        distribution_channel: 'TA/TO',
        is_repeated_guest: false,
        previous_cancellations: 0,
        previous_bookings_not_canceled: 0,
        reserved_room_type: 'D',
        assigned_room_type: 'D',
        booking_changes: 0,
        deposit_type: 'No Deposit',
        agent: '7.0',
        company: 'UNK',
        days_in_waiting_list: 0,
        customer_type: 'Transient',
        adr: 122.45,
        parking_spaces: 0,
        total_of_special_requests: 1,
      },
      prediction: false,
      confidence: 0.1436810006809889,
      signals: {},
    });
  });

  it('moves the last booking day to the day of now, at midnight', () => {
    expect(monitoring.predictions.at(-1)?.time).toBe('2026-11-23T00:00:00.000Z');
    expect(reference.predictions[0]?.time).toBe('2025-07-25T00:00:00.000Z');
    expect(monitoring.predictions.filter(({ time }) => Date.parse(time) > now.getTime())).toEqual([]);
  });

  it('keeps the number of days: 153 of the reference, 334 after it', () => {
    const days = (rows: Prediction[]) => new Set(rows.map(({ time }) => time)).size;

    expect([days(reference.predictions), days(monitoring.predictions)]).toEqual([153, 334]);
  });

  it('lets labels come 7–60 days after the booking, the same every time', () => {
    const again = parseHotel(fileText('hotel_booking_reference.csv.gz'), now);
    const bookings = new Map(
      reference.predictions.map(({ requestId, time }) => [requestId, Date.parse(time)]),
    );
    const lags = reference.labels.map(
      ({ requestId, time }) => (Date.parse(time) - (bookings.get(requestId) ?? Number.NaN)) / DAY_MS,
    );

    expect([Math.min(...lags), Math.max(...lags), new Set(lags).size]).toEqual([7, 60, 54]);
    expect(again.labels).toEqual(reference.labels);
  });

  it('takes the truth from is_canceled', () => {
    const cancelled = [...reference.labels, ...monitoring.labels].filter(({ value }) => value === true);

    expect(cancelled).toHaveLength(469 + 1_090);
  });

  it.each([
    [{ adr: 'much' }, 'line 2 of the hotel bookings: "much" is not a number'],
    [{ timestamp: 'some day' }, 'line 2 of the hotel bookings: "some day" is not a day'],
    [{ country: 'CHE,ITA' }, 'line 2 of the hotel bookings: 31 cells, not 30'],
  ])('names the line it cannot read: %o', (changes, message) => {
    expect(() => parseHotel(csv(changes), now)).toThrow(message);
  });

  it('names a column that is missing', () => {
    expect(() => parseHotel(csv().replace('adr', 'price'), now)).toThrow(
      'the hotel bookings have no column adr',
    );
  });
});

describe('hotelReferenceWindow', () => {
  it('holds the bookings of the reference file and no other', () => {
    const { from, to } = hotelReferenceWindow(now);
    const within = ({ time }: Prediction) =>
      Date.parse(time) >= from.getTime() && Date.parse(time) < to.getTime();

    expect(reference.predictions.filter(within)).toHaveLength(16_913);
    expect(monitoring.predictions.filter(within)).toHaveLength(0);
  });
});
