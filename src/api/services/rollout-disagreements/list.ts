import { outputText } from '#contract/example.ts';
import { builtInMetrics, metricPrefixes } from '#contract/metric.ts';
import type {
  Adjudication,
  Disagreement,
  DisagreementOrder,
  DisagreementRate,
  Disagreements,
} from '#contract/rollout-disagreement.ts';
import { adjudicationChoices } from '#contract/rollout-disagreement.ts';
import type { Segment } from '#contract/segment.ts';
import { disagreementImpact, isSameAnswer } from '#control/rollout/disagreement.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Pair, PairSide, RequestRow } from '../../prediction-log.ts';
import { refuseSensitiveRanges } from '../metrics/refuse-sensitive-ranges.ts';
import { shownValues } from '../metrics/shown-values.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';
import { answerClass } from './answer-class.ts';
import { armsOf } from './arms-of.ts';

const MOST_PAIRS = 20_000;
const MOST_CELLS = 24;
/** Rows of a request in all stages, at most: a few versions each. */
const ROWS_OF_REQUEST = 20;
const routeInputs = `${metricPrefixes.input}route.`;

export type DisagreementsRequest = {
  id: string;
  order: DisagreementOrder;
  segments: readonly Segment[];
  stable?: string | undefined;
  candidate?: string | undefined;
  judged: 'all' | 'open';
  limit: number;
};

type Privacy = Parameters<typeof shownValues>[1];
type Found = Omit<Disagreement, 'inputs'>;

/** What two versions answered differently since the rollout was planned, how often, and how often one differs from itself. */
export async function listDisagreements(
  { control, log, now }: Ports,
  { id, segments, ...wanted }: DisagreementsRequest,
): Promise<Disagreements> {
  const rollout = (await control.findRollout(id))?.rollout;
  if (!rollout) throw notFound(`rollout ${id}`);
  const { pipeline, stage } = rollout;
  const privacy = await findPrivacy(control, rollout);
  refuseSensitiveRanges({ segments }, privacy.sensitive);

  const window = {
    fromMs: Date.parse(rollout.createdAt),
    toMs: rollout.end === null ? now().getTime() : Date.parse(rollout.end.at),
  };
  const selection = { pipeline, stage, segments, ...window };
  const stable = { version: rollout.stable.version, role: 'live' } as const;
  const [pairs, same, adjudications] = await Promise.all([
    log.pairs(selection, armsOf(rollout), MOST_PAIRS),
    log.pairs(selection, { stable, candidate: { ...stable, role: 'shadow' } }, MOST_PAIRS),
    control.listAdjudications(id),
  ]);
  const said = new Map(adjudications.map((one) => [one.requestId, one]));
  const isHidden = privacy.sensitive.has(builtInMetrics.prediction);
  const differing = pairs.filter((pair) => !isSameAnswer(pair.stable, pair.candidate));
  const found = differing
    .map((pair) => disagreementOf(pair, { privacy, isHidden, said }))
    .filter(
      (one) =>
        (wanted.stable === undefined || one.stable.class === wanted.stable) &&
        (wanted.candidate === undefined || one.candidate.class === wanted.candidate) &&
        (wanted.judged === 'all' || one.adjudication === null),
    );
  const shown = ordered(found, wanted.order).slice(0, wanted.limit);
  const requestIds = shown.map(({ requestId }) => requestId);
  const rows = await log.requestRows({ pipeline, requestIds, window }, requestIds.length * ROWS_OF_REQUEST);
  return {
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    rate: rateOf(pairs),
    noise: same.length > 0 ? rateOf(same) : null,
    isSample: pairs.length === MOST_PAIRS,
    confusion: confusionOf(pairs, isHidden),
    judged: tally(adjudications),
    withheld: [...privacy.sensitive],
    found: found.length,
    items: shown.map((one) => ({ ...one, inputs: inputsOf(one.requestId, stage, rows, privacy) })),
  };
}

