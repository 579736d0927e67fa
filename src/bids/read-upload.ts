import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { unknownResource } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import { supplierOf } from './receive-bid.js';
import { UploadFiles } from './upload-files.js';
import { UploadBox, type OwnUpload } from './uploads.queries.js';

export interface UploadAnswer {
  id: string;
  tenderId: string;
  /** Of the whole file. */
  bytes: number;
  /** How many of them are on the disk for good. */
  offset: number;
  expiresAt: Instant;
}

/** An organisation's own upload; another's is not there. */
@Injectable()
export class ReadUpload {
  constructor(
    private readonly box: UploadBox,
    private readonly files: UploadFiles,
  ) {}

  async run(actor: Actor, id: string): Promise<UploadAnswer> {
    const { tenderId, bytes, expiresAt } = await this.own(actor, id);
    return { id, tenderId, bytes, offset: await this.files.offset(id), expiresAt };
  }

  /** Throws Refusal 404; LawRefusal `organization.power-missing` for an attorney whose power does not cover its tender. */
  async own(actor: Actor, id: string): Promise<OwnUpload> {
    const upload = await this.box.own(id, supplierOf(actor));
    if (!upload) throw unknownResource();
    requireCovered(actor, upload.tenderId);
    return upload;
  }
}
