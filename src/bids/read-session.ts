import { Injectable } from '@nestjs/common';
import { sharesOf, type SessionShare, type ShareSession } from '../custody/custody.queries.js';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';

/** A session of the opening as its custodians see it: what came in, and what has become of it. */
export interface SessionAnswer extends ShareSession {
  shares: Pick<SessionShare, 'lock' | 'index' | 'organizationId' | 'taken'>[];
  opened: boolean;
}

/** SQL, where there are `tender` and `session`: whether what the session is for has been opened; further prices may have been before it. */
export const openedIn = `
  CASE WHEN session.envelope = 'price'
       THEN EXISTS (SELECT FROM opening_minutes minutes WHERE minutes.tender_id = tender.id AND minutes.envelope = 'price'
                       AND minutes.recorded_at >= session.made_at)
       ELSE tender.opened_at IS NOT NULL END`;

/** For who keeps a share of the tender: a share that another process took is looked at after the answer, and may be refused then. */
@Injectable()
export class ReadSession {
  constructor(private readonly reads: Reads) {}

  /** Throws LawRefusal `opening.custodian-unknown`; Refusal 404. */
  async run(actor: Actor, tenderId: string, sessionId: string): Promise<SessionAnswer> {
    const [row] = await this.reads.query<ShareSession & { opened: boolean; holds: boolean; sessionThere: boolean }>(
      `SELECT session.id, tender.id AS "tenderId", session.envelope, session.recipient, session.expires_at AS "expiresAt",
              ${openedIn} AS opened, session.id IS NOT NULL AS "sessionThere",
              EXISTS (SELECT FROM lock_deals deal JOIN lock_shares share ON share.deal_id = deal.id
                       WHERE deal.tender_id = tender.id AND deal.superseded_at IS NULL AND share.person_id = $3 AND share.organization_id = $4) AS holds
         FROM tenders tender LEFT JOIN share_sessions session ON session.tender_id = tender.id AND session.id = $2 AND session.purpose = 'opening'
        WHERE tender.id = $1 AND tender.published_at IS NOT NULL`,
      [tenderId, sessionId, actor.personId, actor.organizationId],
    );
    if (!row) throw unknownResource();
    const { opened, holds, sessionThere, ...session } = row;
    if (!holds) throw new LawRefusal([breach('opening.custodian-unknown')]);
    if (!sessionThere) throw unknownResource();
    const shares = (await sharesOf(this.reads, sessionId)).map(({ lock, index, organizationId, taken }) => ({
      lock,
      index,
      organizationId,
      taken,
    }));
    return { ...session, shares, opened };
  }
}
