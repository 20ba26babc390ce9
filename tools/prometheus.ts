import { delimiter, join, resolve } from 'node:path';
import { isExecutable, unpackPackages } from './debian.ts';

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

export function installPrometheus(): PrometheusPrograms | undefined {
  unpackPackages(PACKAGES, CACHE);
  return findPrometheus();
}
