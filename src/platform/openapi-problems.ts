import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = { parameters?: unknown[]; responses: Record<string, unknown>; security?: unknown[] };

const bilingual = {
  type: 'object',
  required: ['zh', 'en'],
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
} as const;

const fault = {
  type: 'object',
  required: ['detail'],
  properties: {
    rule: {
      type: 'string',
      description: 'A rule of GET /v1/rules; absent where the request itself is malformed, unknown or stale.',
    },
    severity: { type: 'string', enum: ['refusal', 'warning'] },
    pointer: { type: 'string', description: 'JSON pointer into the request, or the name of a header or parameter.' },
    facts: { type: 'object' },
    detail: bilingual,
    cites: {
      type: 'object',
      properties: {
        document: { type: 'string' },
        article: {},
        force: { type: 'string', enum: ['plan', 'national', 'policy'] },
      },
    },
    derivation: { type: 'object', description: 'How a date was computed: base, days, calendar, result.' },
  },
} as const;

const problem = {
  type: 'object',
  required: ['type', 'status', 'title', 'instance', 'errors'],
  properties: {
    type: { type: 'string', description: 'urn:ftz:rule:… where the law says no, else urn:ftz:problem:….' },
    status: { type: 'integer' },
    title: { type: 'string' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: { type: 'array', items: fault },
    warnings: { type: 'array', items: fault },
    correlationId: { type: 'string' },
  },
} as const;

const actingFor = {
  name: 'Acting-For',
  in: 'header',
  required: false,
  description: 'The organisation the caller acts for, where it belongs to several or acts under a mandate or power of attorney.',
  schema: { type: 'string', format: 'uuid' },
} as const;

/** Adds to every operation what all share: refusals as RFC 9457 problems, and for whom the caller acts. Changes the document it is given. */
export function describeWhatAllShare(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problem as never },
    parameters: { ActingFor: actingFor as never },
    responses: {
      Problem: {
        description: 'A refusal (RFC 9457), its errors in Chinese and English.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
  for (const operation of operationsOf(document)) {
    const refused = { $ref: '#/components/responses/Problem' };
    Object.assign(operation.responses, { '4XX': refused, 503: refused });
    if (operation.security)
      operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/ActingFor' }];
  }
  return document;
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((path) =>
    Object.values(path as Record<string, unknown>).filter(
      (one): one is Operation => typeof one === 'object' && one !== null && 'responses' in one,
    ),
  );
}
