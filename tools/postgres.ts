import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT = '54331';

/**
 * Runs `work` with the URL of a PostgreSQL of its own, from Debian's package, which is installed where that is
 * possible (root, apt-get). `DATABASE_URL` wins; where no PostgreSQL is to be had, `work` gets none.
 */
export async function withPostgres(
  work: (databaseUrl: string | undefined) => void | Promise<void>,
): Promise<void> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const bin = findBin() ?? installPostgres();
  if (!bin) {
    console.log('no PostgreSQL here: its store tests run on PGlite alone (apt-get install postgresql)');
    return work(undefined);
  }
  const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-pg-'));
  const asOwner = ownerOf(folder);
  let isRunning = false;
  try {
    asOwner(join(bin, 'initdb'), [
      '-D',
      join(folder, 'data'),
      '-U',
      'anchorwatch',
      '-A',
      'trust',
      '--no-sync',
    ]);
    const options = `-p ${PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
    asOwner(join(bin, 'pg_ctl'), [
      '-D',
      join(folder, 'data'),
      '-l',
      join(folder, 'log'),
      '-w',
      '-o',
      options,
      'start',
    ]);
    isRunning = true;
    await work(`postgres://anchorwatch@127.0.0.1:${PORT}/postgres`);
  } finally {
    // what never started has its own fault to tell
    if (isRunning) asOwner(join(bin, 'pg_ctl'), ['-D', join(folder, 'data'), '-m', 'immediate', 'stop']);
    rmSync(folder, { recursive: true, force: true });
  }
}

function findBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

function installPostgres(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], { stdio: 'ignore' });
  return findBin();
}

/** PostgreSQL refuses to run as root: there it runs as the package's own user. */
function ownerOf(folder: string): (command: string, args: string[]) => void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) spawnSync('chown', ['-R', 'postgres', folder]);
  return (command, args) => {
    const [program, rest] = isRoot
      ? ['runuser', ['-u', 'postgres', '--', command, ...args]]
      : [command, args];
    const { status, stderr } = spawnSync(program, rest, {
      encoding: 'utf8',
      cwd: folder,
    });
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  };
}
