import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import metadata from '../metadata.js';
import { describeWhatAllShare } from './openapi-problems.js';

const documents = new WeakMap<NestFastifyApplication, Promise<OpenAPIObject>>();

/** The OpenAPI 3 document of the application, deterministic: the same routes give the same bytes. Built when it is first asked for, once. */
export function openapiOf(app: NestFastifyApplication): Promise<OpenAPIObject> {
  const document = documents.get(app) ?? documentOf(app);
  documents.set(app, document);
  return document;
}

async function documentOf(app: NestFastifyApplication): Promise<OpenAPIObject> {
  // What the plugin read off the DTOs (src/metadata.ts, written by `npm run docs`): SWC compiles without types.
  await SwaggerModule.loadPluginMetadata(metadata);
  const document = SwaggerModule.createDocument(app, about().build(), {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}.${method}`,
  });
  return describeWhatAllShare(document);
}

function about(): DocumentBuilder {
  return new DocumentBuilder()
    .setTitle('Procurement in the Shanghai free trade zone 上海自贸试验区政府采购')
    .setDescription(
      '国发〔2023〕23号, articles 47 to 61. Refusals are application/problem+json (RFC 9457) with rule ids; see /v1/rules.',
    )
    .setVersion('1')
    .addBearerAuth();
}

/** The document at `/openapi.json`. */
export function serveOpenapi(app: NestFastifyApplication, fastify: FastifyInstance): void {
  fastify.get('/openapi.json', () => openapiOf(app));
}

/** A page for people at `/docs`. Its document is the same one: the factory's is only a place for it, which cannot wait. */
export function serveDocsPage(app: NestFastifyApplication): void {
  const place = { ...about().build(), paths: {} };
  SwaggerModule.setup('docs', app, () => place, { patchDocumentOnRequest: async () => openapiOf(app) });
}
