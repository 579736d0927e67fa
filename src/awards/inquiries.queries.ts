import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
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

const columns =
  'id, tender_id AS "tenderId", round, class, question, due_at AS "dueAt", asked_by AS "askedBy", asked_at AS "askedAt"';

/** Without a lock: which tender to lock. Throws Refusal 404. */
export async function inquiryBidHead(reader: Reader, id: string): Promise<InquiryBid> {
  const rows = await reader.query<InquiryBid>(`SELECT ${bidColumns} FROM inquiry_bids asked WHERE asked.id = $1`, [id]);
  if (!rows[0]) throw unknownResource();
  return rows[0];
}

export type AskedBidder = InquiryBidAnswer & Pick<Inquiry, 'question'>;

/** With the question, for the bidder, newest first. */
export async function askedOf(reader: Reader, tenderId: string, supplierId: string, page: PageQuery): Promise<Page<AskedBidder>> {
  const limit = limitOf(page);
  const rows = await reader.query<AskedBidder>(
    `SELECT ${bidColumns.replace('asked.answered_by AS "answeredBy", ', '')}, inquiry.question
       FROM inquiry_bids asked JOIN inquiries inquiry ON inquiry.id = asked.inquiry_id
      WHERE asked.tender_id = $1 AND asked.supplier_id = $2 AND ($3::uuid IS NULL OR asked.id < $3)
      ORDER BY asked.id DESC LIMIT $4`,
    [tenderId, supplierId, page.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** Everything that was asked in a round, with answers and opinions. */
export async function inquiriesOfRound(reader: Reader, tenderId: string, round: number): Promise<InquiryAnswer[]> {
  const inquiries = await reader.query<Inquiry>(
    `SELECT ${columns} FROM inquiries WHERE tender_id = $1 AND round = $2 ORDER BY id`,
    [tenderId, round],
  );
  return withBids(reader, inquiries);
}

/** What was asked in all rounds, with answers and opinions, oldest first. */
export async function inquiriesOf(reader: Reader, tenderId: string, page: PageQuery): Promise<Page<InquiryAnswer>> {
  const limit = limitOf(page);
  const rows = await reader.query<Inquiry>(
    `SELECT ${columns} FROM inquiries WHERE tender_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [tenderId, page.after ?? null, limit + 1],
  );
  const { items, next } = pageOf(rows, limit);
  return { items: await withBids(reader, items), next };
}

async function withBids(reader: Reader, inquiries: Inquiry[]): Promise<InquiryAnswer[]> {
  const bids = await reader.query<InquiryAnswer['bids'][number]>(
    `SELECT ${bidColumns}, coalesce((SELECT json_agg(json_build_object('personId', said.person_id, 'accepts', said.accepts,
            'reasons', said.reasons, 'givenAt', utc_text(said.given_at)) ORDER BY said.given_at, said.id)
          FROM inquiry_opinions said WHERE said.inquiry_bid_id = asked.id), '[]') AS opinions
       FROM inquiry_bids asked WHERE asked.inquiry_id = ANY ($1::uuid[]) ORDER BY asked.id`,
    [inquiries.map(({ id }) => id)],
  );
  return inquiries.map((one) => ({ ...one, bids: bids.filter(({ inquiryId }) => inquiryId === one.id) }));
}
