import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ShutdownSignal, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { pino } from 'pino';
import { requireRealClock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { EtagInterceptor } from './etag.interceptor.js';
import { mountEmbeddedIssuer } from './embedded-issuer.js';
import { parseJsonBody } from './json-body.js';
import { LinkInterceptor } from './link.interceptor.js';
import { LOG, NestLog } from './logging.js';
import { countRequests, isSealedRoute } from './metrics.js';
import { serveOpenapi } from './openapi.js';
import { requirePolicies } from './policy.js';
import { answerNoHttp, ProblemFilter, sendProblem } from './problem.filter.js';
import { Reads } from './reads.js';
import { Refusal } from './refusal.js';
import { requireModestRole } from './service-role.js';
import { validationPipe } from './validation.js';

const jsonBytesMax = 1_048_576;
const headerTimeoutMs = 15_000;

/** The API on Fastify, ready to listen. Throws where a route has no policy, where the service's role may do too much, or where production does not run on the real clock. */
export async function createHttpApp(module: DynamicModule, log: pino.Logger): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: jsonBytesMax,
    genReqId: correlationIdOf,
    logger: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    requestTimeout: 0,
    http: { headersTimeout: headerTimeoutMs },
    clientErrorHandler: answerNoHttp,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply, log),
  } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLog(log),
    abortOnError: false,
  });
  try {
    await furnish(app, adapter.getInstance() as unknown as FastifyInstance, log);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

async function furnish(app: NestFastifyApplication, fastify: FastifyInstance, log: pino.Logger): Promise<void> {
  const config = app.get<Config>(CONFIG);
  await requireModestRole(app.get(Reads));
  if (config.production) await requireRealClock(app.get(Reads));
  takeBodies(fastify);
  countRequests(fastify);
  logRequests(fastify, log);
  await mountEmbeddedIssuer(app);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(app.get(LOG)));
  app.useGlobalInterceptors(new EtagInterceptor(), new LinkInterceptor());
  requirePolicies(app);
  serveOpenapi(app, fastify);
  app.enableShutdownHooks([ShutdownSignal.SIGTERM, ShutdownSignal.SIGINT, ShutdownSignal.SIGHUP]);
}

/** A caller's own correlation id where it is plain, else a new one. */
function correlationIdOf(request: IncomingMessage): string {
  const sent = request.headers['x-correlation-id'];
  return typeof sent === 'string' && /^[\w.-]{8,64}$/.test(sent) ? sent : randomUUID();
}

function takeBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: jsonBytesMax }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onRequest', (request, _reply, done) => done(encodingFault(request)));
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}

/** RFC 9110 section 8.4: no content coding is taken, so that no body grows after its size was checked. */
function encodingFault({ headers }: FastifyRequest): Error | undefined {
  const coding = headers['content-encoding'];
  if (coding === undefined || coding.toLowerCase() === 'identity') return undefined;
  return new Refusal(415, 'wrong-type', { zh: '不支持压缩的请求正文', en: 'Encoded request bodies are not taken' }, [
    { pointer: 'Content-Encoding', detail: { zh: '请发送未压缩的正文。', en: 'Send the body without a content coding.' } },
  ]);
}

/** One line a request: never a body, a header or a query; nothing at all of the routes of sealed bids. */
function logRequests(fastify: FastifyInstance, log: pino.Logger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-correlation-id', request.id);
    void reply.header('x-content-type-options', 'nosniff');
    void reply.header('cache-control', 'no-store');
    done();
  });
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (!isSealedRoute(route)) {
      const ms = Math.round(reply.elapsedTime);
      log.info({ correlationId: request.id, method: request.method, route, status: reply.statusCode, ms }, 'request');
    }
    done();
  });
}
