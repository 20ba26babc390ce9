import type { AlertMute } from '#contract/alert.ts';
import { initialState, isOpen, type AlertState } from '#control/alert/alert-state.ts';
import type { AlertTimers } from '#control/alert/alert-timers.ts';
import { observeBlindness } from '#control/alert/blind.ts';
import { observeExternal, type ExternalSight } from '#control/alert/external.ts';
import { newsSlot } from '#control/alert/news-slot.ts';
import { tick } from '#control/alert/tick.ts';
import type { StoredAlertSource } from '../../alert-source-store.ts';
import type { AlertChange, StoredAlert } from '../../alert-store.ts';
import { blindId } from '../evaluation/alert-subject.ts';
import type { MappedAlert } from './map-alert.ts';

/** Long enough for a Prometheus that starts anew with a long log. */
const BLIND_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** What says nothing new is written this often, so that its age can be told. */
const REWRITE_MS = 5 * MINUTE_MS;

/** `isWhole`: what is not among the alerts has ended; else they are news of single ones. */
export type SourceSight =
  | { kind: 'seen'; alerts: readonly MappedAlert[]; isWhole: boolean }
  | { kind: 'error'; reason: string };

/**
 * What one look at a source makes of its alerts. Where it cannot be read nothing ends: its alerts say that they see
 * nothing, and after five minutes one blind alert opens for the source.
 */
export function decideSource(
  source: StoredAlertSource,
  sight: SourceSight,
  stored: readonly StoredAlert[],
  muteOf: (alert: StoredAlert) => AlertMute | null,
  nowMs: number,
): AlertChange[] {
  const own = new Map(stored.filter(({ kind }) => kind === 'external').map((alert) => [alert.id, alert]));
  const decided: AlertChange[] = [];
  const add = (alert: StoredAlert, seen: ExternalSight, severity = alert.state.severity ?? 'warning') => {
    const step = observeExternal(alert.state, {
      slot: newsSlot(alert.state, nowMs),
      atMs: nowMs,
      severity,
      version: source.revision,
      sight: seen,
    });
    const now = { ...alert, state: step.state };
    const settled = tick(step, { atMs: nowMs, mute: muteOf(now) });
    decided.push({ ...settled, alert: { ...now, state: settled.state } });
  };

  if (sight.kind === 'error') {
    for (const alert of own.values()) if (isOpen(alert.state)) add(alert, sight);
  } else {
    for (const { id, subject, severity, told } of sight.alerts) {
      const { revision = 0, state = initialState } = own.get(id) ?? {};
      const alert: StoredAlert = { ...subject, id, revision, state };
      const { value } = told;
      if (told.isFiring) add(alert, { kind: told.isHeldBack ? 'heldBack' : 'firing', value }, severity);
      else if (isOpen(state)) add(alert, { kind: 'over' });
    }
    const seen = new Set(sight.alerts.map(({ id }) => id));
    if (sight.isWhole)
      for (const alert of own.values())
        if (!seen.has(alert.id) && isOpen(alert.state)) add(alert, { kind: 'over' });
  }
  decided.push(blindness(source, sight, stored, muteOf, nowMs));
  const before = new Map(stored.map(({ id, state }) => [id, state]));
  return decided.filter((change) => isNews(change, before.get(change.alert.id) ?? initialState));
}

function blindness(
  source: StoredAlertSource,
  sight: SourceSight,
  stored: readonly StoredAlert[],
  muteOf: (alert: StoredAlert) => AlertMute | null,
  nowMs: number,
): AlertChange {
  const alert = blindOf(source, stored);
  const timers: AlertTimers = {
    ruleVersion: source.revision,
    levels: { critical: { forSlots: 0, keepSlots: 0 } },
    noData: { policy: 'alert', afterSlots: 1 + BLIND_MS / MINUTE_MS },
  };
  const slot = Math.floor(nowMs / MINUTE_MS); // its time is counted, so it counts minutes only
  const reading =
    sight.kind === 'error'
      ? sight
      : ({ kind: 'value', value: 0, n: 0, positions: { critical: 'clear' } } as const);
  const { condition, lastSlot } = alert.state;
  const isEnd = sight.kind === 'seen' && condition !== 'ok';
  const step = observeBlindness(alert.state, {
    slot: isEnd ? Math.max(slot, (lastSlot ?? 0) + 1) : slot,
    atMs: nowMs,
    reading,
    timers,
  });
  const now = { ...alert, state: step.state };
  const settled = tick(step, { atMs: nowMs, mute: muteOf(now) });
  return { ...settled, alert: { ...now, state: settled.state } };
}

function blindOf(source: StoredAlertSource, stored: readonly StoredAlert[]): StoredAlert {
  const id = blindId(source.id);
  const { revision = 0, state = initialState } = stored.find((alert) => alert.id === id) ?? {};
  return {
    id,
    revision,
    state,
    kind: 'blind',
    rule: { id: source.id, name: source.name, version: source.revision, thresholds: {} },
    source: { name: source.name },
    pipeline: source.pipeline,
    labels: {},
  };
}

function isNews({ alert: { state }, transitions, messages }: AlertChange, before: AlertState): boolean {
  if (transitions.length > 0 || messages.length > 0) return true;
  if (state.condition !== before.condition || state.reason !== before.reason) return true;
  if (state.condition === 'pending') return state.lastSlot !== before.lastSlot;
  return isOpen(state) && (state.lastMs ?? 0) - (before.lastMs ?? 0) >= REWRITE_MS;
}
