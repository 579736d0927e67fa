import type { Readable } from 'node:stream';
import { Controller, Delete, Get, Header, Headers, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { TakesStream } from '../platform/body-type.guard.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AppendUpload, tusVersion } from './append-upload.js';
import { BeginUpload } from './begin-upload.js';
import { GiveUpUpload } from './give-up-upload.js';
import { ReadUpload, type UploadAnswer } from './read-upload.js';

/** A connection on which nothing comes for so long is broken; what came is kept. */
const idleMsMax = 60_000;

/** Sealed files in pieces, as tus 1.0.0 has it (core, creation, termination, expiration). */
@Controller('v1')
export class UploadsController {
  constructor(
    private readonly beginUpload: BeginUpload,
    private readonly appendUpload: AppendUpload,
    private readonly giveUpUpload: GiveUpUpload,
    private readonly readUpload: ReadUpload,
  ) {}

  @Delegated('bid')
  @Post('tenders/:id/uploads')
  @Policy('supplier')
  @Creates()
  @Header('Tus-Resumable', tusVersion)
  @ApiHeader({ name: 'Upload-Length', required: true, description: 'Bytes of the whole file.', schema: { type: 'integer' } })
  @ApiHeader({ name: 'Repr-Digest', required: true, description: '`sha-256=:…:` of the whole file.', schema: { type: 'string' } })
  async begin(
    @By() actor: Actor,
    @IdParam() id: string,
    @Headers('upload-length') length: string | undefined,
    @Headers('repr-digest') digest: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadAnswer> {
    const upload = await this.beginUpload.run(actor, id, { length, digest });
    void reply.header('location', `/v1/uploads/${upload.id}`);
    return withHeaders(reply, upload);
  }

  /** Also by HEAD. */
  @Delegated('bid')
  @Get('uploads/:id')
  @Policy('supplier')
  @Header('Tus-Resumable', tusVersion)
  async read(@By() actor: Actor, @IdParam() id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<UploadAnswer> {
    return withHeaders(reply, await this.readUpload.run(actor, id));
  }

  @Delegated('bid')
  @Patch('uploads/:id')
  @HttpCode(204)
  @Policy('supplier')
  @TakesStream('application/offset+octet-stream')
  @Header('Tus-Resumable', tusVersion)
  @ApiHeader({ name: 'Upload-Offset', required: true, description: 'Where these bytes begin.', schema: { type: 'integer' } })
  @ApiConsumes('application/offset+octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async append(
    @By() actor: Actor,
    @IdParam() id: string,
    @Headers('upload-offset') offset: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    request.raw.setTimeout(idleMsMax);
    withHeaders(reply, await this.appendUpload.run(actor, id, offset, request.body as Readable | undefined));
  }

  @Delegated('bid')
  @Delete('uploads/:id')
  @HttpCode(204)
  @Policy('supplier')
  @Header('Tus-Resumable', tusVersion)
  giveUp(@By() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.giveUpUpload.run(actor, id);
  }
}

function withHeaders(reply: FastifyReply, upload: UploadAnswer): UploadAnswer {
  void reply.header('upload-offset', String(upload.offset));
  void reply.header('upload-length', String(upload.bytes));
  void reply.header('upload-expires', new Date(upload.expiresAt).toUTCString());
  return upload;
}
