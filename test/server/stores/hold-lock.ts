import { lockDataFolder } from '#server/stores/data-lock.ts';

/** Run as a process: takes the folder's lock and keeps it until it is killed. */
lockDataFolder(process.argv[2] as string);
setInterval(() => {}, 1_000);
process.send?.('locked');
