import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { createHttpApp } from './platform/http.js';
import { createLog } from './platform/logging.js';
import { serveDocsPage } from './platform/openapi.js';
import { configOrExit, startedOrExit } from './platform/starting.js';

const config = configOrExit();
const log = createLog(config.logLevel, 'api');
const app = await startedOrExit(log, 'api', listening);
log.info({ address: await app.getUrl() }, 'api ready');

async function listening(): Promise<NestFastifyApplication> {
  const http = await createHttpApp(AppModule.with(config, log), log);
  serveDocsPage(http);
  await http.listen(config.port, config.host);
  return http;
}
