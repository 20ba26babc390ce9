import { machineActor } from '#api/access/actor.ts';
import type { Ports } from '#api/ports.ts';
import type { Batch, LogRow } from '#api/prediction-log.ts';
import { tickAlerts } from '#api/services/alerts/tick.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { dispatchDue } from '#api/services/deliveries/dispatch.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { labelRow, predictionRow, sampleRow } from '#api/services/ingest/to-log-row.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';
import { addSampleRollout } from '#api/services/sample-rollout/add.ts';
import { createSampleRouter } from '#api/services/sample-rollout/router.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { speechRollout } from '#sample/speech-rollout.ts';
import { addSamplePeople } from '#api/services/people/add-sample.ts';
import type { Prediction } from '#contract/prediction.ts';
import type { Status } from '#contract/status.ts';
import { samplePeople } from '#sample/people.ts';
import { partSeed } from '#sample/random.ts';
import { speechDefinition, speechMinute } from '#sample/speech.ts';
import { carFleet, UPLOAD_EVERY_MS } from '#sample/speech-sites.ts';
import { speechStory, type SpeechStory } from '#sample/speech-story.ts';
import { createEvidenceReader } from '#api/services/rollout-evidence/read-evidence.ts';
import { createInferenceJoiner } from '#api/services/inference/joiner.ts';
import { countIngest } from '#api/services/ingest/count-ingest.ts';
import { createMemoryControlStore } from './memory-control-store.ts';
import { createMemoryIngestQueue } from './memory-ingest-queue.ts';
import { memoryMonitoring } from './memory-monitoring.ts';
import { createMemoryPredictionLog } from './memory-prediction-log.ts';
import { createMemoryNotifier } from './memory-notifier.ts';
import { createMemorySecrets } from './memory-secrets.ts';
import { memoryTelemetry } from './memory-telemetry.ts';
import { judgeAutomation } from '#workers/automation/judge-automation.ts';
import { judgeQuality } from '#workers/quality/judge-quality.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const PIPELINE = 'speech';
/** As long as the main thread may be busy with history before the page gets its turn. */
const SLICE_MS = 20;
/** How late a row reaches the log. */
const ARRIVAL_MS = 400;

export interface Simulator {
  /** The outside world of the API, in memory. */
  ports: Ports;
  /** Declares the sample pipeline and fills in its past, oldest first, in slices. */
  fill(hours: number): Promise<void>;
  /** Adds what has come to pass since the last call, and evaluates the rules that are due. */
  advance(): Promise<void>;
}

/**
 * The sample pipeline `speech` over stores in memory; the same for the same seed and clock.
 *
 * @param hasRollout a candidate of the recogniser is under way, and its requests follow the rollout
 */
