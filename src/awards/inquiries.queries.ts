import { unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Inquiry, InquiryBid, InquiryOpinion } from './inquiry.entity.js';

export type InquiryBidAnswer = Omit<InquiryBid, 'answeredBy'>;

/** Who asked stays with the panel. */
export interface InquiryAnswer extends Inquiry {
  bids: (InquiryBid & { opinions: Pick<InquiryOpinion, 'personId' | 'accepts' | 'reasons' | 'givenAt'>[] })[];
}

export function presentInquiryBid({ answeredBy: _person, ...shown }: InquiryBid): InquiryBidAnswer {
  return shown;
}

const bidColumns = `
  asked.id, asked.version, asked.inquiry_id AS "inquiryId", asked.tender_id AS "tenderId", asked.procurer_id AS "procurerId", asked.round,
  asked.class, asked.bid_id AS "bidId", asked.supplier_id AS "supplierId", asked.finding, asked.due_at AS "dueAt", asked.state, asked.answer,
  asked.answered_by AS "answeredBy", asked.answered_at AS "answeredAt", asked.decided_at AS "decidedAt"`;

/** Without a lock: which tender to lock. Throws Refusal 404. */
export async function inquiryBidHead(reader: Reader, id: string): Promise<InquiryBid> {
  const rows = await reader.query<InquiryBid>(`SELECT ${bidColumns} FROM inquiry_bids asked WHERE asked.id = $1`, [id]);
  if (!rows[0]) throw unknownResource();
  return rows[0];
}

/** With the question, for the bidder. */
export function askedOf(
  reader: Reader,
  tenderId: string,
  supplierId: string,
): Promise<(InquiryBidAnswer & Pick<Inquiry, 'question'>)[]> {
  return reader.query(
    `SELECT ${bidColumns.replace('asked.answered_by AS "answeredBy", ', '')}, inquiry.question
       FROM inquiry_bids asked JOIN inquiries inquiry ON inquiry.id = asked.inquiry_id
      WHERE asked.tender_id = $1 AND asked.supplier_id = $2 ORDER BY asked.id DESC LIMIT 100`,
    [tenderId, supplierId],
  );
}

/** Everything that was asked in a round (in all rounds where it is null), with answers and opinions. */
export async function inquiriesOf(reader: Reader, tenderId: string, round: number | null): Promise<InquiryAnswer[]> {
  const inquiries = await reader.query<Inquiry>(
    `SELECT id, tender_id AS "tenderId", round, class, question, due_at AS "dueAt", asked_by AS "askedBy", asked_at AS "askedAt"
       FROM inquiries WHERE tender_id = $1 AND ($2::int IS NULL OR round = $2) ORDER BY id`,
    [tenderId, round],
  );
  const bids = await reader.query<InquiryAnswer['bids'][number]>(
    `SELECT ${bidColumns}, coalesce((SELECT json_agg(json_build_object('personId', said.person_id, 'accepts', said.accepts,
            'reasons', said.reasons, 'givenAt', utc_text(said.given_at)) ORDER BY said.given_at, said.id)
          FROM inquiry_opinions said WHERE said.inquiry_bid_id = asked.id), '[]') AS opinions
       FROM inquiry_bids asked WHERE asked.tender_id = $1 ORDER BY asked.id`,
    [tenderId],
  );
  return inquiries.map((one) => ({ ...one, bids: bids.filter(({ inquiryId }) => inquiryId === one.id) }));
}
