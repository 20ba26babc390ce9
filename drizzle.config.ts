import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./src/server/stores/control-schema.ts', './src/server/stores/rule-schema.ts'],
  out: './src/server/stores/migrations',
});
