import type { AlertBadge, AlertEnd, AlertSubject, AlertVerdict } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { Silence } from '#contract/silence.ts';
import type { AlertState } from '#control/alert/alert-state.ts';
import type { Message, Transition } from '#control/alert/step.ts';
import type { AuditEntry } from './ports.ts';
import type { Window } from './prediction-log.ts';

export type StoredAlert = AlertSubject & {
  id: string;
  /** Grows with every write; 0 before the first one. */
  revision: number;
  state: AlertState;
};

/** What was decided of an alert: its new state with the revision it was decided on, and what has to be kept with it. */
export type AlertChange = {
  alert: StoredAlert;
  transitions: readonly Transition[];
  messages: readonly Message[];
  /** Decided so long after its time that its messages are told together, in one digest. */
  isLate?: boolean;
};

export type AlertSelection = {
  pipeline?: string | undefined;
  ruleId?: string | undefined;
  /** Only those that time alone may have changed by then. */
  dueMs?: number | undefined;
  /** Only open ones and those whose last episode ended since; all when left out. */
  openSinceMs?: number | undefined;
};

/** What is open, and what ended since. */
export type InboxSelection = {
  openSinceMs: number;
  badges: readonly AlertBadge[];
  pipeline?: string | undefined;
  /** Only alerts that this person has in hand. */
  person?: string | undefined;
  severities?: readonly Severity[] | undefined;
  /** All of its words are in the names of the alert. */
  text?: string | undefined;
  limit: number;
};

export type StoredEpisode = {
  alert: AlertSubject & { id: string };
  episode: number;
  fromMs: number;
  /** Null while it is open. */
  toMs: number | null;
  severity: Severity;
  endedBy: AlertEnd | null;
  verdict: AlertVerdict | null;
};

/** A message that waits to be handed to channels: taken until the lease ends, then anybody's again. */
export type OutboxMessage = {
  /** The same whenever it is sent: receivers know a message that comes twice by it. */
  key: string;
  message: Message;
  /** The alert as it was when the message was written. */
  alert: StoredAlert;
  isLate: boolean;
};

/** Alerts, their history, what is sent of them, and what keeps messages back. */
export interface AlertStore extends Outbox {
  findAlert(id: string): Promise<StoredAlert | undefined>;
  /** By id. */
  listAlerts(selection: AlertSelection): Promise<StoredAlert[]>;
  /** How many there are by badge, and the most urgent of the badges that are asked for. */
  listInbox(
    selection: InboxSelection,
  ): Promise<{ counts: ReadonlyMap<AlertBadge, number>; items: StoredAlert[] }>;
  /** Time was looked at and changed nothing: it need not be looked at again before then. */
  postponeAlerts(ids: readonly string[], dueMs: number): Promise<void>;
  /** All or nothing, with the audit entry of whoever decided it: false when an alert was changed meanwhile. */
  writeAlerts(changes: readonly AlertChange[], audit?: AuditEntry): Promise<boolean>;
  /** Newest first. */
  listTransitions(alertId: string, most: number): Promise<Transition[]>;
  /** Episodes that touch the window, the latest start first. */
  listEpisodes(
    selection: Window & { pipeline?: string | undefined; alertId?: string | undefined },
    most: number,
  ): Promise<StoredEpisode[]>;

  /** Those that had not ended at that time, the latest start first. */
  listSilences(endAfterMs: number): Promise<Silence[]>;
  createSilence(silence: Silence, audit: AuditEntry): Promise<void>;
  /** Undefined, and no audit entry, when there is none of that id that has not ended and waits for approval. */
  approveSilence(
    which: { id: string; by: string; atMs: number },
    audit: AuditEntry,
  ): Promise<Silence | undefined>;
  /** Undefined, and no audit entry, when there is none of that id that has not ended. */
  expireSilence(
    which: { id: string; by: string; atMs: number },
    audit: AuditEntry,
  ): Promise<Silence | undefined>;
}

/** Messages that were decided with their alerts, until they are handed to channels. */
export interface Outbox {
  /** The oldest that nobody else holds; they are the caller's until the lease ends. */
  claimMessages(most: number, leaseMs: number): Promise<OutboxMessage[]>;
}
