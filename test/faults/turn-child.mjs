// Turns of the worker's work on all of the service's modules, as compiled: each begins when its test says so, and says how it ended.
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/src/app.module.js';
import { readConfig } from '../../dist/src/platform/config.js';
import { NotDue } from '../../dist/src/platform/due-sweeper.js';
import { createLog } from '../../dist/src/platform/logging.js';

/** `turnOf` gives what is done for a step of this name. */
export async function takeTurns(name, turnOf) {
  const module = AppModule.with(readConfig(process.env), createLog('silent', name));
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  process.on('disconnect', () => process.exit());
  process.on('message', ({ number, step, id }) => {
    const turn = async () => turnOf(app)[step](id);
    // A turn that was struck ends as one that failed; its test looks at what is left of it.
    void turn().then(
      () => process.send({ number, code: 0 }),
      (error) => process.send({ number, code: error instanceof NotDue ? 0 : 1 }),
    );
  });
  process.send('ready');
}
