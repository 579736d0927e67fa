import { AppModule } from './app.module.js';
import { readConfig } from './platform/config.js';
import { createHttpApp } from './platform/http.js';
import { createLog } from './platform/logging.js';
import { serveDocsPage } from './platform/openapi.js';

const config = readConfigOrExit();
const log = createLog(config.logLevel, 'api');
const app = await createHttpApp(AppModule.with(config, log), log);
serveDocsPage(app);
await app.listen(config.port, config.host);
log.info({ address: await app.getUrl() }, 'api ready');

function readConfigOrExit(): ReturnType<typeof readConfig> {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}
