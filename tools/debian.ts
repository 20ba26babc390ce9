import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';

/** Unpacks Debian's packages into a folder of ours: installed, they would start services on their usual ports. */
export function unpackPackages(packages: readonly string[], folder: string): void {
  if (!isExecutable('/usr/bin/apt-get')) return;
  if (process.getuid?.() === 0) spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  spawnSync('apt-get', ['download', ...packages], { cwd: folder, stdio: 'ignore' });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    spawnSync('dpkg-deb', ['-x', file, '.'], { cwd: folder, stdio: 'inherit' });
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
