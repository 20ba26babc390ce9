import type { Channel, ChannelChange, ChannelRequest } from '#contract/notification-channel.ts';
import { changedSecrets } from '#control/notification/channel-secrets.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, unprocessable } from '../../errors.ts';
import type { StoredChannel } from '../../notification-store.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getChannel } from './get.ts';
import { toChannel } from './to-channel.ts';

export async function createChannel(ports: Ports, request: ChannelRequest, actor: Actor): Promise<Channel> {
  return writeChannel(ports, { id: ports.newId(), request, before: undefined, actor });
}

export async function changeChannel(
  ports: Ports,
  { id, change, actor }: { id: string; change: ChannelChange; actor: Actor },
): Promise<Channel> {
  const { fromRevision, ...request } = change;
  const before = await getChannel(ports, id);
  if (before.revision !== fromRevision) throw changedMeanwhile(before);
  return writeChannel(ports, { id, request, before, actor });
}

async function writeChannel(
  { control, now }: Ports,
  {
    id,
    request,
    before,
    actor,
  }: { id: string; request: ChannelRequest; before: StoredChannel | undefined; actor: Actor },
): Promise<Channel> {
  const changed = changedSecrets(before, request);
  if ('refusal' in changed)
    throw unprocessable('/problems/channel', 'the channel cannot work', changed.refusal);
  const at = now();
  const channel: StoredChannel = {
    id,
    revision: (before?.revision ?? 0) + 1,
    name: request.name,
    isEnabled: request.isEnabled,
    settings: request.settings,
    secrets: changed.secrets,
    changedAt: at.toISOString(),
    changedBy: actor.id,
  };
  const audit = auditEntry(actor, at, {
    action: before ? 'channel.change' : 'channel.create',
    subject: channel.name,
    before: before && toChannel(before),
    after: toChannel(channel),
  });
  if (!(await control.writeChannel(channel, audit))) throw changedMeanwhile(channel);
  return toChannel(channel);
}

function changedMeanwhile({ name, changedBy }: StoredChannel) {
  return conflict(
    'it was changed meanwhile',
    `the channel ${name} was changed by ${changedBy}: look at it and decide anew`,
  );
}
