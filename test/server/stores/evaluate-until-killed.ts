import { openPostgres } from '#server/stores/open-control-store.ts';
import { startEvaluator } from '#server/jobs/evaluator.ts';
import { hurriedPorts } from './hurried-ports.ts';

/** Run as a process, `<database URL> <start of the hurried time> <clock skew>`: evaluates rules until it is killed. */
const [url, startMs, skewMs] = process.argv.slice(2) as [string, string, string];

const trueNow = Date.now.bind(Date);
Date.now = () => trueNow() + Number(skewMs);

const { store } = await openPostgres(url, () => {});
startEvaluator(hurriedPorts(store, Number(startMs)), (trouble) => console.error(trouble), { pauseMs: 20 });
process.send?.('evaluating');
