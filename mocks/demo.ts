import { startMocks } from './browser.ts';

await startMocks();
await import('#web/main.tsx');
