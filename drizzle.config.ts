import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['control', 'rule', 'alert', 'alert-source', 'notification', 'rollout', 'automation'].map(
    (part) => `./src/server/stores/${part}-schema.ts`,
  ),
  out: './src/server/stores/migrations',
});
