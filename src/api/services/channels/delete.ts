import type { Channel } from '#contract/notification-channel.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getChannel } from './get.ts';
import { toChannel } from './to-channel.ts';

/** Not while a route names it: its alerts would go nowhere, unseen. */
export async function deleteChannel(ports: Ports, id: string, actor: Actor): Promise<Channel> {
  const [channel, { routes }] = await Promise.all([getChannel(ports, id), ports.control.readRoutes()]);
  const using = routes.filter(({ levels }) => levels.some(({ channels }) => channels.includes(id)));
  if (using.length > 0) {
    const names = using.map(({ name }) => name).join(', ');
    throw conflict('the channel is in use', `${channel.name} is named by ${names}: take it out there first`);
  }
  const before = toChannel(channel);
  const audit = auditEntry(actor, ports.now(), { action: 'channel.delete', subject: channel.name, before });
  if (!(await ports.control.deleteChannel(channel, audit)))
    throw conflict(
      'it was changed meanwhile',
      `the channel ${channel.name} was changed: look at it and decide anew`,
    );
  return before;
}
