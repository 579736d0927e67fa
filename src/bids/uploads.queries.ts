import { Injectable } from '@nestjs/common';
import type { Instant } from '../rules/moment.js';
import { BidBox } from './bids.queries.js';

export interface NewUpload {
  id: string;
  tenderId: string;
  supplierId: string;
  personId: string;
  bytes: number;
  sha256: string;
  idempotencyKey: string;
  fingerprint: string;
}

export type UploadOutcome =
  { outcome: 'made'; id: string; expires_at: Instant } | { outcome: 'key-reused' | 'unknown' | 'too-many' };

/** A sealed file on its way in, in pieces. */
export interface OwnUpload {
  id: string;
  tenderId: string;
  /** Of the whole file. */
  bytes: number;
  sha256: string;
  /** Null until all bytes are there and their digest is the one declared. */
  sha512: string | null;
  expiresAt: Instant;
}

/** What an organisation may have under way at a time, and for how long. */
export const uploadsMax = 10;
export const uploadBytesMax = 1_073_741_824;
const uploadHours = 24;

/** Uploads are as secret as bids and use their connections. */
@Injectable()
export class UploadBox {
  constructor(private readonly box: BidBox) {}

  /** Throws the database's refusals (`bid.late`, `organization.not-verified`, `bid.own-tender`, …). */
  async begin(one: NewUpload): Promise<UploadOutcome> {
    const rows = await this.box.named<UploadOutcome>(
      'begin-upload',
      'SELECT * FROM begin_upload($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, make_interval(hours => $11))',
      [
        ...[one.id, one.tenderId, one.supplierId, one.personId, one.bytes, Buffer.from(one.sha256, 'hex')],
        ...[one.idempotencyKey, one.fingerprint, uploadsMax, uploadBytesMax, uploadHours],
      ],
    );
    return rows[0] as UploadOutcome;
  }

  /** Null where it is another's, over, or was never there. */
  async own(id: string, supplierId: string): Promise<OwnUpload | null> {
    const [row] = await this.box.named<
      Record<'id' | 'tender_id' | 'bytes' | 'sha256' | 'expires_at', string> & { sha512: string | null }
    >('own-upload', 'SELECT * FROM own_upload($1, $2)', [id, supplierId]);
    if (!row) return null;
    const { tender_id: tenderId, expires_at: expiresAt, sha256, sha512 } = row;
    return { id: row.id, tenderId, bytes: Number(row.bytes), sha256, sha512, expiresAt };
  }

  async complete(id: string, supplierId: string, sha512: string): Promise<void> {
    await this.box.named('complete-upload', 'SELECT complete_upload($1, $2, $3)', [id, supplierId, Buffer.from(sha512, 'hex')]);
  }

  async giveUp(id: string, supplierId: string): Promise<void> {
    await this.box.named('give-up-upload', 'SELECT give_up_upload($1, $2)', [id, supplierId]);
  }

  /** Where it is over. */
  async forget(id: string): Promise<void> {
    await this.box.named('forget-upload', 'SELECT forget_upload($1)', [id]);
  }
}
