import type { AlertCondition, AlertEnd, AlertMute, AlertSight, AlertVerdict } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { MessageKind } from './message-kind.ts';

/** Instants are epoch milliseconds. */
export type Handling =
  | { kind: 'none' }
  | {
      kind: 'acknowledged';
      by: string;
      atMs: number;
      untilMs: number;
      severity: Severity;
      isReminded: boolean;
    }
  | { kind: 'snoozed'; by: string; atMs: number; untilMs: number; severity: Severity; reason?: string };

/** Condition, sight and handling of one alert: axes that do not move each other. It survives JSON as it is. */
export type AlertState = {
  condition: AlertCondition;
  /** Of the breach that is pending or of the open episode; null while it is ok. */
  severity: Severity | null;
  /** The highest that the latest episode reached. */
  peakSeverity: Severity | null;
  /** 0: has never fired. */
  episode: number;
  sight: AlertSight;
  /** Why there was no value at the last slot. */
  reason: string | null;
  /** Slots of evidence since the breach of a level began; null where it is not in breach. */
  breachSlots: { warning: number | null; critical: number | null };
  /** Slots of evidence since it began to recover; null unless it is recovering. */
  clearSlots: number | null;
  lastSlot: number | null;
  /** The latest instant that the clock or an evaluation told. */
  lastMs: number | null;
  value: number | null;
  n: number | null;
  ruleVersion: number;

  firedMs: number | null;
  ended: { by: AlertEnd; atMs: number; actor?: string } | null;
  /** The last message that asked for somebody in this episode; null while nobody has been told. */
  pagedMs: number | null;
  /** What people have still to be told, as soon as nothing keeps it back. */
  owed: MessageKind | null;
  /** How many messages there were in all. */
  messages: number;
  /** Whom messages go to: 0 the first level of escalation. */
  escalation: number;
  handling: Handling;
  assignee: string | null;
  mute: AlertMute | null;
  verdict: { verdict: AlertVerdict; by: string; atMs: number } | null;
  /** Slots at which it began or ceased to be beyond its threshold, those of the last {@link flapWindowSlots}. */
  edges: number[];
};

export const flapWindowSlots = 20;
const FLAP_EDGES = 4;

export const initialState: AlertState = {
  condition: 'ok',
  severity: null,
  peakSeverity: null,
  episode: 0,
  sight: 'seeing',
  reason: null,
  breachSlots: { warning: null, critical: null },
  clearSlots: null,
  lastSlot: null,
  lastMs: null,
  value: null,
  n: null,
  ruleVersion: 0,
  firedMs: null,
  ended: null,
  pagedMs: null,
  owed: null,
  messages: 0,
  escalation: 0,
  handling: { kind: 'none' },
  assignee: null,
  mute: null,
  verdict: null,
  edges: [],
};

export function isOpen({ condition }: Pick<AlertState, 'condition'>): boolean {
  return condition === 'firing' || condition === 'recovering';
}

export function isFlapping({ edges, lastSlot }: Pick<AlertState, 'edges' | 'lastSlot'>): boolean {
  return edges.filter((slot) => slot > (lastSlot ?? 0) - flapWindowSlots).length >= FLAP_EDGES;
}
