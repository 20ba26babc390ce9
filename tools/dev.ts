import { spawn } from 'node:child_process';

/** The API server and the page, each reloaded when its sources change; stops both together. */
const children = [
  spawn(process.execPath, ['--watch', '--disable-warning=ExperimentalWarning', 'src/server/main.ts'], {
    stdio: 'inherit',
  }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js'], { stdio: 'inherit' }),
];
const stop = () => children.forEach((child) => child.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
for (const child of children) child.on('exit', stop);
