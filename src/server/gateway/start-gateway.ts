import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ports } from '#api/ports.ts';
import { recordPredictions } from '#api/services/ingest/record-predictions.ts';
import { createGateway } from './gateway.ts';
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
  }: {
    table: RouteTable;
    counts: RequestCounts;
    routes: () => Promise<GatewayRoute[]>;
    host: string;
    port: number;
    onTrouble: (trouble: unknown) => void;
  },
): Promise<RunningGateway> {
  const recorder = createRecorder({
    record: (records) => recordPredictions(ports, records),
    counts,
    onTrouble,
  });
  const gateway = createGateway({ table, recorder });

  async function sync(): Promise<void> {
    try {
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
  const timer = setInterval(() => void sync(), SYNC_MS);
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
