/** The script of the service worker that shows messages. */
export const pushWorker = '/push-worker.js';
