import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RealServer {
  url: string;
  /** All that it printed so far. */
  output: () => string;
  post(path: string, records: unknown, headers?: Record<string, string>): Promise<Response>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data folder of its own, removed by `remove`. */
export function dataFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'anchorwatch-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts the server as `npm start` does, on a free port, and waits until it says where it listens. */
export async function startServer(
  folder: string,
  environment: Record<string, string> = {},
): Promise<RealServer> {
  const { child, output } = launch(folder, { PORT: '0', ANCHORWATCH_SAMPLE: 'off', ...environment });
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /keeps watch at (http:\S+)/.exec(output())?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output()}`)));
  });
  return {
    url,
    output,
    post: (path, records, headers = {}) =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(records),
      }),
    kill(signal) {
      const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts a server that is expected to refuse; resolves with its exit code and what it said. */
export async function refusedServer(
  folder: string,
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(folder, { PORT: '0', ANCHORWATCH_SAMPLE: 'off', ...environment });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, output: output() };
}

/** `npm run people -- …` on a folder whose server is stopped; gives what it printed. */
export function runPeople(folder: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/people.ts', ...words], {
    env: { ...process.env, ANCHORWATCH_DATA: folder },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`people ${words.join(' ')} failed: ${stderr}`);
  return stdout;
}

function launch(
  folder: string,
  environment: Record<string, string>,
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server/main.ts'], {
    env: { ...process.env, ANCHORWATCH_DATA: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}
