import type { StoredAlert } from '#api/alert-store.ts';
import type { Notice, NoticeAttempt } from '#api/notification-store.ts';
import type { ChannelKind, ChannelSecrets, ChannelSettings } from '#contract/notification-channel.ts';
import type { TargetGuard } from '../outbound/target-guard.ts';

/** What every way out needs. */
export type SenderContext = {
  guard: TargetGuard;
  /** How people reach this server, such as https://watch.example.org. */
  origin: string;
  now: () => Date;
};

export type ChannelOf<Kind extends ChannelKind> = {
  name: string;
  settings: Extract<ChannelSettings, { kind: Kind }>;
  secrets: ChannelSecrets;
};

export type Sender<Kind extends ChannelKind> = (
  channel: ChannelOf<Kind>,
  notice: Notice,
  context: SenderContext,
) => Promise<NoticeAttempt>;

export function alertUrl({ origin }: Pick<SenderContext, 'origin'>, { id }: Pick<StoredAlert, 'id'>): string {
  return `${origin}/alerts/${encodeURIComponent(id)}`;
}
