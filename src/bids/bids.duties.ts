import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';

/**
 * Shares that custodians owe an opening, from the deadline until the bids are open, unless one is in a session that still runs;
 * confirmations that an amendment asks of bidders, and licences that will not hold where the documents ask for them (art. 58).
 */
@Injectable()
export class BidsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('opening.hand-in-share', toOpen);
    this.duties.register('bid.confirm', toConfirm);
    this.duties.register('bid.licence-renew', toRenew);
  }
}

/** SQL, of a `deal` of the `tender` and a `share`: it is the caller's ($1, $2), and in no session of its envelope that still runs. */
const stillOwed = `
  deal.tender_id = tender.id AND deal.superseded_at IS NULL AND share.person_id = $1 AND share.organization_id = $2
    AND NOT EXISTS (SELECT FROM share_sessions session JOIN session_shares given ON given.session_id = session.id
                     WHERE session.tender_id = tender.id AND session.envelope = deal.envelope AND session.purpose = 'opening'
                       AND session.expires_at > platform_now() AND given.taken <> 'refused' AND (given.lock, given.index) = (deal.lock, share.index))`;

async function toOpen(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('custodian')) return [];
  const rows = await reader.query<{ id: string; opensAt: Instant | null }>(
    `SELECT tender.id, tender.opens_at AS "opensAt" FROM tenders tender
      WHERE tender.state IN ('open', 'closed') AND tender.opened_at IS NULL AND tender.bids_close_at <= platform_now()
        AND EXISTS (SELECT FROM lock_deals deal JOIN lock_shares share ON share.deal_id = deal.id
                     WHERE deal.envelope <> 'price' AND ${stillOwed})
      ORDER BY tender.bids_close_at LIMIT ${dutiesPerSourceMax}`,
    [actor.personId, actor.organizationId],
  );
  const prices = await reader.query<{ id: string; opensAt: Instant }>(
    `SELECT tender.id, opening.opens_at AS "opensAt" FROM tenders tender JOIN price_openings opening ON opening.tender_id = tender.id
      WHERE tender.state = 'opened' AND opening.opens_at <= platform_now()
        AND opening.stage = (SELECT max(stage) FROM qualification_verdicts WHERE tender_id = tender.id)
        AND EXISTS (SELECT FROM opened_bids WHERE tender_id = tender.id AND state = 'opened' AND price_sha256 IS NOT NULL AND price_opened_at IS NULL)
        AND EXISTS (SELECT FROM lock_deals deal JOIN lock_shares share ON share.deal_id = deal.id
                     WHERE deal.envelope = 'price' AND ${stillOwed})
      ORDER BY opening.opens_at LIMIT ${dutiesPerSourceMax}`,
    [actor.personId, actor.organizationId],
  );
  return [...rows, ...prices].map(({ id, opensAt }) => ({
    kind: 'opening.hand-in-share',
    tenderId: id,
    subject: { kind: 'tender', id },
    dueAt: opensAt,
    derivation: null,
  }));
}

/** The supplier's own sealed bids that were made under an earlier notice than the amended one; nobody else sees that they are there. */
function toConfirm(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  return ofOwnBids(actor, reader, 'bid.confirm', 'confirmations_due');
}

/** A licence is on record by the deadline; one that has run out since is renewed before the award. A member of a consortium may hold it instead. */
function toRenew(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  return ofOwnBids(actor, reader, 'bid.licence-renew', 'licences_lacking');
}

/** `due`: the database's function that knows the sealed bids of one supplier. */
async function ofOwnBids(
  actor: Actor,
  reader: Reader,
  kind: string,
  due: 'confirmations_due' | 'licences_lacking',
): Promise<DutyFacts[]> {
  if (!actor.roles.includes('supplier') || actor.organizationId === null) return [];
  const rows = await reader.query<{ tenderId: string; id: string; dueAt: Instant | null }>(
    `SELECT tender_id AS "tenderId", submission_id AS id, bids_close_at AS "dueAt" FROM ${due}($1)
      ORDER BY bids_close_at LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ tenderId, id, dueAt }) => ({ kind, tenderId, subject: { kind: 'bid', id }, dueAt, derivation: null }));
}
