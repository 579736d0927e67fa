import { WorkerLoops } from '../../src/platform/worker-loops.js';
import { startQueueApp } from './queue-app.js';

/** A worker process that its test kills. */
const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2);
const app = await startQueueApp(databaseUrl, redisUrl || null);
await app.get(WorkerLoops).start();
