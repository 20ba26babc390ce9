import { delimiter, join, resolve } from 'node:path';
import { isExecutable, unpackPackages } from './debian.ts';

/** Paths of nginx and HAProxy, and the folder of the libraries that came with them, if any did. */
export type Proxies = { nginx: string; haproxy: string; libraries: string };

const CACHE = resolve('.cache/proxies');
const PACKAGES = [
  'nginx',
  'haproxy',
  'liblua5.3-0',
  'libopentracing-c-wrapper0',
  'libopentracing1',
  'libpcre2-8-0',
  'libsystemd0',
];

/** The system's, else what an earlier run unpacked. */
export function findProxies(): Proxies | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', join(CACHE, 'usr/sbin')];
  const find = (name: string) => folders.map((folder) => join(folder, name)).find(isExecutable);
  const [nginx, haproxy] = [find('nginx'), find('haproxy')];
  return nginx && haproxy
    ? { nginx, haproxy, libraries: join(CACHE, 'usr/lib/x86_64-linux-gnu') }
    : undefined;
}

export function installProxies(): Proxies | undefined {
  unpackPackages(PACKAGES, CACHE);
  return findProxies();
}
