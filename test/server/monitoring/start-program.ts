import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findPrometheus, type PrometheusPrograms } from '../../../tools/prometheus.ts';

/** A program on a port and in a folder of its own; it says at /-/ready when it is. */
export interface Program {
  url: string;
  folder: string;
  /** Without a chance to write anything down. */
  kill(): Promise<void>;
  /** The same again on its port, with what lies in its folder. */
  restart(): Promise<void>;
  /** Ends it and takes its folder away. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** @throws {Error} where they are missing: a test that needs them must not pass by being left out */
export function prometheusPrograms(): PrometheusPrograms {
  const programs = findPrometheus();
  if (!programs)
    throw new Error('this test needs Prometheus: apt-get install prometheus prometheus-alertmanager');
  return programs;
}

/** Resolves when it answers that it is ready. */
export async function startProgram(
  path: string,
  argsOf: (place: { folder: string; address: string }) => string[],
  env: Record<string, string> = {},
): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-monitoring-'));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  let running = await launch();

  async function launch() {
    const child = spawn(path, argsOf({ folder, address }), {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    await expect
      .poll(
        async () => {
          if (child.exitCode !== null) throw new Error(`${path} ended: ${said.join('')}`);
          return fetch(`${url}/-/ready`).then(
            ({ status }) => status,
            () => 'refused',
          );
        },
        { timeout: 30_000, interval: 100 },
      )
      .toBe(200);
    return child;
  }

  async function kill(): Promise<void> {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  return {
    url,
    folder,
    kill,
    async restart() {
      await kill();
      running = await launch();
    },
    async [Symbol.asyncDispose]() {
      await kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
