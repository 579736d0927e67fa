import { Injectable } from '@nestjs/common';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import type { Instant } from '../rules/moment.js';
import type { OpeningMinutes } from './opening-minutes.js';

export interface PublicOpening {
  id: string;
  tenderId: string;
  version: number;
  minutes: OpeningMinutes;
  /** base64url Ed25519 over the RFC 8785 form of `minutes`. */
  signature: string;
  keyId: string;
}

interface Row {
  opens_at: Instant | null;
  id: string | null;
  minutes: string;
  signature: string;
  key_id: string;
}

/** The minutes of an opening, for everybody. Before it the answer is the same whether there are bids or none. */
@Injectable()
export class ReadOpening {
  constructor(private readonly reads: Reads) {}

  /** `envelope`: of a tender opened in two steps, `price` is the second; the first one where nothing is said. Of several openings of prices, the last. */
  async run(tenderId: string, envelope?: Envelope): Promise<PublicOpening> {
    const [row] = await this.reads.named<Row>(
      'opening-of',
      `SELECT tender.opens_at, minutes.id, minutes.minutes, minutes.signature, minutes.key_id
         FROM tenders tender LEFT JOIN opening_minutes minutes ON minutes.tender_id = tender.id
           AND CASE WHEN $2::text IS NULL THEN minutes.envelope <> 'price' ELSE minutes.envelope = $2 END
        WHERE tender.id = $1 AND tender.published_at IS NOT NULL ORDER BY minutes.stage DESC LIMIT 1`,
      [tenderId, envelope ?? null],
    );
    if (!row) throw unknownResource();
    if (row.id === null) throw new LawRefusal([breach('bid.still-sealed', { openableAt: row.opens_at })]);
    const { id, signature, key_id: keyId } = row;
    return { id, tenderId, version: 1, minutes: JSON.parse(row.minutes) as OpeningMinutes, signature, keyId };
  }
}
