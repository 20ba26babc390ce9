import { resolve } from 'node:path';
import { z } from 'zod';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(7474),
  HOST: z.string().min(1).default('127.0.0.1'),
  GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  ANCHORWATCH_TRAFFIC: z.string().min(1).optional(),
  ANCHORWATCH_DATA: z.string().min(1).default('data'),
  ANCHORWATCH_SAMPLE: z.enum(['on', 'off']).default('on'),
  ANCHORWATCH_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  ANCHORWATCH_PROXY: z.enum(['on', 'off']).default('off'),
  ANCHORWATCH_PRIVATE_TARGETS: z.string().optional(),
  ANCHORWATCH_HEARTBEAT: z.url({ protocol: /^https?$/ }).optional(),
  ANCHORWATCH_LOG: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
  CLICKHOUSE_URL: z.url().optional(),
  DATABASE_URL: z.url().optional(),
});

export type Config = {
  port: number;
  host: string;
  /** Where the gateway listens; none without one. */
  gatewayPort: number | undefined;
  /** A file that names the stages whose traffic other routers than the gateway move. */
  trafficFile: string | undefined;
  dataFolder: string;
  hasSample: boolean;
  /** How browsers reach the server through a proxy. */
  publicOrigin: string | undefined;
  /** Whether the last entry of X-Forwarded-For is taken for the address of whoever asks. */
  hasProxy: boolean;
  /** Networks inside, such as 10.1.0.0/16, that messages may be sent to all the same. */
  privateTargets: readonly string[];
  /** What is called every minute, so that somebody outside notices our silence. */
  heartbeatUrl: string | undefined;
  logLevel: string;
  clickhouseUrl: string | undefined;
  databaseUrl: string | undefined;
};

/** @throws {Error} naming the variable that cannot be read, and its value */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return `${name}=${environment[name] ?? ''}: ${message}`;
    });
    throw new Error(`the environment cannot be read: ${faults.join('; ')}`);
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    gatewayPort: env.GATEWAY_PORT,
    trafficFile: env.ANCHORWATCH_TRAFFIC && resolve(env.ANCHORWATCH_TRAFFIC),
    dataFolder: resolve(env.ANCHORWATCH_DATA),
    hasSample: env.ANCHORWATCH_SAMPLE === 'on',
    publicOrigin: env.ANCHORWATCH_ORIGIN && new URL(env.ANCHORWATCH_ORIGIN).origin,
    hasProxy: env.ANCHORWATCH_PROXY === 'on',
    privateTargets: (env.ANCHORWATCH_PRIVATE_TARGETS ?? '').split(/[\s,]+/).filter((part) => part !== ''),
    heartbeatUrl: env.ANCHORWATCH_HEARTBEAT,
    logLevel: env.ANCHORWATCH_LOG,
    clickhouseUrl: env.CLICKHOUSE_URL,
    databaseUrl: env.DATABASE_URL,
  };
}
