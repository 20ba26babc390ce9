import pg from 'pg';

/**
 * A pool whose clients come back when their connection is lost. drizzle 0.45 never gives back a client whose `BEGIN` fails: a
 * few outages at the wrong moment would take all clients, and everything after them would wait for ever.
 */
export class PostgresPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(done: PoolCallback): void;
  override connect(done?: PoolCallback): Promise<pg.PoolClient> | void {
    return done ? super.connect(done) : this.#connect();
  }

  async #connect(): Promise<pg.PoolClient> {
    const client = await super.connect();
    const { release, query } = client;
    let isOut = true;
    const giveBack = (fault?: Error | boolean) => {
      if (!isOut) return;
      isOut = false;
      client.query = query;
      release(fault);
    };
    const queryOrGiveBack = (...asked: unknown[]) => {
      const answer = Reflect.apply(query, client, asked) as unknown;
      if (answer instanceof Promise) {
        answer.catch((fault: unknown) => {
          if (fault instanceof Error && !(fault instanceof pg.DatabaseError)) giveBack(fault);
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
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;
