import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { AmendmentBody } from './amendment.dto.js';
import type { TenderAmendment } from './amendment.entity.js';
import type { NoticeChange } from './notice-changes.js';
import type { Text } from './tender.entity.js';

/** A proposed amendment as its own organisation sees it; `outdated` once the tender has changed otherwise. */
export interface ProposalAnswer {
  id: string;
  tenderId: string;
  version: number;
  state: TenderAmendment['state'] | 'outdated';
  reason: Text;
  body: AmendmentBody;
  changes: NoticeChange[];
  material: boolean;
  proposedBy: string;
  proposedAt: Instant;
  approvedBy: string | null;
  approvedAt: Instant | null;
  noticeVersion: number | null;
  rejection: Text | null;
  rejectedBy: string | null;
  rejectedAt: Instant | null;
}

export function presentProposal(amendment: TenderAmendment, tenderVersion: number): ProposalAnswer {
  const { baseVersion, state, ...shown } = amendment;
  const isOutdated = state === 'proposed' && baseVersion !== tenderVersion;
  return { ...shown, state: isOutdated ? 'outdated' : state, reason: amendment.body.reason };
}

const amendments = `
  SELECT one.id, one.version, one.tender_id AS "tenderId", one.base_version AS "baseVersion", one.state, one.body, one.changes, one.material,
         one.proposed_by AS "proposedBy", one.proposed_at AS "proposedAt", one.approved_by AS "approvedBy", one.approved_at AS "approvedAt",
         one.notice_version AS "noticeVersion", one.rejection, one.rejected_by AS "rejectedBy", one.rejected_at AS "rejectedAt", tender.version AS "tenderVersion"
    FROM tender_amendments one JOIN tenders tender ON tender.id = one.tender_id WHERE one.tender_id = $1`;

type Row = TenderAmendment & { tenderVersion: number };

export async function proposalOf(reader: Reader, tenderId: string, id: string): Promise<ProposalAnswer | null> {
  const rows = await reader.query<Row>(`${amendments} AND one.id = $2`, [tenderId, id]);
  return rows[0] ? presented(rows[0]) : null;
}

/** Newest first. */
export async function proposalsOf(reader: Reader, tenderId: string, page: PageQuery): Promise<Page<ProposalAnswer>> {
  const limit = limitOf(page);
  const rows = await reader.query<Row>(`${amendments} AND ($2::uuid IS NULL OR one.id < $2) ORDER BY one.id DESC LIMIT $3`, [
    tenderId,
    page.after ?? null,
    limit + 1,
  ]);
  return pageOf(rows.map(presented), limit);
}

function presented({ tenderVersion, ...amendment }: Row): ProposalAnswer {
  return presentProposal(amendment, tenderVersion);
}
