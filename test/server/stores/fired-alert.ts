import { randomUUID } from 'node:crypto';
import type { AlertChange, StoredAlert } from '#api/alert-store.ts';
import type { Severity } from '#contract/alert-words.ts';
import { initialState } from '#control/alert/alert-state.ts';
import { moved, told, unchanged } from '#control/alert/step.ts';

/** An alert that fires for the first time, with the message of it. */
export function firedAlert({
  id = randomUUID(),
  atMs,
  severity = 'critical',
}: {
  id?: string;
  atMs: number;
  severity?: Severity;
}): AlertChange {
  const fired = moved(unchanged(initialState), 'fire', atMs, {
    condition: 'firing',
    severity,
    peakSeverity: severity,
    episode: 1,
    firedMs: atMs,
    pagedMs: atMs,
    value: 0.31,
    n: 812,
  });
  const { state, transitions, messages } = told(fired, 'fire', atMs);
  const alert: StoredAlert = {
    id,
    revision: 0,
    kind: 'rule',
    rule: {
      id: `rule-${id}`,
      name: 'psi of audio length',
      version: 3,
      thresholds: { critical: 0.2 },
      runbook: 'https://wiki.example.org/asr',
      owner: 'voice',
    },
    pipeline: 'speech',
    stage: 'asr',
    metric: 'input.audio_seconds',
    labels: { team: 'voice' },
    state,
  };
  return { alert, transitions, messages };
}

/** The end of what {@link firedAlert} began, by data. */
export function resolvedAlert({ alert }: AlertChange, atMs: number): AlertChange {
  const over = moved(
    unchanged(alert.state),
    'resolve',
    atMs,
    { condition: 'ok', ended: { by: 'data', atMs } },
    { endedBy: 'data' },
  );
  const { state, transitions, messages } = told(over, 'resolve', atMs);
  return {
    alert: { ...alert, revision: alert.revision + 1, state: { ...state, severity: null } },
    transitions,
    messages,
  };
}
