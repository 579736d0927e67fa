import type { Readable } from 'node:stream';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { validate } from 'uuid';
import { TakesStream } from '../platform/body-type.guard.js';
import { invalid } from '../platform/refusal.js';
import type { NamedUpload } from './submit-bid.js';
import type { Upload } from './take-sealed-file.js';

/** The route takes a sealed file: its bytes, or the name of an upload that is complete. */
export function SealedFile(): MethodDecorator {
  const uploadId = { type: 'string', format: 'uuid', description: 'A complete upload to this tender.' } as const;
  return applyDecorators(
    TakesStream('application/age', 'application/json'),
    ApiConsumes('application/age', 'application/json'),
    ApiHeader({
      name: 'Content-Digest',
      required: false,
      description: 'With application/age: `sha-256=:…:` of the body (RFC 9530).',
      schema: { type: 'string' },
    }),
    ApiBody({
      required: true,
      description:
        'application/age: the sealed file, age v1, at most 200 MiB. application/json: an upload in its place; where the tender is opened in two steps, ' +
        'the upload of the sealed qualification and that of the sealed price.',
      schema: {
        oneOf: [
          { type: 'string', format: 'binary' },
          {
            type: 'object',
            required: ['uploadId'],
            additionalProperties: false,
            properties: { uploadId, priceUploadId: uploadId },
          },
        ],
      },
    }),
  );
}

/** Throws Refusal 422 for JSON that is not `{ "uploadId": … }`, with a `priceUploadId` beside it or without. */
export function sealedFileOf({ headers, body }: FastifyRequest): Upload | NamedUpload {
  const [mediaType] = (headers['content-type'] ?? '').split(';') as [string];
  if (mediaType.trim().toLowerCase() === 'application/json') return namedUpload(body);
  const length = headers['content-length'];
  return {
    stream: body as Readable | undefined,
    contentDigest: headers['content-digest'],
    bytes: length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null,
  };
}

function namedUpload(body: unknown): NamedUpload {
  const { uploadId, priceUploadId, ...others } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (Object.keys(others).length === 0 && isId(uploadId)) {
    const first = { uploadId: uploadId.toLowerCase() };
    if (priceUploadId === undefined) return first;
    if (isId(priceUploadId) && priceUploadId.toLowerCase() !== first.uploadId)
      return { ...first, priceUploadId: priceUploadId.toLowerCase() };
  }
  throw invalid('#/uploadId', {
    zh: '正文须且只须给出uploadId（两步开标的，另给出priceUploadId）：已完成的不同上传。',
    en: 'The body names one uploadId, and a priceUploadId where prices are opened later: complete uploads, not the same, and nothing else.',
  });
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}
