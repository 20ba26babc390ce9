import { noData, type RuleValue, seen } from '#control/rule/rule-value.ts';
import { runOverdue } from '#control/rule/run-overdue.ts';
import { assumedSchedule } from '#control/batch-runs.ts';
import type { Evaluation, Observed } from '../observation.ts';
import { selectionOf } from '../selection.ts';

const MINUTE_MS = 60_000;
/** The newest run that is due lies within them, unless grace is longer than the period. */
const RUNS_BEFORE = 3;
const MOST_SITES = 500;
const delayQuantiles = [0.5, 0.9] as const;

export async function observeRunLate({ rule, slotEndMs, reads }: Evaluation<'runLate'>): Promise<Observed[]> {
  const stored = await reads.once(`pipeline ${rule.pipeline}`, () =>
    reads.ports.control.findPipeline(rule.pipeline),
  );
  const schedule = stored?.definition.schedule ?? assumedSchedule;
  const everyMs = schedule.everyMinutes * MINUTE_MS;
  const reachMs = RUNS_BEFORE * everyMs + schedule.graceMinutes * MINUTE_MS;
  const { items } = await reads.runs(rule.pipeline, { fromMs: slotEndMs - reachMs, toMs: slotEndMs });
  const ofStages = Map.groupBy(items, ({ stage }) => stage);
  const { stage: wanted } = rule.scope;
  const stages = wanted === undefined ? [...ofStages.keys()] : [wanted];
  if (stages.length === 0) return [{ labels: {}, value: noData('no run is due yet') }];
  return stages.map((stage) => ({
    labels: { stage },
    value: runOverdue(ofStages.get(stage) ?? [], schedule, slotEndMs),
  }));
}

export async function observeSiteSilent(evaluation: Evaluation<'siteSilent'>): Promise<Observed[]> {
  const { rule, condition, slotEndMs, reads } = evaluation;
  const window = { fromMs: slotEndMs - condition.windowSeconds * 1000, toMs: slotEndMs };
  const extents = await reads.once(`sites ${JSON.stringify([rule.pipeline, window])}`, () =>
    reads.ports.log.siteStates(rule.pipeline, window, [], MOST_SITES),
  );
  const { stage } = rule.scope;
  const ofSites = Map.groupBy(
    extents.filter((extent) => stage === undefined || extent.stage === stage),
    ({ site }) => site,
  );
  const sites = condition.sites ?? [...ofSites.keys()];
  return sites.map((site) => {
    const own = ofSites.get(site) ?? [];
    const lastMs = Math.max(window.fromMs, ...own.map(({ lastReceivedMs }) => lastReceivedMs));
    const rows = own.reduce((sum, extent) => sum + extent.rows, 0);
    return { labels: { site }, value: seen(Math.max(0, slotEndMs - lastMs) / 1000, rows) };
  });
}

export async function observeLabelDelay(evaluation: Evaluation<'labelDelay'>): Promise<Observed[]> {
  return [{ labels: {}, value: await labelDelay(evaluation) }];
}

async function labelDelay(evaluation: Evaluation<'labelDelay'>): Promise<RuleValue> {
  const { rule, condition, slotEndMs, readToMs, reads } = evaluation;
  const { log } = reads.ports;
  if (condition.measure === 'silence') {
    const { rows, lastMs } = await reads.once(`labels ${rule.pipeline}`, () =>
      log.labelExtent(rule.pipeline),
    );
    if (lastMs === undefined) return noData('no label has ever come');
    return seen(Math.max(0, slotEndMs - lastMs) / 1000, rows);
  }
  const stepMs = condition.windowSeconds * 1000;
  const toMs = Math.floor(readToMs / stepMs) * stepMs;
  const selection = {
    ...selectionOf(evaluation, { fromMs: toMs - stepMs, toMs }),
    stepMs,
    knownAtMs: slotEndMs,
  };
  const [slot] = await reads.once(`labels ${JSON.stringify(selection)}`, () =>
    log.labelSlots(selection, delayQuantiles),
  );
  const delayMs = slot?.delaysMs[condition.measure === 'p50' ? 0 : 1];
  if (slot === undefined || delayMs === undefined) return noData('no row of the window has a label yet');
  return seen(delayMs / 1000, slot.labelled);
}