function disagreementOf(
  { requestId, stable, candidate }: Pair,
  {
    privacy,
    isHidden,
    said,
  }: { privacy: Privacy; isHidden: boolean; said: ReadonlyMap<string, Adjudication> },
): Found {
  const answer = (side: PairSide) => ({
    class: answerClass(side, { isHidden }),
    text: shownText(side, privacy, isHidden),
    score: privacy.sensitive.has(builtInMetrics.confidence) ? null : side.score,
    latencyMs: side.latencyMs,
  });
  const [of, other] = [answer(stable), answer(candidate)];
  return {
    requestId,
    time: new Date(stable.timeMs).toISOString(),
    ...disagreementImpact(stable, candidate),
    scoreGap:
      of.score === null || other.score === null ? null : Math.min(1, Math.abs(of.score - other.score)),
    stable: of,
    candidate: other,
    adjudication: said.get(requestId) ?? null,
  };
}

function shownText(
  { prediction, fingerprint }: PairSide,
  { sensitive, keepsText }: Privacy,
  isHidden: boolean,
): string | null {
  if (prediction === null || isHidden) return null;
  const isText = fingerprint !== '';
  return isText && (!keepsText || sensitive.has(outputText)) ? null : String(prediction);
}

/** Those of equal rank keep the log's order, which is by a hash of the request: as good as chance, and the same each time. */
function ordered(found: readonly Found[], order: DisagreementOrder): Found[] {
  switch (order) {
    case 'impact':
      return found.toSorted((a, b) => b.impact - a.impact);
    case 'scoreGap':
      return found.toSorted((a, b) => (b.scoreGap ?? -1) - (a.scoreGap ?? -1));
    case 'latest':
      return found.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time));
    case 'random':
      return [...found];
  }
}

function rateOf(pairs: readonly Pair[]): DisagreementRate {
  const disagreeing = pairs.filter(({ stable, candidate }) => !isSameAnswer(stable, candidate)).length;
  const bounds = shareSequence(disagreeing, pairs.length);
  const interval = bounds.status === 'ok' ? { lower: bounds.lower, upper: bounds.upper } : null;
  return { pairs: pairs.length, disagreeing, interval };
}

function confusionOf(pairs: readonly Pair[], isHidden: boolean): Disagreements['confusion'] {
  const cells = new Map<string, Disagreements['confusion'][number]>();
  for (const pair of pairs) {
    const [stable, candidate] = [pair.stable, pair.candidate].map((side) =>
      answerClass(side, { isHidden }),
    ) as [string, string];
    const key = JSON.stringify([stable, candidate]);
    const cell = cells.get(key) ?? { stable, candidate, pairs: 0, disagreeing: 0 };
    cells.set(key, cell);
    cell.pairs++;
    if (!isSameAnswer(pair.stable, pair.candidate)) cell.disagreeing++;
  }
  return [...cells.values()]
    .sort((a, b) => b.disagreeing - a.disagreeing || b.pairs - a.pairs)
    .slice(0, MOST_CELLS);
}

function tally(adjudications: readonly Adjudication[]): Disagreements['judged'] {
  const judged = Object.fromEntries(
    adjudicationChoices.map((choice) => [choice, 0]),
  ) as Disagreements['judged'];
  for (const { choice } of adjudications) judged[choice]++;
  return judged;
}

/** What was asked, as the stage recorded it; without how the request was routed. */
function inputsOf(
  requestId: string,
  stage: string,
  rows: readonly RequestRow[],
  privacy: Privacy,
): Disagreement['inputs'] {
  const row = rows.find((one) => one.requestId === requestId && one.stage === stage);
  if (!row) return {};
  const entries = Object.entries(shownValues(row, privacy).values).filter(
    ([metric]) => metric.startsWith(metricPrefixes.input) && !metric.startsWith(routeInputs),
  );
  return Object.fromEntries(entries);
}
