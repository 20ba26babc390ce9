// Adds to package-lock.json the platform packages that a partial registry mirror does not serve, so that `npm ci`
// accepts the lock everywhere. Each version is pinned by the parent package; only the integrity stays unknown.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));

for (const [parentPath, parent] of Object.entries(lock.packages)) {
  if (!parentPath) continue;
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (!/^\d/.test(version) || isLocked(parentPath, name)) continue;
    const entry = platformEntry(name, version, parent);
    if (!entry) continue;
    lock.packages[`node_modules/${name}`] = entry;
    console.log(`added ${name} ${version}`);
  }
}

const byPath = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byPath));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

function isLocked(parentPath, name) {
  for (let folder = parentPath; ;) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1));
  }
}

function platformEntry(name, version, parent) {
  const os = /darwin|linux|win32|android|freebsd|openharmony/.exec(name)?.[0];
  const cpu = /arm64|x64|ia32|s390x|ppc64|riscv64|arm/.exec(name.replace(/^@[^/]+/, ''))?.[0];
  if (!os || !cpu) return undefined;
  return {
    version,
    cpu: [cpu],
    ...(parent.dev && { dev: true }),
    ...(parent.devOptional && { devOptional: true }),
    ...(name.includes('gnu') && { libc: ['glibc'] }),
    optional: true,
    os: [os],
  };
}
