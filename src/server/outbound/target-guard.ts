import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Networks that are not the internet: this machine, its neighbours, and addresses that stand for others (IANA's registries). */
const internal = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]);

/** Why a connection is not even tried. */
export class TargetRefused extends Error {
  constructor(address: string) {
    super(
      `${address} is inside the network: the operator of the server has not allowed it (ANCHORWATCH_PRIVATE_TARGETS)`,
    );
    this.name = 'TargetRefused';
  }
}

/**
 * Keeps whoever may write an address from reaching what only this server can reach. Names are checked by the addresses
 * they resolve to, and the connection is made to these very addresses: a name cannot change between check and use.
 */
export interface TargetGuard {
  /** @throws {TargetRefused} */
  checkAddress(address: string): void;
  /** For sockets. Node does not ask it where the host is an address already: check that first. */
  lookup: LookupFunction;
}

/** @param allowed networks that may be reached all the same, such as 10.1.0.0/16 */
export function createTargetGuard(allowed: readonly string[]): TargetGuard {
  const exceptions = listOf(allowed);

  function checkAddress(address: string): void {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (internal.check(address, family) && !exceptions.check(address, family))
      throw new TargetRefused(address);
  }

  return {
    checkAddress,
    lookup(hostname, options, done) {
      lookup(hostname, { family: options.family ?? 0, all: true }, (fault, addresses) => {
        if (fault) return done(fault, []);
        try {
          for (const { address } of addresses) checkAddress(address);
        } catch (refused) {
          return done(refused as NodeJS.ErrnoException, []);
        }
        if (options.all === true) return done(null, addresses);
        const [first] = addresses as [LookupAddress]; // a lookup without an answer is a fault
        return done(null, first.address, first.family);
      });
    },
  };
}

/** @throws {Error} naming a network that cannot be read */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const version = isIP(address);
    if (version === 0) throw new Error(`not a network such as 10.1.0.0/16: ${network}`);
    const family = version === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix), family);
  }
  return list;
}
