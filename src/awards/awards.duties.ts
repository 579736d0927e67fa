import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import { addDays, startOfDay, type CivilDate } from '../rules/moment.js';

/** Evaluations that wait for an evaluator, opened bids whose licences have run out (art. 58), reasons that are owed to an unsuccessful supplier (art. 56), also when their time is over. */
@Injectable()
export class AwardsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('evaluation.submit', toEvaluate);
    this.duties.register('debrief.answer', toAnswer);
    this.duties.register('bid.licence-follow-up', toFollowUp);
  }
}

/** SQL: prices are open, or the evaluator ($2) has not yet found who qualifies; in between there is nothing to judge. */
const isReadyToJudge = `(
  NOT EXISTS (SELECT FROM opened_bids bid WHERE bid.tender_id = tender.id AND bid.state = 'opened' AND bid.price IS NULL)
  OR (EXISTS (SELECT FROM opened_bids bid WHERE bid.tender_id = tender.id AND bid.state = 'opened' AND bid.price IS NULL
                 AND NOT EXISTS (SELECT FROM qualification_verdicts verdict WHERE verdict.bid_id = bid.id AND verdict.qualified))
      AND NOT EXISTS (SELECT FROM qualification_findings own WHERE own.tender_id = tender.id AND own.evaluator_id = $2
                         AND own.stage = (SELECT coalesce(max(stage), 0) + 1 FROM qualification_verdicts WHERE tender_id = tender.id))))`;

async function toEvaluate(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('evaluator')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT tender.id FROM tenders tender
      WHERE tender.state = 'opened'
        AND CASE WHEN EXISTS (SELECT FROM committees WHERE tender_id = tender.id)
                 THEN EXISTS (SELECT FROM committee_members WHERE tender_id = tender.id AND person_id = $2 AND state = 'called')
                 ELSE tender.procurer_id = $1 END
        AND NOT EXISTS (SELECT FROM evaluations own WHERE own.tender_id = tender.id AND own.evaluator_id = $2
          AND own.round = (SELECT coalesce(max(round), 0) + 1 FROM evaluation_reports report WHERE report.tender_id = tender.id))
        AND NOT EXISTS (SELECT FROM conflict_declarations declared
                         WHERE declared.tender_id = tender.id AND declared.person_id = $2 AND declared.has_conflict)
        AND ${isReadyToJudge}
      ORDER BY tender.opened_at LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id }) => ({
    kind: 'evaluation.submit',
    tenderId: id,
    subject: { kind: 'tender', id },
    dueAt: null,
    derivation: null,
  }));
}

/** Nothing counts down: the award waits. A member of a consortium counts, whichever way the bid names it. */
async function toFollowUp(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('procurer')) return [];
  const rows = await reader.query<{ id: string; tenderId: string }>(
    `SELECT bid.id, bid.tender_id AS "tenderId" FROM opened_bids bid JOIN tenders tender ON tender.id = bid.tender_id
      CROSS JOIN LATERAL (SELECT (platform_now() AT TIME ZONE 'Asia/Shanghai')::date AS day) AS today
      WHERE tender.procurer_id = $1 AND tender.state IN ('opened', 'evaluated') AND bid.state = 'opened'
        AND EXISTS (SELECT FROM jsonb_array_elements_text(tender.content -> 'licenceTypes') AS asked (type)
          WHERE NOT EXISTS (SELECT FROM licences held JOIN organizations holder ON holder.id = held.organization_id
            WHERE held.type = asked.type AND licence_state(held.id) = 'verified'
              AND held.valid_from <= day AND (held.valid_to IS NULL OR held.valid_to >= day)
              AND (holder.id = bid.supplier_id OR EXISTS (
                SELECT FROM jsonb_array_elements(bid.content -> 'consortium' -> 'members') AS member
                 WHERE lower(member ->> 'organizationId') = holder.id::text
                    OR (member -> 'identity' ->> 'scheme' = holder.scheme
                        AND upper(trim(member -> 'identity' ->> 'identifier')) = upper(holder.identifier))))))
      ORDER BY bid.id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ id, tenderId }) => ({
    kind: 'bid.licence-follow-up',
    tenderId,
    subject: { kind: 'bid', id },
    dueAt: null,
    derivation: null,
  }));
}

async function toAnswer(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('procurer')) return [];
  const rows = await reader.query<{ id: string; tenderId: string; dueOn: CivilDate | null; due: Derivation }>(
    `SELECT id, tender_id AS "tenderId", due_on::text AS "dueOn", due FROM debriefs
      WHERE procurer_id = $1 AND state = 'requested' ORDER BY due_on, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ id, tenderId, dueOn, due }) => ({
    kind: 'debrief.answer',
    tenderId,
    subject: { kind: 'debrief', id },
    dueAt: dueOn === null ? null : startOfDay(addDays(dueOn, 1)),
    derivation: due,
  }));
}
