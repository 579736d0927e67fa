import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../platform/config.js';
import { sessionOptions } from '../platform/database.js';
import { HeardClient } from '../platform/heard-client.js';
import { pooled } from '../platform/pooled.js';
import type { Staged } from '../platform/blob-store.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';

export type BidAct = 'submission' | 'replacement' | 'withdrawal';

/** A sealed file that lies on the disk. */
export type FileFacts = Pick<Staged, 'sha256' | 'sha512' | 'bytes'>;

export interface Submission {
  id: string;
  tenderId: string;
  supplierId: string;
  personId: string;
  act: BidAct;
  /** Null for a withdrawal. */
  file: FileFacts | null;
  /** The sealed price, where the tender is opened in two steps. */
  price?: FileFacts | null;
  idempotencyKey: string;
  fingerprint: string;
  /** Contents of the strong entity tags of If-Match; null without one. */
  match: readonly string[] | null;
  entryId: string;
  salt: Buffer;
}

/** One row of a supplier's chain, as the database's functions hand it out. */
export interface SubmissionRow {
  id: string;
  action: BidAct;
  version: number;
  previous_id: string | null;
  ct_sha256: string | null;
  ct_bytes: string | null;
  received_at: Instant;
  price_sha256: string | null;
  price_bytes: string | null;
}

export type SubmissionOutcome = ({ outcome: 'made' } & SubmissionRow) | { outcome: 'key-reused' | 'unknown' | 'stale' };

/** A bid as the opening takes it from the box. */
export interface BoxedBid {
  id: string;
  supplierId: string;
  ciphertextSha256: string;
  bytes: number;
  /** The sealed price beside it, where the tender is opened in two steps. */
  price: { sha256: string; bytes: number } | null;
  receivedAt: Instant;
  /** The version of the notice that it answers: in force when it came, or confirmed later. */
  answers: number;
}

/** That the bid which was handed in stands under a later version of the notice. */
export interface Confirmation {
  id: string;
  tenderId: string;
  supplierId: string;
  personId: string;
  noticeVersion: number;
  idempotencyKey: string;
  fingerprint: string;
  entryId: string;
  salt: Buffer;
}

export interface ConfirmationRow {
  id: string;
  submission_id: string;
  notice_version: number;
  confirmed_at: Instant;
}

export type ConfirmationOutcome = ({ outcome: 'made' } & ConfirmationRow) | { outcome: 'key-reused' | 'unknown' };

/** Versions of the notice, seen from a supplier's last bid. */
export interface BidStanding {
  made_under: number;
  answers: number;
  current: number;
  asked: boolean;
  confirmed_at: Instant | null;
}

function priceColumns(price: FileFacts | null): (Buffer | number | null)[] {
  return price ? [Buffer.from(price.sha256, 'hex'), Buffer.from(price.sha512, 'hex'), price.bytes] : [null, null, null];
}

/** Sealed bids have connections of their own, so that nothing else can starve a submission; every statement is prepared once per connection. */
@Injectable()
export class BidBox implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(@Inject(CONFIG) config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.databaseUrl,
      max: config.poolSize,
      application_name: 'ftz-bids',
      options: sessionOptions,
      Client: HeardClient,
    });
    this.pool.on('error', () => undefined);
  }

  /** One round trip and one commit. Throws the database's refusals (`P0LAW`: late, wrong state, not verified, own tender, already submitted). */
  async submit(one: Submission): Promise<SubmissionOutcome> {
    const rows = await this.named<SubmissionOutcome>(
      'submit-bid',
      'SELECT * FROM submit_bid($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)',
      [
        one.id,
        one.tenderId,
        one.supplierId,
        one.personId,
        one.act,
        one.file && Buffer.from(one.file.sha256, 'hex'),
        one.file && Buffer.from(one.file.sha512, 'hex'),
        one.file && one.file.bytes,
        one.idempotencyKey,
        one.fingerprint,
        one.match,
        one.entryId,
        one.salt,
        ...priceColumns(one.price ?? null),
      ],
    );
    return rows[0] as SubmissionOutcome;
  }

  /** Whether a submission would be heard now; decides nothing. False: no such tender. Throws the database's refusals. */
  async maySubmit(tenderId: string, supplierId: string): Promise<boolean> {
    const rows = await this.named<{ may: boolean }>('may-submit', 'SELECT may_submit($1, $2) AS may', [tenderId, supplierId]);
    return rows[0]?.may === true;
  }

  /** A supplier's own chain, oldest first. */
  async own(tenderId: string, supplierId: string): Promise<SubmissionRow[]> {
    return this.named('own-bids', 'SELECT * FROM own_bids($1, $2)', [tenderId, supplierId]);
  }

  /** As a submission: one round trip, one commit, the database's refusals. */
  async confirm(one: Confirmation): Promise<ConfirmationOutcome> {
    const rows = await this.named<ConfirmationOutcome>(
      'confirm-bid',
      'SELECT * FROM confirm_bid($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [
        one.id,
        one.tenderId,
        one.supplierId,
        one.personId,
        one.noticeVersion,
        one.idempotencyKey,
        one.fingerprint,
        one.entryId,
        one.salt,
      ],
    );
    return rows[0] as ConfirmationOutcome;
  }

  /** Null without a bid. */
  async standing(tenderId: string, supplierId: string): Promise<BidStanding | null> {
    const rows = await this.named<BidStanding>('own-bid-standing', 'SELECT * FROM own_bid_standing($1, $2)', [
      tenderId,
      supplierId,
    ]);
    return rows[0] ?? null;
  }

  async receipt(id: string, supplierId: string): Promise<(SubmissionRow & { tender_id: string }) | null> {
    const rows = await this.named<SubmissionRow & { tender_id: string }>('receipt-of', 'SELECT * FROM receipt_of($1, $2)', [
      id,
      supplierId,
    ]);
    return rows[0] ?? null;
  }

  /** Not before: requests under way when the server is told to stop are answered first. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /** One statement on the box's connections, prepared under its name. */
  async named<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return pooled(this.pool, { name, text, values });
  }
}

/** The latest bid of each supplier, less the withdrawn; empty before `opens_at`. After a lock, ask in a statement of its own. */
export async function bidsForOpening(reader: Reader, tenderId: string): Promise<BoxedBid[]> {
  const rows = await reader.query<SubmissionRow & { supplier_id: string; answers: number }>(
    'SELECT * FROM bids_for_opening($1)',
    [tenderId],
  );
  return rows.map((row) => ({
    id: row.id,
    supplierId: row.supplier_id,
    ciphertextSha256: row.ct_sha256 as string,
    bytes: Number(row.ct_bytes),
    price: row.price_sha256 === null ? null : { sha256: row.price_sha256, bytes: Number(row.price_bytes) },
    receivedAt: row.received_at,
    answers: row.answers,
  }));
}

/** The same set as the audit trail's receipts tell it. */
export async function receiptsForOpening(
  reader: Reader,
  tenderId: string,
): Promise<{ id: string; ciphertextSha256: string; priceSha256: string | null }[]> {
  return reader.query('SELECT id, ct_sha256 AS "ciphertextSha256", price_sha256 AS "priceSha256" FROM receipts_for_opening($1)', [
    tenderId,
  ]);
}
