import { limitOf, pageOf, type Page } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation, Breaches } from '../rules/breach.js';
import { pendingOf } from '../rules/evaluate-types.js';
import { civilDateOf, type CivilDate, type Instant } from '../rules/moment.js';
import type { EnquiryQuery } from './enquiry.dto.js';
import type { Enquiry, EnquiryStage, EnquiryText, EnquiryTopic } from './enquiry.entity.js';
import type { Text } from './tender.entity.js';

export interface EnquiryAnswer {
  id: string;
  version: number;
  state: 'open' | 'answered';
  tenderId: string;
  url: string;
  stage: EnquiryStage;
  topic: EnquiryTopic | null;
  text: EnquiryText;
  askedAt: Instant;
  answerDueOn: CivilDate | null;
  derivation: Derivation;
  /** Whether the answer is owed and its time is over. */
  overdue: boolean;
  answer: { text: Text; answeredAt: Instant } | null;
  warnings: Breaches;
  pending?: string[];
}

/** Without its author, whoever reads it. */
export function presentEnquiry(enquiry: Omit<Enquiry, 'author' | 'answeredBy'>, now: Instant): EnquiryAnswer {
  const { id, version, tenderId, stage, topic, text, askedAt, answerDueOn, answerDue, answer, answeredAt, warnings } = enquiry;
  return {
    id,
    version,
    state: answeredAt === null ? 'open' : 'answered',
    tenderId,
    url: `/v1/tenders/${tenderId}/enquiries/${id}`,
    stage,
    topic,
    text,
    askedAt,
    answerDueOn,
    derivation: answerDue,
    overdue: answeredAt === null && answerDueOn !== null && answerDueOn < civilDateOf(now),
    answer: answer === null || answeredAt === null ? null : { text: answer, answeredAt },
    warnings,
    ...pendingOf(answerDue),
  };
}

const columns = `
  SELECT id, version, tender_id AS "tenderId", stage, topic, text, asked_at AS "askedAt", answer_due_on::text AS "answerDueOn",
         answer_due AS "answerDue", answer, warnings, answered_at AS "answeredAt", platform_now() AS now
    FROM enquiries WHERE tender_id = $1`;

type Row = Omit<Enquiry, 'author' | 'answeredBy'> & { now: Instant };

/** Oldest first. What was asked about bids is for those alone who may read the documents (`withBids`). */
export async function pageOfEnquiries(
  reader: Reader,
  tenderId: string,
  query: EnquiryQuery,
  { withBids, author }: { withBids: boolean; author: Buffer | null },
): Promise<Page<EnquiryAnswer>> {
  const limit = limitOf(query);
  const rows = await reader.query<Row>(
    `${columns} AND ($2 OR stage = 'applications') AND ($3::bytea IS NULL OR author = $3) AND ($4::uuid IS NULL OR id > $4)
      ORDER BY id LIMIT $5`,
    [tenderId, withBids, author, query.after ?? null, limit + 1],
  );
  return pageOf(
    rows.map((row) => presentEnquiry(row, row.now)),
    limit,
  );
}

export async function oneEnquiry(reader: Reader, tenderId: string, id: string, withBids: boolean): Promise<EnquiryAnswer | null> {
  const rows = await reader.query<Row>(`${columns} AND ($2 OR stage = 'applications') AND id = $3`, [tenderId, withBids, id]);
  return rows[0] ? presentEnquiry(rows[0], rows[0].now) : null;
}

/** How many this supplier has asked in this tender. */
export async function enquiriesBy(reader: Reader, tenderId: string, author: Buffer): Promise<number> {
  const rows = await reader.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM enquiries WHERE tender_id = $1 AND author = $2',
    [tenderId, author],
  );
  return rows[0]?.count ?? 0;
}