export function createSimulator({
  seed = 7,
  now = () => new Date(),
  hasRollout = false,
}: { seed?: number; now?: () => Date; hasRollout?: boolean } = {}): Simulator {
  const log = createMemoryPredictionLog();
  const control = createMemoryControlStore({ currentTime: () => now().getTime() });
  let sample: Status['sample'] = { state: 'off' };
  let ids = 0;
  const ingest = countIngest(createMemoryIngestQueue(log));
  const ports: Ports = {
    log,
    control,
    ingest: ingest.queue,
    now,
    newId: () => `id-${++ids}`,
    fingerprint: (text) => fingerprint(text, seed),
    status: () => sample,
    judgeQuality: async (question) => judgeQuality(question),
    judgeAutomation: async (question) => judgeAutomation(question),
    inferences: createInferenceJoiner({ waitMs: 60_000, most: 1000 }),
    secrets: createMemorySecrets(),
    monitoring: memoryMonitoring(),
    telemetry: memoryTelemetry(ingest.counts),
    notifier: createMemoryNotifier(),
    traffic: { adapterOf: () => undefined },
    evidence: createEvidenceReader({ log, control, now }),
    listener: { isLocal: () => true, hasSample: true, publicOrigin: undefined },
    loaderToken: undefined,
  };

  let story: SpeechStory | undefined;
  let doneMs = 0;
  let batches = 0;
  let router: ReturnType<typeof createSampleRouter> | undefined;
  const ended = new AbortController();
  const insert = async (fromMs: number, toMs: number): Promise<number> => {
    if (!story) throw new Error('the history must be filled in first');
    const batch = batchBetween({ seed, story, ports }, fromMs, toMs);
    if (batch.rows.length + batch.labels.length > 0) await log.insert(batch, `simulated-${++batches}`);
    return batch.rows.length;
  };

  return {
    ports,
    async fill(hours) {
      const endMs = now().getTime();
      const startMs = Math.floor(endMs / MINUTE_MS) * MINUTE_MS - hours * 60 * MINUTE_MS;
      story = { ...speechStory(now()), historyStart: startMs, ...(hasRollout && rolloutTimes(endMs)) };
      sample = { state: 'loading', share: 0, rows: 0 };
      await addSamplePeople(ports, samplePeople);
      await control.putPipeline(
        { name: PIPELINE, definition: speechDefinition() },
        auditEntry(machineActor('simulator'), now(), { action: 'pipeline.put', subject: PIPELINE }),
      );
      let rows = 0;
      let pausedAt = performance.now();
      for (let fromMs = startMs; fromMs < endMs; fromMs += MINUTE_MS) {
        rows += await insert(fromMs, Math.min(endMs, fromMs + MINUTE_MS));
        if (performance.now() - pausedAt < SLICE_MS) continue;
        sample = { state: 'loading', share: (fromMs - startMs) / (endMs - startMs), rows };
        await new Promise((resolve) => setTimeout(resolve));
        pausedAt = performance.now();
      }
      doneMs = endMs;
      if (hasRollout) {
        router = createSampleRouter(control, slot, { now, caution: 'simulated in this page' });
        ports.traffic = { adapterOf: ({ stage }) => (stage === slot.stage ? router : undefined) };
        await addSpeechRollout(ports, story, endMs);
      }
      sample = { state: 'live' };
    },
    async advance() {
      const toMs = now().getTime();
      const fromMs = doneMs;
      doneMs = toMs;
      const document = router?.current();
      if (story && document) story.asrCandidateShare = document.split.candidate / ALL_TRAFFIC;
      await insert(fromMs, toMs);
      await reconcileOpenRollouts(ports, {
        holder: 'simulator',
        signal: ended.signal,
        onTrouble: (trouble) => {
          throw trouble;
        },
      });
      const { moved } = await evaluateDueRules(ports);
      await tickAlerts(ports, moved);
      await tickAlerts(ports);
      await Promise.all(await dispatchDue(ports, new Map()));
    },
  };
}

const { pipeline, stage } = speechRollout();
const slot = { pipeline, stage };

/** Copies for the candidate first, its share of the users after that, within the few hours of the page. */
function rolloutTimes(endMs: number): Pick<SpeechStory, 'asrShadow' | 'asrCandidate'> {
  return { asrShadow: endMs - 5 * HOUR_MS, asrCandidate: endMs - 2 * HOUR_MS };
}

function addSpeechRollout(ports: Ports, { asrShadow, asrCandidate }: SpeechStory, endMs: number) {
  const [ada, , chen] = samplePeople;
  return addSampleRollout(ports, {
    request: speechRollout(),
    times: { shadowMs: asrShadow, canaryMs: asrCandidate, endMs },
    engineer: ada,
    approver: chen,
  });
}

/** All that is answered in [from, to), stamped with the time of its answer. */
function batchBetween(
  { seed, story, ports }: { seed: number; story: SpeechStory; ports: Ports },
  fromMs: number,
  toMs: number,
): Batch {
  const isInside = ({ time }: { time: string }) => Date.parse(time) >= fromMs && Date.parse(time) < toMs;
  const isSentInside = ({ site, receivedAt, time }: Prediction) =>
    isInside({ time: site === carFleet ? (receivedAt ?? time) : time });
  const batch: Batch = { rows: [], labels: [] };
  // What cars send now was answered up to a quarter of an hour ago, other requests in the minute before at most.
  const firstMinute = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
  for (let start = firstMinute - UPLOAD_EVERY_MS; start < toMs; start += MINUTE_MS) {
    const minute = speechMinute(seed, new Date(start), story);
    for (const record of minute.predictions) if (isSentInside(record)) batch.rows.push(rowOf(record, ports));
    if (start < firstMinute) continue;
    for (const record of minute.samples) {
      if (isInside(record)) batch.rows.push(sampleRow(record, Date.parse(record.time) + ARRIVAL_MS));
    }
    for (const record of minute.labels) {
      if (isInside(record)) batch.labels.push(labelRow(record, Date.parse(record.time) + ARRIVAL_MS));
    }
  }
  return batch;
}

function rowOf(record: Prediction, { fingerprint }: Ports): LogRow {
  const stage = stages.get(record.stage) ?? { keepsText: false };
  return predictionRow(record, stage, Date.parse(record.receivedAt ?? record.time), fingerprint);
}

const stages = new Map(speechDefinition().stages.map((stage) => [stage.name, stage]));

/** Enough to find repeated texts in a simulation; the server's is a keyed hash. */
function fingerprint(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = partSeed(hash, text.charCodeAt(i));
  return (hash >>> 0).toString(36);
}
