import { Session } from 'chdb';

const READ_LANES = 4;
const WRITE_LANES = 2;
/** No setting has this value. */
const UNKNOWN = '\0';

export type Statement = {
  sql: string;
  /** Values of `{name:Type}` placeholders, as ClickHouse's HTTP interface writes them. */
  params: Record<string, string>;
  settings: Record<string, string>;
  /** The payload of an insert; `sql` then ends with its FORMAT. */
  payload?: { table: string; format: 'JSONEachRow'; values: Buffer } | undefined;
  kind: 'read' | 'write';
  /** Found in the text of the query, so that it can be killed by it. */
  id: string;
};

/** A session, and the settings that are in force on it. A session runs one query at a time. */
type Lane = { session: Session; settings: Map<string, string> };
type Waiting = { take: (lane: Lane) => void; refuse: (cause: Error) => void };

export interface Lanes {
  /** Runs the statement when a lane is free; an aborted read is killed. */
  run(statement: Statement, signal: AbortSignal): Promise<Uint8Array>;
  /** Lets running statements end (reads are killed), refuses waiting ones, and closes the sessions. */
  close(): Promise<void>;
}

/** Sessions of one folder: reads never wait behind writes, and one is kept free to kill queries. */
export function openLanes(folder: string, connectionArgs: readonly string[]): Lanes {
  const open = (): Lane => ({ session: new Session(folder, { connectionArgs }), settings: new Map() });
  const free = {
    read: Array.from({ length: READ_LANES }, open),
    write: Array.from({ length: WRITE_LANES }, open),
  };
  const all = [...free.read, ...free.write];
  const killer = open();
  const waiting: Record<Statement['kind'], Waiting[]> = { read: [], write: [] };
  const running = new Map<Statement, Promise<unknown>>();
  let isClosing = false;

  return {
    async run(statement, signal) {
      const { kind } = statement;
      const lane = await take(kind, signal);
      const result = execute(lane, statement);
      running.set(statement, result);
      const onAbort = () => void kill(statement).catch(() => {}); // it ends at its time limit then
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await result;
      } finally {
        signal.removeEventListener('abort', onAbort);
        running.delete(statement);
        release(kind, lane);
      }
    },
    async close() {
      isClosing = true;
      for (const { refuse } of [...waiting.read.splice(0), ...waiting.write.splice(0)]) refuse(closing());
      await Promise.allSettled([...running.keys()].map(kill));
      await Promise.allSettled(running.values());
      for (const { session } of [...all, killer]) session.close();
    },
  };

  function take(kind: Statement['kind'], signal: AbortSignal): Promise<Lane> {
    if (isClosing) return Promise.reject(closing());
    if (signal.aborted) return Promise.reject(gone());
    const lane = free[kind].pop();
    if (lane) return Promise.resolve(lane);
    return new Promise((resolve, reject) => {
      const entry = { take: resolve, refuse: reject };
      waiting[kind].push(entry);
      const leave = () => {
        const position = waiting[kind].indexOf(entry);
        if (position >= 0) waiting[kind].splice(position, 1);
        reject(gone());
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function release(kind: Statement['kind'], lane: Lane): void {
    const next = waiting[kind].shift();
    if (next) next.take(lane);
    else free[kind].push(lane);
  }

  /** Writes run to their end: half an insert is of no use to anyone. */
  async function kill({ kind, id }: Statement): Promise<void> {
    if (kind === 'write') return;
    await killer.session.queryAsync(`KILL QUERY WHERE startsWith(query, ${literal(marker(id))}) ASYNC`);
  }
}

async function execute(lane: Lane, statement: Statement): Promise<Uint8Array> {
  const { params, settings, payload } = statement;
  await assign(lane, payload ? {} : settings, params);
  if (payload) {
    await lane.session.insert({ ...payload, settings });
    return new Uint8Array();
  }
  return query(lane, statement);
}

async function query({ session }: Lane, { sql, id }: Statement): Promise<Uint8Array> {
  try {
    const result = await session.queryAsync(`${marker(id)} ${sql}`);
    return result.bytes();
  } catch (cause) {
    // What a killed query had written so far would come before the next answer of its session.
    await session.queryAsync('SELECT 1 FORMAT Null');
    throw cause;
  }
}

/**
 * Settings and parameters of the next query. A lane keeps its settings from one query to the next: those that this
 * one does not name go back to their default. Parameters are set too, because the engine runs queries with bound
 * ones one at a time for its whole process.
 */
async function assign(lane: Lane, settings: Record<string, string>, params: Record<string, string>) {
  const unwanted = [...lane.settings.keys()].filter((name) => !(name in settings));
  const changed = Object.entries(settings).filter(([name, value]) => lane.settings.get(name) !== value);
  const assignments = [
    ...unwanted.map((name) => `${name} = DEFAULT`),
    ...changed.map(([name, value]) => `${name} = ${literal(value)}`),
    ...Object.entries(params).map(([name, value]) => `param_${name} = ${literal(value)}`),
  ];
  if (assignments.length === 0) return;
  for (const [name] of changed) lane.settings.set(name, UNKNOWN); // if this fails, they may be set or not
  await lane.session.queryAsync(`SET ${assignments.join(', ')}`);
  for (const name of unwanted) lane.settings.delete(name);
  for (const [name, value] of changed) lane.settings.set(name, value);
}

function marker(id: string): string {
  return `/* ${id} */`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function closing(): Error {
  return new Error('the engine is closing');
}

function gone(): Error {
  return new Error('the client has gone');
}
