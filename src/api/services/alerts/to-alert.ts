import type { Alert, AlertHandling } from '#contract/alert.ts';
import { isFlapping, isOpen, type Handling } from '#control/alert/alert-state.ts';
import { badgeOf } from '#control/alert/badge.ts';
import type { StoredAlert } from '../../alert-store.ts';

/** An alert as it crosses the wire. */
export function toAlert({ state, ...stored }: StoredAlert): Alert {
  const { condition, episode, mute, ended, verdict } = state;
  const isBreach = isOpen(state) || condition === 'pending';
  return {
    ...stored,
    badge: badgeOf(state),
    condition,
    sight: state.sight,
    handling: toHandling(state.handling),
    mute,
    severity: isBreach ? state.severity : state.peakSeverity,
    episode,
    isFlapping: isFlapping(state),
    assignee: state.assignee,
    value: state.value,
    n: state.n,
    reason: state.reason,
    firedAt: toInstant(state.firedMs),
    endedAt: toInstant(ended?.atMs ?? null),
    endedBy: ended?.by ?? null,
    evaluatedAt: toInstant(state.lastMs),
    verdict: verdict && { verdict: verdict.verdict, by: verdict.by, at: instantOf(verdict.atMs) },
    root:
      mute?.kind === 'upstream'
        ? { stage: mute.stage, alertId: mute.alertId }
        : { stage: stored.stage ?? null, alertId: stored.id },
  };
}

export function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}

function toInstant(ms: number | null): string | null {
  return ms === null ? null : instantOf(ms);
}

function toHandling(handling: Handling): AlertHandling {
  switch (handling.kind) {
    case 'none':
      return handling;
    case 'acknowledged': {
      const { kind, by, severity, atMs, untilMs } = handling;
      return { kind, by, severity, at: instantOf(atMs), until: instantOf(untilMs) };
    }
    case 'snoozed': {
      const { atMs, untilMs, ...rest } = handling;
      return { ...rest, at: instantOf(atMs), until: instantOf(untilMs) };
    }
  }
}
