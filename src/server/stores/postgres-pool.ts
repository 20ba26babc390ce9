import { DatabaseError, Pool, type PoolClient } from 'pg';

/**
 * A pool whose clients come back when their connection is lost. drizzle 0.45 never gives back a client whose `BEGIN` fails: a
 * few outages at the wrong moment would take all clients, and everything after them would wait for ever.
 */
export class PostgresPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(done: PoolCallback): void;
  override connect(done?: PoolCallback): Promise<PoolClient> | void {
    return done ? super.connect(done) : this.#connect();
  }

  async #connect(): Promise<PoolClient> {
    const client = await super.connect();
    // as they stand on the client: a bound copy would be bound once more at every turn
    const release: (fault?: Error | boolean) => void = Reflect.get(client, 'release');
    const query: (...asked: unknown[]) => unknown = Reflect.get(client, 'query');
    let isOut = true;
    const giveBack = (fault?: Error | boolean) => {
      if (!isOut) return;
      isOut = false;
      client.query = query as typeof client.query;
      release(fault);
    };
    const queryOrGiveBack = (...asked: unknown[]) => {
      const answer = Reflect.apply(query, client, asked);
      if (answer instanceof Promise) {
        answer.catch((fault: unknown) => {
          if (fault instanceof Error && !(fault instanceof DatabaseError)) giveBack(fault);
        });
      }
      return answer;
    };
    client.release = giveBack;
    client.query = queryOrGiveBack as typeof client.query; // the same overloads, passed through as they come
    return client;
  }
}

type PoolCallback = (
  fault: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;
