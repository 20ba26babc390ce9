import type { Channel, SecretName } from '#contract/notification-channel.ts';
import { secretHint } from '#control/notification/channel-secrets.ts';
import type { StoredChannel } from '../../notification-store.ts';

/** A channel as it crosses the wire and stands in the audit: of its secrets no more than hints. */
export function toChannel({ secrets, ...channel }: StoredChannel): Channel {
  const hints = Object.entries(secrets).map(([name, value]) => [name, secretHint(name as SecretName, value)]);
  return { ...channel, secretHints: Object.fromEntries(hints) as Record<string, string> };
}
