import { serve } from '@hono/node-server';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import type { Ports } from '#api/ports.ts';
import { createInferenceJoiner } from '#api/services/inference/joiner.ts';
import { createEvidenceReader } from '#api/services/rollout-evidence/read-evidence.ts';
import { addSamplePeople } from '#api/services/people/add-sample.ts';
import { samplePeople } from '#sample/people.ts';
import { countIngest } from '#api/services/ingest/count-ingest.ts';
import { accountObstacle, wireWarning } from './account-obstacle.ts';
import { readConfig, type Config } from './config.ts';
import { openFingerprint } from './fingerprint.ts';
import { createRequestCounts } from './gateway/request-counts.ts';
import { createRouteTable } from './gateway/route-table.ts';
import { wantedRoutes } from './gateway/wanted-routes.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { greeting } from './greeting.ts';
import { createHttp } from './http.ts';
import { startDispatcher } from './jobs/dispatcher.ts';
import { startEvaluator } from './jobs/evaluator.ts';
import { startReconciler } from './jobs/reconciler.ts';
import { startReviewKeeper } from './jobs/review-keeper.ts';
import { startUnanswered } from './jobs/unanswered.ts';
import { startHeartbeat } from './jobs/heartbeat.ts';
import { startSourcePoller } from './jobs/source-poller.ts';
import { createListener } from './listener.ts';
import { createNotifier } from './notify/notifier.ts';
import { createTargetGuard } from './outbound/target-guard.ts';
import { createHttpMonitoring } from './monitoring/http-monitoring.ts';
import { createSecrets } from './secrets.ts';
import { processTelemetry } from './process-telemetry.ts';
import { addSpeechRollout } from './sample/add-speech-rollout.ts';
import { withSampleRouter } from './sample/with-sample-router.ts';
import { startSample, type SampleLoader } from './sample/start.ts';
import { openStores } from './stores/open-stores.ts';
import { createTrafficAdapters } from './traffic/traffic-adapters.ts';
import { readTrafficConfig } from './traffic/read-traffic-config.ts';
import { openNodeLane } from './workers/node-lane.ts';
import { createDriftClient } from '#workers/drift-client.ts';

/** Left to requests and stores when a stop is asked for; then the process ends as it is. */
const STOP_MS = 10_000;
/** So long without the control plane, and the gateway sends everything to stable versions. */
const SILENT_MS = 30_000;
/** How long a request waits for its answer, and how many do at once. */
const INFERENCE_LIMITS = { waitMs: 60_000, most: 20_000 };

