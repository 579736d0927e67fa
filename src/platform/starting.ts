import type { pino } from 'pino';
import { readConfig, type Config } from './config.js';
import { errorText } from './error-text.js';

/** The settings of this process; where they are faulty it ends with 2, and says how. */
export function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}

/** What the start answers; where it fails the process ends with 1, and says why. */
export async function startedOrExit<Started>(log: pino.Logger, name: string, start: () => Promise<Started>): Promise<Started> {
  try {
    return await start();
  } catch (error) {
    log.fatal({ err: error }, `${name} cannot start`);
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  }
}
