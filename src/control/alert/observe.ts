import { severities, type Severity } from '#contract/alert-words.ts';
import { flapWindowSlots, isFlapping, type AlertState } from './alert-state.ts';
import type { AlertTimers } from './alert-timers.ts';
import { countBreachSlots, highestDue } from './breach-slots.ts';
import { endEpisode } from './end-episode.ts';
import type { Position, Reading } from './reading.ts';
import { moved, patched, unchanged, type Step } from './step.ts';

/** One evaluation: which slot, the instant that it stands for, and what was seen. */
export type Observation = { slot: number; atMs: number; reading: Reading; timers: AlertTimers };

type Seen = Observation & { reading: Extract<Reading, { kind: 'value' }> };

/**
 * What an alert becomes by one evaluation. A value moves the condition; its absence moves the sight only. A slot that
 * does not come after the last one changes nothing.
 */
export function observe(state: AlertState, observation: Observation): Step {
  const { slot, reading, timers } = observation;
  if (state.lastSlot !== null && slot <= state.lastSlot) return unchanged(state);

  const edges = state.edges.filter((edge) => edge > slot - flapWindowSlots);
  const begun = patched(unchanged(state), { lastSlot: slot, ruleVersion: timers.ruleVersion, edges });
  const looked = look(begun, observation);
  return reading.kind === 'value' ? judge(looked, { ...observation, reading }) : looked;
}

function look(step: Step, { slot, atMs, reading, timers }: Observation): Step {
  const isExpected = reading.kind === 'noData' && timers.noData.policy === 'ok';
  const sight = reading.kind === 'value' || isExpected ? 'seeing' : reading.kind;
  const reason = sight === 'seeing' || reading.kind === 'value' ? null : reading.reason;
  if (sight === step.state.sight) return patched(step, { reason });
  return moved(step, sight, atMs, { sight, reason }, { slot, ...(reason !== null && { text: reason }) });
}

function judge(step: Step, seen: Seen): Step {
  const { value, n } = seen.reading;
  const breachSlots = countBreachSlots(step.state.breachSlots, seen.reading);
  const known = patched(step, { value, n, breachSlots });
  switch (known.state.condition) {
    case 'ok':
    case 'pending':
      return beforeFiring(known, seen);
    case 'firing':
    case 'recovering':
      return whileOpen(known, seen);
  }
}

function beforeFiring(step: Step, { slot, atMs, timers }: Seen): Step {
  const { condition, breachSlots } = step.state;
  const due = highestDue(breachSlots, timers.levels);
  if (due) return fire(step, due, { slot, atMs });
  const severity = severities.findLast((level) => breachSlots[level] !== null) ?? null;
  if (severity && condition === 'ok')
    return moved(step, 'pending', atMs, { condition: 'pending', severity }, { slot });
  if (!severity && condition === 'pending')
    return moved(step, 'calm', atMs, { condition: 'ok', severity: null }, { slot });
  return patched(step, { severity });
}

function fire(step: Step, severity: Severity, { slot, atMs }: { slot: number; atMs: number }): Step {
  const start: Partial<AlertState> = {
    condition: 'firing',
    severity,
    peakSeverity: severity,
    episode: step.state.episode + 1,
    firedMs: atMs,
    ended: null,
    pagedMs: null,
    owed: 'fire',
    escalation: 0,
    handling: { kind: 'none' },
    assignee: null,
    verdict: null,
    edges: [...step.state.edges, slot],
  };
  return moved(step, 'fire', atMs, start, { slot });
}

function whileOpen(step: Step, seen: Seen): Step {
  const { slot, atMs, timers, reading } = seen;
  const { severity: before, breachSlots, condition, edges } = step.state;
  const severity = heldSeverity(before, highestDue(breachSlots, timers.levels), reading.positions);
  if (!severity) return recover(step, seen);

  const back: Step =
    condition === 'recovering'
      ? moved(
          step,
          'relapse',
          atMs,
          { condition: 'firing', clearSlots: null, edges: [...edges, slot] },
          { slot },
        )
      : step;
  if (severity === before) return back;
  if (severity === 'warning') return moved(back, 'downgrade', atMs, { severity }, { slot });
  return upgrade(back, { slot, atMs });
}

/** An acknowledgement or snooze of the lower severity is void: its owner may not know. */
function upgrade(step: Step, { slot, atMs }: { slot: number; atMs: number }): Step {
  const { handling } = step.state;
  const isVoid = handling.kind !== 'none' && handling.severity !== 'critical';
  const isHandled = handling.kind !== 'none' && !isVoid;
  const patch: Partial<AlertState> = {
    severity: 'critical',
    peakSeverity: 'critical',
    ...(isVoid && { handling: { kind: 'none' } }),
    ...(!isHandled && { owed: step.state.owed === 'fire' ? 'fire' : 'upgrade', escalation: 0 }),
  };
  return moved(step, 'upgrade', atMs, patch, { slot });
}

function recover(step: Step, { slot, atMs, timers }: Seen): Step {
  const { condition, severity, clearSlots, edges } = step.state;
  const { warning, critical } = timers.levels;
  const keepSlots = ((severity && timers.levels[severity]) ?? critical ?? warning)?.keepSlots ?? 0;
  const isFirst = condition === 'firing';
  const clear = isFirst ? 0 : (clearSlots ?? 0) + 1;
  const left = patched(step, { clearSlots: clear, ...(isFirst && { edges: [...edges, slot] }) });
  // While it flaps, it stays one episode: every end would be followed by another page.
  if (clear >= keepSlots && !isFlapping(left.state)) return endEpisode(left, { by: 'data', atMs, slot });
  return isFirst ? moved(left, 'recovering', atMs, { condition: 'recovering' }, { slot }) : left;
}

/** The severity that a value keeps up: a level once reached is kept in its band, a higher one must be due. */
function heldSeverity(
  now: Severity | null,
  due: Severity | undefined,
  positions: { warning?: Position; critical?: Position },
): Severity | undefined {
  if (due === 'critical' || now === null) return due;
  const isHeld = (severity: Severity) => (positions[severity] ?? 'clear') !== 'clear';
  if (isHeld(now)) return now;
  if (isHeld('warning')) return 'warning';
  return positions.critical === 'breach' ? now : undefined;
}
