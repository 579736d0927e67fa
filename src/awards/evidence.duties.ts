import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BidContent } from '../bids/bid-payload.dto.js';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import { LawService } from '../platform/law.service.js';
import type { Reader } from '../platform/reads.js';
import type { Calendar } from '../rules/calendar.js';
import { addDays, isBefore, startOfDay, type Instant } from '../rules/moment.js';
import { declarationIsProved, proofIsDue, type DeclaredFact } from '../rules/self-declaration.js';
import type { Tender } from '../tenders/tender.entity.js';
import { factsOf } from './award-evidence.js';

interface UnsignedAward {
  id: string;
  tenderId: string;
  decidedAt: Instant;
  lotId: string | null;
  content: Pick<Tender['content'], 'smePlan' | 'lots'>;
  bid: BidContent | null;
  proved: DeclaredFact[];
}

/** Art. 59: what a winner still has to prove of its own declaration; the procuring entity sees it once its time is over. */
@Injectable()
export class EvidenceDuties implements OnModuleInit {
  constructor(
    private readonly duties: Duties,
    private readonly law: LawService,
  ) {}

  onModuleInit(): void {
    this.duties.register('award.prove-declaration', (actor, reader) => this.toProve(actor, reader));
    this.duties.register('award.proof-overdue', (actor, reader) => this.overdue(actor, reader));
  }

  private async toProve(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('supplier') || actor.organizationId === null) return [];
    const calendar = await this.law.calendar(reader);
    const awards = await unprovedAwards(reader, 'supplier_id', actor.organizationId);
    return awards.map((one) => dutyOf('award.prove-declaration', one, calendar));
  }

  private async overdue(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('procurer') || actor.organizationId === null) return [];
    const calendar = await this.law.calendar(reader);
    const [clock] = await reader.query<{ now: Instant }>('SELECT platform_now() AS now');
    const awards = await unprovedAwards(reader, 'procurer_id', actor.organizationId);
    return awards
      .map((one) => dutyOf('award.proof-overdue', one, calendar))
      .filter(({ dueAt }) => dueAt !== null && clock !== undefined && !isBefore(clock.now, dueAt));
  }
}

async function unprovedAwards(
  reader: Reader,
  party: 'supplier_id' | 'procurer_id',
  organizationId: string,
): Promise<UnsignedAward[]> {
  const rows = await reader.query<UnsignedAward>(
    `SELECT award.id, award.tender_id AS "tenderId", award.decided_at AS "decidedAt", tender.content, award.lot_id AS "lotId", bid.content AS bid,
            ARRAY (SELECT DISTINCT fact FROM award_evidence given JOIN awards own ON own.id = given.award_id
                    WHERE own.bid_id = award.bid_id AND own.state = 'active') AS proved
       FROM awards award JOIN tenders tender ON tender.id = award.tender_id JOIN opened_bids bid ON bid.id = award.bid_id
      WHERE award.${party} = $1 AND award.state = 'active' AND tender.state = 'awarded' AND (tender.content -> 'smePlan' IS NOT NULL OR award.lot_id IS NOT NULL)
      ORDER BY award.decided_at, award.id LIMIT ${dutiesPerSourceMax}`,
    [organizationId],
  );
  return rows.filter(({ content, bid, lotId, proved }) => {
    const facts = factsOf(content, bid, lotId === null ? [] : [lotId]);
    return declarationIsProved(facts, proved).length > 0;
  });
}

function dutyOf(kind: string, { id, tenderId, decidedAt }: UnsignedAward, calendar: Calendar): DutyFacts {
  const due = proofIsDue(decidedAt, calendar);
  const dueAt = due.result === null ? null : startOfDay(addDays(due.result, 1));
  return { kind, tenderId, subject: { kind: 'award', id }, dueAt, derivation: due };
}
