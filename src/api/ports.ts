import type { AuditRecord } from '#contract/audit.ts';
import type { AutomationSetting } from '#contract/automation.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import type { Note } from '#contract/note.ts';
import type { PipelineDefinition } from '#contract/pipeline-definition.ts';
import type { Reference, ReferenceMetric } from '#contract/reference.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import type { SavedView } from '#contract/saved-view.ts';
import type { Status } from '#contract/status.ts';
import type { Origin } from './access/actor.ts';
import type { InferenceJoiner } from './services/inference/joiner.ts';
import type { AlertSourceStore, Monitoring } from './alert-source-store.ts';
import type { AlertStore } from './alert-store.ts';
import type { AutomationStore } from './automation-store.ts';
import type { NotificationStore, Notifier } from './notification-store.ts';
import type { RuleStore } from './rule-store.ts';
import type { PeopleStore } from './people-store.ts';
import type { EvidenceReader } from './rollout-evidence.ts';
import type { RolloutStore } from './rollout-store.ts';
import type { TrafficAdapters } from './traffic-adapter.ts';
import type { Batch, PredictionLog, Window } from './prediction-log.ts';
import type { Telemetry } from './telemetry.ts';

/** The whole outside world of the API, on one page. */
export interface Ports {
  log: PredictionLog;
  ingest: IngestQueue;
  control: ControlStore;
  now: () => Date;
  newId: () => string;
  /** Salted, so that equal texts can be found but no text can be read back. */
  fingerprint: (text: string) => string;
  status: () => Status['sample'];
  /** Off the main thread where there is one to keep free. */
  judgeQuality: (question: QualityQuestion) => Promise<QualityAnswer>;
  /** Likewise. */
  judgeAutomation: (question: AutomationQuestion) => Promise<AutomationAnswer>;
  /** Inferences of which one half has come so far. */
  inferences: InferenceJoiner;
  /** What moves traffic, by stage. */
  traffic: TrafficAdapters;
  /** What the log says of a rollout. */
  evidence: EvidenceReader;
  secrets: Secrets;
  telemetry: Telemetry;
  notifier: Notifier;
  monitoring: Monitoring;
  listener: Listener;
  /** What the loader of the sample shows in place of a key, for as long as the process lives. */
  loaderToken: string | undefined;
}

export interface Secrets {
  randomBytes: (length: number) => Uint8Array;
  hashPassword(password: string): Promise<string>;
  /** False without a hash, after the same work: the time tells nobody who has an account. */
  verifyPassword(password: string, hash: string | undefined): Promise<boolean>;
}

/** Where the server listens, which decides who may come in without an account. */
export interface Listener {
  /** Whether a host name that was asked for can only mean this machine, and nobody else can ask. */
  isLocal(hostname: string): boolean;
  /** Whether the people of the sample may be signed in without a password, where nobody needs one. */
  hasSample: boolean;
  /** How browsers reach the server through a proxy, such as https://watch.example.org. */
  publicOrigin: string | undefined;
}

/** Rows as containers of columns (see `LabelledRowsHeader`): labelled ones of a reference, and those of a window. */
export type QualityQuestion = Pick<
  Extract<RuleCondition, { kind: 'quality' }>,
  'measure' | 'basis' | 'leastRows'
> & { reference: Uint8Array<ArrayBuffer>; current: Uint8Array<ArrayBuffer> };
export type QualityAnswer =
  | { status: 'ok'; value: number; n: number }
  | { status: 'unavailable'; reason: string };

/** Rows of one version, as containers of columns (see `LabelledRowsHeader`), and from which certainty answers act. */
export type AutomationQuestion = Pick<AutomationSetting, 'scoreIs'> & {
  labelled: Uint8Array<ArrayBuffer>;
  all: Uint8Array<ArrayBuffer>;
  tau: number;
};
/** Counts of labelled rows; the share is of all rows. */
export type AutomationAnswer = {
  labelled: number;
  automated: number;
  errors: number;
  errorUpper: number;
  automatedShare: number;
};

