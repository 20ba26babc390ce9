import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ports } from '#api/ports.ts';
import { recordPredictions } from '#api/services/ingest/record-predictions.ts';
import { createAutomationTable } from './automation-table.ts';
import { createGateway } from './gateway.ts';
import { createGovernor } from './governor.ts';
import { createReviewIntake } from './review-intake.ts';
import { createRecorder } from './recorder.ts';
import type { RequestCounts } from './request-counts.ts';
import type { GatewayRoute, RouteTable } from './route-table.ts';

const SYNC_MS = 2_000;

export interface RunningGateway {
  url: string;
  stop(): Promise<void>;
}

/**
 * The gateway on its port. `routes` says where the requests to each stage go when this process knows nothing of them
 * yet: after a start the table is filled before the first request is taken. As long as that can be asked the control
 * plane is heard.
 *
 * @throws {Error} when the port cannot be had
 */
export async function startGateway(
  ports: Ports,
  {
    table,
    counts,
    routes,
    host,
    port,
    onTrouble,
    syncMs = SYNC_MS,
  }: {
    table: RouteTable;
    counts: RequestCounts;
    routes: () => Promise<GatewayRoute[]>;
    host: string;
    port: number;
    onTrouble: (trouble: unknown) => void;
    syncMs?: number;
  },
): Promise<RunningGateway> {
  const recorder = createRecorder({
    record: (records) => recordPredictions(ports, records),
    counts,
    onTrouble,
  });
  const automations = createAutomationTable();
  const intake = createReviewIntake((reviews) => ports.control.addReviews(reviews));
  const governor = createGovernor({ intake, onTrouble });
  const gateway = createGateway({ table, recorder, automations, governor });

  /** Before any request is taken: nothing passes by a setting that is not known yet. */
  async function syncAutomations(): Promise<void> {
    const set = await ports.control.listAutomations();
    automations.set(set);
    const nowMs = await ports.control.currentTime();
    for (const { pipeline, stage } of set) {
      const { waiting } = await ports.control.reviewCounts({ pipeline, stage }, nowMs, nowMs);
      intake.counted(pipeline, stage, waiting);
    }
  }

  async function sync(): Promise<void> {
    try {
      await syncAutomations();
      const wanted = await routes();
      table.heard();
      for (const route of wanted) {
        const known = sameStage(route, table.list());
        if (!known || isOtherStable(known, route)) table.set({ ...route, fence: known?.fence ?? 0 });
      }
      for (const route of table.list())
        if (!sameStage(route, wanted)) table.remove(route.pipeline, route.stage);
    } catch (trouble) {
      onTrouble(trouble);
    }
  }

  await sync();
  const server = http.createServer((request, response) => {
    gateway.handle(request, response).catch((trouble: unknown) => {
      onTrouble(trouble);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`the gateway cannot listen: ${cause.message}`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  const timer = setInterval(() => void sync(), syncMs);
  const { port: bound } = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async stop() {
      clearInterval(timer);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref(); // a hanging client must not hold up the stop
      });
      await gateway.close();
      await recorder.close();
    },
  };
}

function sameStage(route: GatewayRoute, among: readonly GatewayRoute[]): GatewayRoute | undefined {
  return among.find(({ pipeline, stage }) => pipeline === route.pipeline && stage === route.stage);
}

/** Splits are for the reconciler; who is stable outside a rollout, or after one, is told here. */
function isOtherStable(known: GatewayRoute, wanted: GatewayRoute): boolean {
  const isSameRollout = known.document.salt === wanted.document.salt;
  return isSameRollout && known.endpoints.stable?.version !== wanted.endpoints.stable?.version;
}
