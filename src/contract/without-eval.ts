import { config } from 'zod';

/**
 * Imported first where a content security policy forbids `eval` (the page and its workers): Zod then does not even
 * try to compile its schemas, which the browser would report as a violation.
 */
config({ jitless: true });
