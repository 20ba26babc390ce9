import { resolve } from 'node:path';
import { z } from 'zod';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(7474),
  HOST: z.string().min(1).default('127.0.0.1'),
  ANCHORWATCH_DATA: z.string().min(1).default('data'),
  ANCHORWATCH_SAMPLE: z.enum(['on', 'off']).default('on'),
  ANCHORWATCH_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  ANCHORWATCH_PROXY: z.enum(['on', 'off']).default('off'),
  ANCHORWATCH_LOG: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
  CLICKHOUSE_URL: z.url().optional(),
  DATABASE_URL: z.url().optional(),
});

export type Config = {
  port: number;
  host: string;
  dataFolder: string;
  hasSample: boolean;
  /** How browsers reach the server through a proxy. */
  publicOrigin: string | undefined;
  /** Whether the last entry of X-Forwarded-For is taken for the address of whoever asks. */
  hasProxy: boolean;
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
    dataFolder: resolve(env.ANCHORWATCH_DATA),
    hasSample: env.ANCHORWATCH_SAMPLE === 'on',
    publicOrigin: env.ANCHORWATCH_ORIGIN && new URL(env.ANCHORWATCH_ORIGIN).origin,
    hasProxy: env.ANCHORWATCH_PROXY === 'on',
    logLevel: env.ANCHORWATCH_LOG,
    clickhouseUrl: env.CLICKHOUSE_URL,
    databaseUrl: env.DATABASE_URL,
  };
}
