import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Paths of the programs, as Debian's packages `prometheus` and `prometheus-alertmanager` bring them. */
export type PrometheusPrograms = {
  prometheus: string;
  promtool: string;
  alertmanager: string;
  amtool: string;
};

const PACKAGES = ['prometheus', 'prometheus-alertmanager'];
const CACHE = resolve('.cache/prometheus');

/** The system's, else what an earlier run unpacked. */
export function findPrometheus(): PrometheusPrograms | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(CACHE, 'usr/bin')];
  const find = (...names: string[]) =>
    folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  const prometheus = find('prometheus');
  const promtool = find('promtool');
  const alertmanager = find('prometheus-alertmanager', 'alertmanager'); // Debian's name, and its makers'
  const amtool = find('amtool');
  return prometheus && promtool && alertmanager && amtool
    ? { prometheus, promtool, alertmanager, amtool }
    : undefined;
}

/** Unpacks Debian's packages into a folder of ours: installed, they would start services on their usual ports. */
export function installPrometheus(): PrometheusPrograms | undefined {
  if (!isExecutable('/usr/bin/apt-get')) return undefined;
  if (process.getuid?.() === 0) spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  spawnSync('apt-get', ['download', ...PACKAGES], { cwd: CACHE, stdio: 'ignore' });
  for (const file of readdirSync(CACHE).filter((name) => name.endsWith('.deb')))
    spawnSync('dpkg-deb', ['-x', file, '.'], { cwd: CACHE, stdio: 'inherit' });
  return findPrometheus();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
