import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import { officerInCharge } from './officers.queries.js';

/** Drafts and amendments of the caller's entity that it may approve: those it wrote no part of (四眼原则). */
@Injectable()
export class TendersDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('tender.approve', toApprove);
    this.duties.register('tender.publish', toPublish);
    this.duties.register('planned-notice.publish', toAnnounce);
    this.duties.register('amendment.approve', amendmentsToApprove);
  }
}

async function toApprove(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM tenders WHERE procurer_id = $1 AND state = 'draft' AND created_by <> $2
        AND NOT EXISTS (SELECT FROM audit_entries entry
                         WHERE entry.tender_id = tenders.id AND entry.type IN ('tender.drafted', 'tender.revised')
                           AND (entry.actor_person_id = $2 OR stands_in_for($2, entry.actor_person_id)))
        AND NOT EXISTS (SELECT FROM tender_officers officer WHERE officer.tender_id = tenders.id AND officer.person_id = $2)
      ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id }) => ({
    kind: 'tender.approve',
    tenderId: id,
    subject: { kind: 'tender', id },
    dueAt: null,
    derivation: null,
  }));
}

/** Approved procurements that wait for their officer in charge (经办人) to publish them. */
async function toPublish(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('procurer')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT tender.id FROM tenders tender WHERE tender.procurer_id = $1 AND tender.state = 'approved' AND ${officerInCharge} = $2
      ORDER BY tender.id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id }) => ({
    kind: 'tender.publish',
    tenderId: id,
    subject: { kind: 'tender', id },
    dueAt: null,
    derivation: null,
  }));
}

/** Planned notices that wait for another person than their author. */
async function toAnnounce(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM planned_notices WHERE procurer_id = $1 AND state = 'draft' AND created_by <> $2
        AND NOT stands_in_for($2, created_by) ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id }) => ({
    kind: 'planned-notice.publish',
    tenderId: null,
    subject: { kind: 'planned-notice', id },
    dueAt: null,
    derivation: null,
  }));
}

/** Those that still fit the tender, while its deadline has not passed. */
async function amendmentsToApprove(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<{ id: string; tenderId: string; dueAt: Instant }>(
    `SELECT one.id, one.tender_id AS "tenderId", coalesce(tender.bids_close_at, tender.applications_close_at) AS "dueAt"
       FROM tender_amendments one JOIN tenders tender ON tender.id = one.tender_id AND tender.version = one.base_version
      WHERE tender.procurer_id = $1 AND one.state = 'proposed' AND one.proposed_by <> $2 AND tender.state IN ('prequalification', 'open')
        AND platform_now() < coalesce(tender.bids_close_at, tender.applications_close_at)
      ORDER BY one.id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id, tenderId, dueAt }) => ({
    kind: 'amendment.approve',
    tenderId,
    subject: { kind: 'amendment', id },
    dueAt,
    derivation: null,
  }));
}
