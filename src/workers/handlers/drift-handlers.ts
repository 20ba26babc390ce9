import type { TaskHandlers } from '../protocol.ts';
import { compareFeatures, createKeptReferenceRows } from './compare-rows.ts';
import { createCountsCache } from './counts.ts';
import { driftMap } from './drift-map.ts';
import { createKeptRows, exactComparison } from './exact-comparison.ts';
import { leadLag, type KeptSeries } from './lead-lag.ts';
import { loadCounts } from './load-counts.ts';
import { metricBins } from './metric-bins.ts';
import { expectedHarm } from './expected-harm.ts';
import { multivariate } from './multivariate.ts';
import { quality } from './quality.ts';
import { qualityBySegment } from './quality-by-segment.ts';
import { automation, type KeptScores } from './automation.ts';
import { judgeAutomation } from '../automation/judge-automation.ts';
import { judgeQuality } from '../quality/judge-quality.ts';
import { replayPlan } from './replay-plan.ts';
import { sliceSearch } from './slice-search.ts';
import { redundantSeries } from './redundant-series.ts';
import type { KeptHistories } from '../rehearsal/kept-histories.ts';
import { rehearseRules } from '../rehearsal/rehearse-rules.ts';
import { ruleHistory } from '../rehearsal/rule-history.ts';
import { thresholdAdvice } from '../rehearsal/threshold-advice.ts';

/** The handlers of one worker, with the counts and rows that it keeps. */
export function driftHandlers(): TaskHandlers {
  const cache = createCountsCache();
  const rows = createKeptRows();
  const series: KeptSeries = new Map();
  const referenceRows = createKeptReferenceRows();
  const histories: KeptHistories = new Map();
  const scores: KeptScores = new Map();
  return {
    loadCounts: (input, context) => loadCounts(cache, input, context),
    driftMap: (input, context) => driftMap(cache, input, context),
    metricBins: (input, context) => metricBins(cache, input, context),
    exactComparison: (input, context) => exactComparison(cache, rows, input, context),
    compareRows: (input, context) => compareFeatures(referenceRows, input, context),
    multivariate,
    expectedHarm: (input, context) => expectedHarm(cache, input, context),
    sliceSearch: (input, context) => sliceSearch(cache, input, context),
    leadLag: (input, context) => leadLag(series, input, context),
    quality,
    qualityBySegment,
    judgeAutomation: async (input) => ({ output: judgeAutomation(input), transfer: [] }),
    automation: (input, context) => automation(scores, input, context),
    judgeQuality: async (input) => ({ output: judgeQuality(input), transfer: [] }),
    redundantSeries,
    replayPlan,
    ruleHistory: (input, context) => ruleHistory(histories, input, context),
    thresholdAdvice: (input, context) => thresholdAdvice(histories, input, context),
    rehearseRules: (input, context) => rehearseRules(histories, input, context),
  };
}
