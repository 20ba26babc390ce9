import { startMocks } from './browser.ts';

// Not awaited here: the page's code shares this script, and would wait for it in turn.
startMocks()
  .then(() => import('#web/main.tsx'))
  .catch(reportError);
