import { notFound } from '../../errors.ts';
import type { StoredChannel } from '../../notification-store.ts';
import type { Ports } from '../../ports.ts';

export async function getChannel({ control }: Pick<Ports, 'control'>, id: string): Promise<StoredChannel> {
  const channel = await control.findChannel(id);
  if (!channel) throw notFound(`channel ${id}`);
  return channel;
}
