import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '#server/stores/data-lock.ts';

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('belongs to one process, and says what to do to a second one', () => {
    const unlock = lockDataFolder(folder);

    expect(() => lockDataFolder(folder)).toThrow(
      `another Anchorwatch is using the data folder ${folder}: stop it, or give this one a folder of its own with ANCHORWATCH_DATA (and a PORT)`,
    );
    unlock();
  });

  it('can be taken again after it was given back', () => {
    const unlock = lockDataFolder(folder);
    unlock();

    expect(lockDataFolder(folder)).not.toThrow();
  });

  it('is held against another process, and free at once when that is killed', async () => {
    const holder = fork(join(import.meta.dirname, 'hold-lock.ts'), [folder], { execArgv: [] });
    await once(holder, 'message');
    expect(() => lockDataFolder(folder)).toThrow('another Anchorwatch is using the data folder');

    holder.kill('SIGKILL');
    await once(holder, 'exit');

    expect(lockDataFolder(folder)).not.toThrow();
  });
});