/** `unavailable`: nothing can be taken now, for that reason; the same batch may be sent again. */
export type Accepted =
  | { outcome: 'stored' }
  | { outcome: 'repeated'; receipt: string }
  | { outcome: 'conflict' }
  | { outcome: 'unavailable'; reason: string };

/**
 * Takes batches so that an answered one survives a crash, and counts a repeated one once.
 * The batch reaches the log soon after, in order.
 */
export interface IngestQueue {
  /**
   * Resolves when the batch is durable. With a key that was taken before: `repeated` for the same body,
   * `conflict` for another one; nothing is stored again. `receipt` is what the first answer said.
   */
  accept(
    batch: Batch,
    idempotency: { key: string; bodyHash: string } | undefined,
    receipt: string,
  ): Promise<Accepted>;
  /** Resolves when all that was accepted before the call can be read from the log. */
  settled(): Promise<void>;
}

/** Who did what to what, when, from where; made by `auditEntry`. `before` and `after` are null where there is nothing. */
export type AuditEntry = {
  actor: string;
  action: string;
  subject: string;
  at: string;
  before: unknown;
  after: unknown;
  reason: string;
  origin: Origin;
};

/** `action`: what starts with it; `subject`: what contains it; `before`: a position. */
export type AuditFilter = {
  before?: number | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
};

export type StoredPipeline = { name: string; definition: PipelineDefinition };
export type StoredReference = Reference & { metrics: ReferenceMetric[] };

/**
 * What people decided. Every write takes its audit entry, and stores both or neither; where something is replaced or
 * taken away, the store fills in what it was `before`.
 */
export interface ControlStore
  extends
    AlertSourceStore,
    AlertStore,
    AutomationStore,
    NotificationStore,
    PeopleStore,
    RolloutStore,
    RuleStore {
  listPipelines(): Promise<StoredPipeline[]>;
  findPipeline(name: string): Promise<StoredPipeline | undefined>;
  putPipeline(pipeline: StoredPipeline, audit: AuditEntry): Promise<void>;

  /** Without the metrics, newest first. */
  listReferences(pipeline: string, stage?: string): Promise<Reference[]>;
  findReference(id: string): Promise<StoredReference | undefined>;
  /** Stored under the next version of its name, which is returned. */
  createReference(reference: StoredReference, audit: AuditEntry): Promise<StoredReference>;

  listMetricSettings(pipeline: string): Promise<MetricSetting[]>;
  putMetricSettings(pipeline: string, settings: readonly MetricSetting[], audit: AuditEntry): Promise<void>;

  /** Those whose instant or span touches the window, by start. */
  listNotes(pipeline: string, window: Window): Promise<Note[]>;
  createNote(note: Note, audit: AuditEntry): Promise<void>;
  /** The note that is gone; undefined, and no audit entry, when this person has none of that id. */
  deleteNote(
    which: Pick<Note, 'pipeline' | 'id' | 'createdBy'>,
    audit: AuditEntry,
  ): Promise<Note | undefined>;

  /** By name. */
  listSavedViews(): Promise<SavedView[]>;
  createSavedView(view: SavedView, audit: AuditEntry): Promise<void>;
  /** The view that is gone; undefined, and no audit entry, when there was none. */
  deleteSavedView(id: string, audit: AuditEntry): Promise<SavedView | undefined>;

  /** Newest first; only those of an action in a window, if one is given. */
  listAudit(limit: number, selection?: Window & { action: string }): Promise<AuditEntry[]>;
  /** The same with their place in the chain. */
  findAudit(filter: AuditFilter, limit: number): Promise<AuditRecord[]>;
  /** Oldest first, those after a position. */
  readAudit(after: number, limit: number): Promise<AuditRecord[]>;
}
