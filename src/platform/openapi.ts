import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import metadata from '../metadata.js';

/** The OpenAPI 3 document of the application, deterministic: the same routes give the same bytes. */
export function openapiOf(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Procurement in the Shanghai free trade zone 上海自贸试验区政府采购')
    .setDescription(
      '国发〔2023〕23号, articles 47 to 61. Refusals are application/problem+json (RFC 9457) with rule ids; see /v1/rules.',
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}.${method}`,
  });
}

/** What the plugin read off the DTOs (src/metadata.ts, written by `npm run docs`): SWC compiles without types. Before the first document. */
export function loadMetadata(): Promise<void> {
  return SwaggerModule.loadPluginMetadata(metadata);
}

/** The document at `/openapi.json`. */
export function serveOpenapi(app: NestFastifyApplication, fastify: FastifyInstance): void {
  let document: OpenAPIObject | undefined;
  fastify.get('/openapi.json', () => (document ??= openapiOf(app)));
}

/** A page for people at `/docs`. */
export function serveDocsPage(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openapiOf(app));
}
