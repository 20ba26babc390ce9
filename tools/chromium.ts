import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A Chromium for the browser tests: where it is, what environment it needs, and who provided it. */
export type Chromium = { path: string; env: Record<string, string>; from: string };

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chromium-headless-shell',
  'microsoft-edge',
];
const FIXED_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/snap/bin/chromium',
];
const CACHE = resolve('.cache/chromium');

/** The user's choice (`CHROMIUM_PATH`), else the system's, else what an earlier run fetched, else Playwright's. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): Chromium | undefined {
  if (env.CHROMIUM_PATH) {
    if (!isExecutable(env.CHROMIUM_PATH))
      throw new Error(`CHROMIUM_PATH=${env.CHROMIUM_PATH} is not executable`);
    return { path: env.CHROMIUM_PATH, env: {}, from: 'CHROMIUM_PATH' };
  }
  const folders = (env.PATH ?? '').split(delimiter);
  const candidates = [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...FIXED_PLACES,
  ];
  const system = candidates.find(isExecutable);
  if (system) return { path: system, env: {}, from: 'the system' };

  const fetched = join(CACHE, 'chromium');
  if (isExecutable(fetched)) {
    const libraries = {
      LD_LIBRARY_PATH: join(CACHE, 'al2023/lib'),
      FONTCONFIG_FILE: join(CACHE, 'fonts.conf'),
    };
    return { path: fetched, env: libraries, from: 'the npm registry' };
  }
  return findPlaywrightChromium();
}

/** Fetches one: on x64 Linux from the npm registry (needs neither root nor system libraries), else by Playwright or apt. */
export async function installChromium(): Promise<Chromium | undefined> {
  return (await installFromNpm()) ?? installByPlaywright() ?? installFromDebian();
}

async function installFromNpm(): Promise<Chromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const npm = spawnSync(
    'npm',
    ['ci', '--prefix', 'tools/chromium', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stdio: 'inherit',
    },
  );
  if (npm.status !== 0) return undefined;

  mkdirSync(CACHE, { recursive: true });
  process.env.TMPDIR = CACHE; // the package unpacks to a fixed name in the temporary folder and trusts what lies there
  const folder = resolve('tools/chromium/node_modules/@sparticuz/chromium');
  const unpacker = (await import(pathToFileURL(join(folder, 'build/index.js')).href)) as {
    default: { executablePath(): Promise<string> };
    inflate(file: string): Promise<string>;
  };
  await unpacker.default.executablePath();
  await unpacker.inflate(join(folder, 'bin/al2023.tar.br')); // libnss3 and others that a bare system lacks
  writeFileSync(
    join(CACHE, 'fonts.conf'), // without a font, text has no width and nothing counts as visible
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${CACHE}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${CACHE}/fontcache</cachedir></fontconfig>`,
  );
  const fetched = findChromium();
  if (!fetched) return undefined;
  const started = spawnSync(fetched.path, ['--version'], { env: { ...process.env, ...fetched.env } });
  return started.status === 0 ? fetched : undefined;
}

function installByPlaywright(): Chromium | undefined {
  const cli = 'node_modules/playwright/cli.js';
  const playwright = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: 'inherit',
    timeout: 300_000,
  });
  return playwright.status === 0 ? findPlaywrightChromium() : undefined;
}

function installFromDebian(): Chromium | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  const apt = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    stdio: 'inherit',
  });
  return apt.status === 0 ? findChromium() : undefined;
}

function findPlaywrightChromium(): Chromium | undefined {
  const { chromium } = createRequire(import.meta.url)('playwright-core') as typeof import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? { path, env: {}, from: 'Playwright' } : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
