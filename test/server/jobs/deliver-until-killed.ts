import { startDispatcher } from '#server/jobs/dispatcher.ts';
import { createNotifier } from '#server/notify/notifier.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { createSecrets } from '#server/secrets.ts';
import { openPostgres } from '#server/stores/open-control-store.ts';

/** Run as a process, `<database URL> <lease in ms>`: delivers what there is until it is killed. */
const [url, leaseMs] = process.argv.slice(2) as [string, string];

const { store: control } = await openPostgres(url, () => {});
const notifier = createNotifier({
  control,
  guard: createTargetGuard(['127.0.0.0/8']),
  origin: () => 'https://watch.example.org',
  now: () => new Date(),
});
const options = { pauseMs: 20, leaseMs: Number(leaseMs) };
startDispatcher(
  { control, notifier, secrets: createSecrets() },
  (trouble) => console.error(trouble),
  options,
);
process.send?.('delivering');
