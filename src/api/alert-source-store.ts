import type { AlertSource } from '#contract/alert-source.ts';
import type { AuditEntry } from './ports.ts';

export type StoredAlertSource = Omit<AlertSource, 'hasToken'> & { token: string | null };

/**
 * A silence at another system that stands for a person's word here. `spent`: the alert ended under it, so that system
 * will not tell of its next firing by itself.
 */
export type Projection = {
  sourceId: string;
  alertId: string;
  episode: number;
  silenceId: string;
  state: 'live' | 'spent';
};

/** Sources of alerts, how they are doing, and what was written to them. Alerts of a source have its id as their rule's. */
export interface AlertSourceStore {
  /** By name. */
  listAlertSources(): Promise<StoredAlertSource[]>;
  findAlertSource(id: string): Promise<StoredAlertSource | undefined>;
  /** Revision 1 makes it, a higher one replaces the one before; false where that is not what there is. */
  writeAlertSource(source: StoredAlertSource, audit: AuditEntry): Promise<boolean>;
  /** Ends its open alerts in the same transaction; false where it is not of that revision. */
  deleteAlertSource(
    which: { id: string; revision: number; atMs: number; actor: string },
    audit: AuditEntry,
  ): Promise<boolean>;
  /** True for one server only, and only once for a slot and those before it. */
  claimSourceSlot(id: string, slot: number): Promise<boolean>;
  /** What is left out stays. */
  recordSourceHealth(
    id: string,
    health: { seenAt?: Date; error?: string | null; projectionError?: string | null },
  ): Promise<void>;

  listProjections(sourceId: string): Promise<Projection[]>;
  putProjection(projection: Projection): Promise<void>;
  deleteProjection(which: Pick<Projection, 'sourceId' | 'alertId'>): Promise<void>;
}

/** An alert as another system tells of it. */
export type ExternalAlert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  isFiring: boolean;
  /** Silenced or inhibited there. */
  isHeldBack: boolean;
  value: number | null;
  url: string;
};

export type ExternalSilence = {
  id: string;
  comment: string;
  untilMs: number;
  isOver: boolean;
};

export type SilenceWish = {
  /** Of the one that is changed. */
  id?: string;
  labels: Record<string, string>;
  untilMs: number;
  createdBy: string;
  comment: string;
};

/** What another system is asked and told. Each throws an error in words for people where it cannot be reached. */
export interface Monitoring {
  readAlerts(source: StoredAlertSource): Promise<ExternalAlert[]>;
  /** Ours: those whose comment names us. */
  listSilences(source: StoredAlertSource): Promise<ExternalSilence[]>;
  /** The id that it has now. */
  putSilence(source: StoredAlertSource, wish: SilenceWish): Promise<string>;
  /** No fault where it is gone. */
  expireSilence(source: StoredAlertSource, id: string): Promise<void>;
  postAlert(
    source: StoredAlertSource,
    alert: { labels: Record<string, string>; annotations: Record<string, string>; untilMs: number },
  ): Promise<void>;
}
