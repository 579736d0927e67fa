import type { Subcontract } from '../bids/bid-partners.dto.js';
import type { Reader } from '../platform/reads.js';
import type { Text } from '../tenders/tender.entity.js';

/** Who does what of a contract beside the supplier it is awarded to (联合体成员、分包). */
export interface AwardPartners {
  consortium: { id: string | null; name: Text; share: string; leader: boolean }[];
  subcontracting: Pick<Subcontract, 'name' | 'share' | 'part'>[];
}

export const noPartners: AwardPartners = { consortium: [], subcontracting: [] };

/** As SQL, for a query that has `bid`; empty lists where it stood alone or there is no bid. */
export const partnerColumns = `
  coalesce((SELECT json_agg(json_build_object('id', organization.id, 'name', coalesce(organization.name, member->'identity'->'name'),
                     'share', member->>'share', 'leader', coalesce((member->>'leader')::boolean, false)) ORDER BY at)
     FROM jsonb_array_elements(bid.content->'consortium'->'members') WITH ORDINALITY AS listed (member, at)
     LEFT JOIN organizations organization ON organization.id::text = lower(member->>'organizationId')), '[]') AS consortium,
  coalesce((SELECT json_agg(json_build_object('name', part->>'name', 'share', part->>'share', 'part', part->>'part') ORDER BY at)
     FROM jsonb_array_elements(bid.content->'subcontracting') WITH ORDINALITY AS listed (part, at)), '[]') AS subcontracting`;

/** Of the bid that wins, from inside the use case that awards. */
export async function partnersOfBid(reader: Reader, bidId: string): Promise<AwardPartners> {
  const rows = await reader.query<AwardPartners>(`SELECT ${partnerColumns} FROM opened_bids bid WHERE bid.id = $1`, [bidId]);
  return rows[0] ?? noPartners;
}

/** Of an award, direct ones too, from inside the use case that signs or ends its contract. */
export async function partnersOfAward(reader: Reader, awardId: string): Promise<AwardPartners> {
  const rows = await reader.query<AwardPartners>(
    `SELECT ${partnerColumns} FROM awards award LEFT JOIN opened_bids bid ON bid.id = award.bid_id WHERE award.id = $1`,
    [awardId],
  );
  return rows[0] ?? noPartners;
}
