import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EngineOrder, EngineReport } from './engine-message.ts';

/** Longer addresses of Unix sockets are cut by some systems. */
const LONGEST_SOCKET = 100;
/** A process that was left by a killed server may hold the folder for some seconds. */
const OPEN_MS = 20_000;
const RETRY_MS = 250;
const LONGEST_RESTART_MS = 10_000;
const STEADY_MS = 60_000;
const STOP_MS = 10_000;
const KEPT_OUTPUT = 4_000;

export type Engine = {
  /** Connections made by this agent reach the engine, whatever host they name. */
  agent: Agent;
  /** Of the process that runs now, for tests that kill it. */
  pid(): number | undefined;
  close(): Promise<void>;
};

/**
 * Starts the embedded engine on a folder, in a child process that speaks ClickHouse's HTTP protocol on a Unix
 * socket; a crashed engine is started again, and queries fail meanwhile.
 *
 * @throws {Error} when the engine cannot open the folder
 */
export async function startEngine(folder: string, onTrouble: (cause: unknown) => void): Promise<Engine> {
  mkdirSync(folder, { recursive: true });
  const socket = chooseSocket(folder);
  const agent = new Agent({ keepAlive: true, socketPath: socket.path } as ConstructorParameters<
    typeof Agent
  >[0]);
  let isClosing = false;
  let restartMs = RETRY_MS;
  let child = await open(folder, socket.path);
  watch();

  return {
    agent,
    pid: () => child.pid,
    async close() {
      isClosing = true;
      agent.destroy();
      await stop(child);
      socket.remove();
    },
  };

  function watch(): void {
    const startedMs = Date.now();
    child.once('exit', (code, signal) => {
      if (isClosing) return;
      if (Date.now() - startedMs > STEADY_MS) restartMs = RETRY_MS;
      onTrouble(
        new Error(`the embedded engine ended (${signal ?? code}); it is started again in ${restartMs} ms`),
      );
      setTimeout(() => void restart(), restartMs);
      restartMs = Math.min(LONGEST_RESTART_MS, restartMs * 2);
    });
  }

  async function restart(): Promise<void> {
    if (isClosing) return;
    try {
      child = await open(folder, socket.path);
    } catch (cause) {
      onTrouble(cause);
      setTimeout(() => void restart(), LONGEST_RESTART_MS);
      return;
    }
    if (isClosing) await stop(child);
    else watch();
  }
}

/** Tries again while another process holds the folder. */
async function open(folder: string, socket: string): Promise<ChildProcess> {
  const deadlineMs = Date.now() + OPEN_MS;
  for (;;) {
    const outcome = await spawnEngine(folder, socket);
    if ('child' in outcome) return outcome.child;
    if (!outcome.reason.includes('Cannot lock file') || Date.now() > deadlineMs) {
      throw new Error(`the embedded engine cannot open ${folder}: ${outcome.reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function spawnEngine(folder: string, socket: string): Promise<{ child: ChildProcess } | { reason: string }> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'engine-process.ts'), [folder, socket], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // Long queries must not hold up the engine's own file access.
      env: { ...process.env, UV_THREADPOOL_SIZE: '16', NODE_OPTIONS: '', WATCH_REPORT_DEPENDENCIES: '' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let output = ''; // the engine says why it cannot open a folder only here
    child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT)));
    let reason: string | undefined;
    child.on('message', (report: EngineReport) => {
      if (report.type === 'listening') resolve({ child });
      else reason = report.reason;
    });
    child.once('error', (cause) => resolve({ reason: cause.message }));
    child.once('close', (code, signal) =>
      resolve({ reason: `${reason ?? `ended (${signal ?? code})`} ${output}`.trim() }),
    );
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.send({ type: 'close' } satisfies EngineOrder);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(timer);
}

function chooseSocket(folder: string): { path: string; remove: () => void } {
  const beside = join(dirname(folder), 'engine.sock');
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET)
    return { path: beside, remove: () => rmSync(beside, { force: true }) };
  const short = mkdtempSync(join(tmpdir(), 'anchorwatch-'));
  return { path: join(short, 'engine.sock'), remove: () => rmSync(short, { recursive: true, force: true }) };
}
