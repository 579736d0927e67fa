// The worker of `npm start` on all of the service's modules, as compiled, but for the settings that its test gives: a killed one's job comes back sooner.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/src/app.module.js';
import { readConfig } from '../../dist/src/platform/config.js';
import { createLog } from '../../dist/src/platform/logging.js';
import { QueueModule } from '../../dist/src/platform/queue.module.js';
import { WorkerLoops } from '../../dist/src/platform/worker-loops.js';

class WholeWorker {}
const config = readConfig(process.env);
const settings = JSON.parse(process.argv[2]);
Module({ imports: [AppModule.with(config, createLog('silent', 'worker')), QueueModule.with(settings)] })(WholeWorker);
const app = await NestFactory.createApplicationContext(WholeWorker, { logger: false, abortOnError: false });
await app.get(WorkerLoops).start();
writeFileSync(join(config.dataDir, `worker-${process.pid}.ready`), '');
