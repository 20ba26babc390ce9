import type { Config } from './config.ts';
import { listensOnLoopback } from './listener.ts';

type Place = Pick<Config, 'host' | 'port' | 'publicOrigin'>;

/** Why the server must not start, and what to do: others could reach it, and nobody has an account. */
export function accountObstacle(config: Place, isOpen: boolean): string | undefined {
  if (!isOpen || listensOnLoopback(config)) return undefined;
  const where = config.publicOrigin ?? `${config.host}:${config.port}`;
  return [
    `others can reach it at ${where}, and nobody has an account yet.`,
    '  Make the first admin, then start again:  npm run people -- add NAME --role admin',
    '  Or listen on this machine only:          HOST=127.0.0.1, without ANCHORWATCH_ORIGIN',
  ].join('\n');
}

/** What to mind where others come by plain HTTP. */
export function wireWarning(config: Place): string | undefined {
  if (listensOnLoopback(config) || config.publicOrigin?.startsWith('https:')) return undefined;
  return 'Passwords and sessions can be read on the way: put a proxy with HTTPS before the server, and set ANCHORWATCH_ORIGIN to its address.';
}
