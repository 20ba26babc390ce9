import { createConnection } from 'node:net';

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 1_000_000;

/** Where HAProxy takes commands: the path of its socket, or host:port. It needs `level admin`. */
export type RuntimeSocket = string;

/**
 * Gives one command to HAProxy's runtime API and resolves with what it says.
 *
 * @throws {Error} where it cannot be reached, does not answer in time, or says too much
 */
export function runtimeCommand(socket: RuntimeSocket, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(addressOf(socket), () => connection.end(`${command}\n`));
    let said = '';
    connection.setTimeout(TIMEOUT_MS, () => connection.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
    connection.setEncoding('utf8');
    connection.on('data', (text: string) => {
      said += text;
      if (said.length > MOST_BYTES) connection.destroy(new Error('the answer is too long'));
    });
    connection.on('error', reject);
    connection.on('close', (hasFailed) => !hasFailed && resolve(said.trim()));
  });
}

function addressOf(socket: RuntimeSocket): { path: string } | { host: string; port: number } {
  const [, host, port] = /^([^/]+):(\d+)$/.exec(socket) ?? [];
  return host === undefined || port === undefined ? { path: socket } : { host, port: Number(port) };
}
