// One turn of the sequencer, and of the signer of checkpoints, on all of the service's modules, as compiled: it begins when its test says so and ends by itself.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/src/app.module.js';
import { SequenceEntries } from '../../dist/src/archive/sequence-entries.js';
import { PublishCheckpoint } from '../../dist/src/log/publish-checkpoint.js';
import { readConfig } from '../../dist/src/platform/config.js';
import { NotDue } from '../../dist/src/platform/due-sweeper.js';
import { createLog } from '../../dist/src/platform/logging.js';

const config = readConfig(process.env);
const app = await NestFactory.createApplicationContext(AppModule.with(config, createLog('silent', 'sequencer')), {
  logger: false,
  abortOnError: false,
});
const [ready, go] = ['ready', 'go'].map((name) => join(config.dataDir, `sequencer-${process.pid}.${name}`));
writeFileSync(ready, '');
while (!existsSync(go)) await pause(10);
const turn = async () => {
  await app.get(SequenceEntries).run();
  await app.get(PublishCheckpoint).run();
};
// A turn that was struck ends as one that failed; its test looks at what is left of it.
await turn().then(
  () => process.exit(0),
  (error) => process.exit(error instanceof NotDue ? 0 : 1),
);
