/** The tables of the page, as Markdown. */
export type Tables = Record<
  | 'falseAlarms'
  | 'unequalChunks'
  | 'boards'
  | 'promises'
  | 'misses'
  | 'delays'
  | 'verdicts'
  | 'record'
  | 'decomposition',
  string
>;

export function proofPage(tables: Tables): string {
  return `# Proof

What the promise of a false-alarm budget is worth, beside the defaults of Evidently 0.7.23 and NannyML 0.13.1. \`npm run proof\` writes this page; seeds are
fixed, so it writes the same bytes each time. The other tools' rules are re-implemented in \`src/stats/compat\` after their source; \`npm run proof -- --peers\`
holds them to the libraries themselves, where Python has them
(the last time: 24 windows, scores equal to 2e-14, no verdict different).

The rules, none with any setting of its own:

- **Evidently**: up to 1000 reference rows a test at p < 0.05, above a distance ≥ 0.1 (Wasserstein over the reference's standard deviation for numbers,
  Jensen-Shannon in nats for categories); a data set drifts when half of its columns do.
- **NannyML**: Jensen-Shannon distance above mean + 3 sd of the reference's own chunks.
- **Anchorwatch**: Jensen-Shannon distance ≥ 0.1 *and* an adjusted p-value below the level that the budget leaves to a check. The budget here is one false
  alarm a week of hourly checks, 0.60 % a check. A \`warn\` counts as an alarm.

Shares are of 200 windows (ten references of 10 000 rows, twenty windows each) where nothing else is said: their 95 % interval is about ± 7 points at 50 %, and
0 % means below 1.9 %.

## False alarms

NannyML gets chunks of the windows' own size here, which is the best it can have.

${tables.falseAlarms}

NannyML's threshold is learnt from chunks of one size. Where traffic varies, chunks of a period differ in size, and small ones are further from the reference by
chance alone. Normal data, no drift, NannyML / Anchorwatch (400 windows a cell):

${tables.unequalChunks}

## Season and dependent rows

Rows of a log hang together (sessions, devices), and most logs breathe with the day. Twenty columns in hourly windows of 180 rows for a week, four boards, against the
five days before: the share of hours with an alarm. Where something drifts, it does so in five of the columns. Anchorwatch holds each hour against what the reference
has of the same season, where it shows one (\`metricHistory\`), takes how much slots differ from the slots of the reference, each held against those outside its own
eighth of the time, and lowers the level until their own time raises no more than promised (\`calibratedLevel\`). "By the law of chance alone" does
neither: the whole reference, rows taken as independent.

${tables.boards}

Evidently sees drift in a wave that repeats. NannyML sees none there, but hardly any in a wave that changed either: the wave in its chunks widens its threshold.

## Promised and measured

Thresholds from a budget for the effect alone (\`windowThreshold\`), promised at 1 false alarm in 100 checks; measured with its 95 % interval, over ten references with
200 windows each. The luck of the ten references comes on top of that interval.

${tables.promises}

## Misses

Share of windows with a real change that are found. Read it beside the false alarms: a rule that always alarms misses nothing.

${tables.misses}

Evidently's distance of a heavy-tailed column is about its own tail; one sentinel in the reference blinds both other tools. Anchorwatch does not report what it takes for
too small to matter (below a Jensen-Shannon distance of 0.1), however certain it is.

## Delay

Hours until the first alarm, median (90 %), hourly windows of 60 rows, 40 runs; and what each rule costs in a quiet week (one column).

${tables.delays}

## Drift is not damage

Public data with labels (\`bench/data\`, \`src/sample/hotel-booking\`) and a generated stream, monitored in ten chunks. "Drifting" is the mean number of columns flagged, in the first
five chunks → the last five. "Foretold" comes from the labelled reference alone (\`expectedChangeTogether\`, \`harmOf\`: a change of one point of accuracy, or 40 of
the car price, matters); "what the labels said" is the same verdict on the realised change of the same chunks.

${tables.verdicts}

The record of the estimate (\`estimateRecord\`): its error is to be read beside that of saying "no change" always. It cannot see a changed relation of features
to label, which is why credit card and SEA come out too good; where the reference has no such rows it abstains.

${tables.record}

Once labels are there, the change of the second half splits (\`qualityDecomposition\`):

${tables.decomposition}

## Limits

- Simulated columns are independent of one another, except where said; the budget holds under dependence by its construction (expectations add up), which makes it
  stricter than needed there.
- A season is found in two whole periods of the reference, of a day or a week (UTC). A longer one, such as a year, makes its slots differ: less power, not more alarms.
- A column that wanders for hours needs a reference that is long beside that: five days of a level with autocorrelation 0.9 from hour to hour are worth eight to ten
  independent hours. \`metricHistory\` says how many (\`levelMemory\`) and asks for as much more evidence as so few can tell (\`widenedDispersion\`), so that the promise holds and hardly any
  drift of such a column is found; the board says that it is not certified.
- Ten chunks a data set are few: the record's intervals say how few.
- A threshold is \`certified\` only by a history of quiet checks; none of these is long enough for one alarm a month.
`;
}
