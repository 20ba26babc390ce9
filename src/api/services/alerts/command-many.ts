import type { BulkAnswer, BulkCommand } from '#contract/alert-command.ts';
import type { Actor } from '../../access/actor.ts';
import { Refusal } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { commandOnAlert } from './command.ts';

/** One command on many alerts: each is done or refused by itself. */
export async function commandOnAlerts(
  ports: Ports,
  { command, targets }: BulkCommand,
  actor: Actor,
): Promise<BulkAnswer> {
  const items: BulkAnswer['items'] = [];
  for (const { id, episode } of targets) {
    try {
      const alert = await commandOnAlert(ports, { id, command: { ...command, episode }, actor });
      items.push({ id, outcome: 'done', alert });
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      items.push({ id, outcome: 'refused', detail: fault.message });
    }
  }
  return { items };
}
