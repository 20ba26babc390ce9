import type { Listener } from '#api/ports.ts';
import type { Config } from './config.ts';

/** Where the server listens. Only names of this machine are local, and only while it listens to nobody else. */
export function createListener({
  host,
  hasSample,
  publicOrigin,
}: Pick<Config, 'host' | 'hasSample' | 'publicOrigin'>): Listener {
  const isLoopback = listensOnLoopback({ host, publicOrigin });
  return {
    isLocal: (hostname) => isLoopback && isLoopbackName(hostname),
    hasSample: hasSample && isLoopback,
    publicOrigin,
  };
}

/** A proxy in front makes a server public, wherever it listens. */
export function listensOnLoopback({ host, publicOrigin }: Pick<Config, 'host' | 'publicOrigin'>): boolean {
  return publicOrigin === undefined && isLoopbackName(host);
}

function isLoopbackName(name: string): boolean {
  const host = name.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}
