import type { DeliveryAttempt } from '#contract/notification-channel.ts';
import { initialState } from '#control/alert/alert-state.ts';
import { moved, told, unchanged } from '#control/alert/step.ts';
import type { Actor } from '../../access/actor.ts';
import type { Notice } from '../../notification-store.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getChannel } from './get.ts';

/** Sends a message that says it is a test, at once and once, and tells what came of it. */
export async function testChannel(ports: Ports, id: string, actor: Actor): Promise<DeliveryAttempt> {
  const channel = await getChannel(ports, id);
  const entry = auditEntry(actor, ports.now(), { action: 'channel.test', subject: channel.name });
  await ports.control.recordAct(entry);
  const { ok, status, latencyMs, answer, error } = await ports.notifier.deliver(
    channel,
    testNotice(ports, actor),
  );
  return { ok, status, latencyMs, answer, error };
}

function testNotice({ newId, now }: Ports, { name }: Actor): Notice {
  const atMs = now().getTime();
  const id = `test-${newId()}`;
  const fired = moved(unchanged(initialState), 'fire', atMs, {
    condition: 'firing',
    severity: 'warning',
    peakSeverity: 'warning',
    episode: 1,
    firedMs: atMs,
    value: 1,
    n: 1,
  });
  const { state, messages } = told(fired, 'fire', atMs);
  const alert = {
    id,
    revision: 1,
    kind: 'rule' as const,
    rule: { id: 'test', name: `Test message, sent by ${name}`, version: 1, thresholds: {} },
    pipeline: 'anchorwatch',
    labels: {},
    state,
  };
  return {
    key: `${id}/1/fire/1`,
    isTest: true,
    messages: messages.map((message) => ({ key: `${id}/1/fire/1`, message, alert })),
  };
}
