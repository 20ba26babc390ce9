import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Posted = {
  method: string;
  path: string;
  key: string | undefined;
  type: string | undefined;
  text: string;
};

/** What a client of the public API sends, taken down in the order of arrival; a batch whose key is known is told apart. */
export interface RecordingServer {
  url: string;
  port: number;
  requests: Posted[];
  /** Batches that came again under the same key. */
  repeated: Posted[];
  /** The most requests that were being answered at once. */
  mostInFlight(): number;
  close(): Promise<void>;
}

export async function startRecordingServer({
  port = 0,
  refuses = () => false,
  refusal = 503,
}: {
  port?: number;
  /** Whether the nth request (from 0) is answered with `refusal`. */
  refuses?: (index: number) => boolean;
  refusal?: number;
} = {}): Promise<RecordingServer> {
  const requests: Posted[] = [];
  const repeated: Posted[] = [];
  const keys = new Set<string>();
  const references: Record<string, object[]> = {};
  let index = 0;
  let inFlight = 0;
  let most = 0;

  const server = createServer((request, response) => {
    most = Math.max(most, ++inFlight);
    response.on('close', () => inFlight--);
    void respond(request, response);
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const posted = await read(request).catch(() => undefined); // the client was killed while it sent
    if (!posted) return;
    if (refuses(index++)) {
      response.writeHead(refusal).end('{}');
      return;
    }
    if (posted.key !== undefined && keys.has(posted.key)) repeated.push(posted);
    else requests.push(posted);
    if (posted.key !== undefined) keys.add(posted.key);
    response.end(JSON.stringify(answer(posted, references)));
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    repeated,
    mostInFlight: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Posted> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    key: request.headers['idempotency-key'] as string | undefined,
    type: request.headers['content-type'],
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

function answer({ method, path, text }: Posted, references: Record<string, object[]>): object {
  if (path.endsWith('/automation')) return { isSet: true };
  const [, pipeline = ''] = /^\/api\/v1\/pipelines\/(\w+)\/references/.exec(path) ?? [];
  if (!pipeline) return {};
  const known = (references[pipeline] ??= []);
  if (method === 'GET') {
    const stage = new URL(path, 'http://localhost').searchParams.get('stage');
    return { items: known.filter((reference) => 'stage' in reference && reference.stage === stage) };
  }
  const at = new Date(0).toISOString();
  const made = { id: String(known.length), pipeline, version: 1, rows: 1, createdAt: at, createdBy: 'test' };
  known.push({ ...made, ...(JSON.parse(text) as object), automatic: false, provisional: false });
  return made;
}