await main().catch((fault: unknown) => {
  console.error(`Anchorwatch did not start: ${fault instanceof Error ? fault.message : String(fault)}`);
  if (process.env.ANCHORWATCH_LOG === 'debug') console.error(fault);
  process.exit(1);
});

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const guard = createTargetGuard(config.privateTargets);
  const log = pino({ level: config.logLevel });
  const stores = await openStores(config, (trouble) => log.error({ err: trouble }, 'stores'));

  const isOpen = !(await stores.control.hasAccounts());
  const obstacle = accountObstacle(config, isOpen);
  if (obstacle !== undefined) {
    await stores.close();
    throw new Error(obstacle);
  }

  let sample: SampleLoader | undefined;
  const loaderToken = randomBytes(32).toString('base64url');
  const threads = createDriftClient(openNodeLane, 1);
  const ingest = countIngest(stores.ingest);
  let ownUrl = '';
  const now = () => new Date();
  const notifier = createNotifier({
    control: stores.control,
    guard,
    origin: () => config.publicOrigin ?? ownUrl,
    now,
  });
  const table = createRouteTable({ silentAfterMs: SILENT_MS });
  const requests = createRequestCounts(Date.now);
  const traffic = createTrafficAdapters({
    control: stores.control,
    table,
    config: config.trafficFile === undefined ? [] : readTrafficConfig(config.trafficFile),
  });
  const ports: Ports = {
    log: stores.log,
    ingest: ingest.queue,
    control: stores.control,
    now,
    newId: randomUUID,
    fingerprint: await openFingerprint(config.dataFolder),
    status: () => sample?.status() ?? { state: 'off' },
    judgeQuality: (question) => threads.run('judgeQuality', question, { priority: 'background' }),
    judgeAutomation: (question) => threads.run('judgeAutomation', question, { priority: 'background' }),
    inferences: createInferenceJoiner(INFERENCE_LIMITS),
    traffic: config.hasSample ? withSampleRouter(traffic, stores.control) : traffic,
    evidence: createEvidenceReader({ log: stores.log, control: stores.control, now, requests }),
    secrets: createSecrets(),
    telemetry: processTelemetry(ingest.counts),
    notifier,
    monitoring: createHttpMonitoring(guard),
    listener: createListener(config),
    loaderToken,
  };
  const http = createHttp(ports, {
    webFolder: join(import.meta.dirname, '../../dist/web'),
    log,
    hasProxy: config.hasProxy,
  });
  const { server, url } = await listen(http.fetch, config).catch(async (fault: unknown) => {
    await stores.close();
    throw fault;
  });
  const unanswered = startUnanswered(ports, (trouble) => log.error({ err: trouble }, 'inference events'));
  ownUrl = url;
  const gateway =
    config.gatewayPort === undefined
      ? undefined
      : await startGateway(ports, {
          table,
          counts: requests,
          routes: () => wantedRoutes(stores.control),
          host: config.host,
          port: config.gatewayPort,
          onTrouble: (trouble) => log.error({ err: trouble }, 'gateway'),
        });
  const evaluator = startEvaluator(ports, (trouble) => log.error({ err: trouble }, 'evaluation of rules'));
  const reconciler = startReconciler(ports, (trouble) => log.error({ err: trouble }, 'rollouts'));
  const reviewKeeper = startReviewKeeper(ports, (trouble) => log.error({ err: trouble }, 'reviews'));
  const sources = startSourcePoller(ports, (trouble) => log.error({ err: trouble }, 'sources of alerts'));
  const dispatcher = startDispatcher(ports, (trouble) => log.error({ err: trouble }, 'delivery of messages'));
  const heartbeat =
    config.heartbeatUrl === undefined
      ? undefined
      : startHeartbeat(
          ports,
          { url: config.heartbeatUrl, isDelivering: () => dispatcher.isDelivering() },
          (trouble) => log.error({ err: trouble }, 'heartbeat'),
        );
  if (config.hasSample) {
    if (isOpen) await addSamplePeople(ports, samplePeople);
    sample = await startSample({
      url,
      loaderToken,
      dataFolder: config.dataFolder,
      stores,
      onLoaded: (anchor) =>
        addSpeechRollout(ports, anchor).catch((trouble: unknown) =>
          log.error({ err: trouble }, 'rollout of the sample'),
        ),
    });
  }
  console.log(greeting({ url, dataFolder: config.dataFolder, hasSample: config.hasSample, isOpen }));
  if (gateway) console.log(`  The gateway takes requests to models at ${gateway.url}/PIPELINE/STAGE/\n`);
  const warning = wireWarning(config);
  if (warning !== undefined) console.warn(warning);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await sample?.stop();
    await gateway?.stop();
    await Promise.all([
      evaluator.stop(),
      reconciler.stop(),
      reviewKeeper.stop(),
      sources.stop(),
      dispatcher.stop(),
      heartbeat?.stop(),
    ]);
    await unanswered.stop();
    threads.close();
    await closeServer(server);
    await stores.close();
    console.log('Anchorwatch has stopped; the data are in ' + config.dataFolder);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port }: Config,
): Promise<{ server: Server; url: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (address: AddressInfo) => {
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve({ server, url: `http://${name}:${address.port}` });
    }) as Server;
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE';
      const mend = inUse
        ? `port ${port} is in use: stop what listens there, or choose another with PORT`
        : cause.message;
      reject(new Error(mend, { cause }));
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref(); // a hanging client must not hold up the stop
  });
}
