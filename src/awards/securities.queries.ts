import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import { Security } from '../bids/security.entity.js';
import type { ForfeitureState } from '../rules/forfeiture.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { addDays, startOfDay, type CivilDate, type Instant } from '../rules/moment.js';
import { refundDue } from '../rules/securities.js';

export type SecurityRow = Security & {
  /** The day from which its refund counts; null while nothing has happened that frees it, while its forfeiture is decided on, and once it is kept. */
  freedOn: CivilDate | null;
  /** How its last forfeiture stands; null without one. */
  forfeiture: ForfeitureState | null;
  /** Whether its bid is the one that the award in force goes to, or went to before its supplier refused the contract. */
  ofWinner: boolean;
};

const day = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date`;

// Who did not win, from the award notice; who did, from the contract on the last lot that it won; everybody, from the end of a procurement without award. What was to be kept
// and is not, from that decision at the earliest.
const select = `
  SELECT one.id, one.version, one.kind, one.tender_id AS "tenderId", one.bid_id AS "bidId", one.contract_id AS "contractId",
         one.procurer_id AS "procurerId", one.supplier_id AS "supplierId", one.form, one.issuer, one.number, one.amount,
         one.valid_until AS "validUntil", one.recorded_at AS "recordedAt", one.recorded_by AS "recordedBy", one.refund,
         one.refunded_by AS "refundedBy", one.refunded_at AS "refundedAt",
         kept.state AS forfeiture, (result.won OR refused.its) AS "ofWinner",
         CASE WHEN kept.state IN ('notified', 'stated', 'forfeited') OR freed.day IS NULL THEN NULL
              ELSE greatest(freed.day, ${day('kept.decided_at')}) END AS "freedOn"
    FROM securities one JOIN tenders tender ON tender.id = one.tender_id
    LEFT JOIN contracts own ON own.id = one.contract_id
    LEFT JOIN LATERAL (SELECT state, decided_at FROM security_forfeitures WHERE security_id = one.id ORDER BY id DESC LIMIT 1) AS kept ON true
   CROSS JOIN LATERAL (
     SELECT coalesce(bool_or(award.bid_id = one.bid_id), false) AS won, max(award.decided_at) AS decided_at,
            CASE WHEN bool_and(award.bid_id IS DISTINCT FROM one.bid_id OR signed.id IS NOT NULL)
                 THEN max(signed.signed_at) FILTER (WHERE award.bid_id = one.bid_id) END AS signed_at
       FROM awards award LEFT JOIN contract_awards covered ON covered.award_id = award.id
       LEFT JOIN contracts signed ON signed.id = covered.contract_id
      WHERE award.tender_id = one.tender_id AND award.state = 'active') AS result
   CROSS JOIN LATERAL (
     SELECT EXISTS (SELECT FROM awards WHERE tender_id = one.tender_id AND bid_id = one.bid_id AND state = 'refused') AS its) AS refused
   CROSS JOIN LATERAL (
     SELECT CASE WHEN one.kind = 'performance' THEN own.completed_on
                 WHEN tender.state IN ('failed', 'cancelled') THEN tender.ended_on
                 WHEN result.won THEN ${day('result.signed_at')}
                 ELSE ${day('result.decided_at')} END AS day) AS freed`;

export async function securityById(reader: Reader, id: string, party: string | null): Promise<SecurityRow | null> {
  const rows = await reader.query<SecurityRow>(
    `${select} WHERE one.id = $1 AND ($2::uuid IS NULL OR $2 IN (one.procurer_id, one.supplier_id))`,
    [id, party],
  );
  return rows[0] ?? null;
}

/** A procuring entity's own. Throws Refusal 404. */
export async function ownSecurity(reader: Reader, { organizationId }: Actor, id: string): Promise<SecurityRow> {
  const known = validate(id) && organizationId !== null ? await securityById(reader, id, organizationId) : null;
  if (known === null || known.procurerId !== organizationId) throw unknownResource();
  return known;
}

/** What has to be made to last longer: it runs out within `days`, or has, while the procurement or its contract goes on. Of one side. */
export function expiringSecurities(
  reader: Reader,
  party: { role: 'procurer' | 'supplier'; organizationId: string },
  days: number,
  limit: number,
): Promise<SecurityRow[]> {
  return reader.query(
    `SELECT * FROM (${select} WHERE one.${party.role === 'procurer' ? 'procurer_id' : 'supplier_id'} = $1 AND one.refunded_at IS NULL
        AND one.valid_until <= ${day('platform_now()')} + $2::int) AS held
      WHERE "freedOn" IS NULL AND coalesce(forfeiture, 'dropped') = 'dropped' ORDER BY "validUntil", id LIMIT ${limit}`,
    [party.organizationId, days],
  );
}

/** In the order of their ids; of one organisation, or of all where `party` is null. */
export async function pageOfSecurities(
  reader: Reader,
  tenderId: string,
  party: string | null,
  query: PageQuery,
): Promise<Page<SecurityRow>> {
  const limit = limitOf(query);
  const rows = await reader.query<SecurityRow>(
    `${select} WHERE one.tender_id = $1 AND ($2::uuid IS NULL OR $2 IN (one.procurer_id, one.supplier_id))
        AND ($3::uuid IS NULL OR one.id > $3) ORDER BY one.id LIMIT $4`,
    [tenderId, party, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** What a procuring entity has to give back, longest freed first. */
export function owedSecurities(reader: Reader, procurerId: string, limit: number): Promise<SecurityRow[]> {
  return reader.query(
    `SELECT * FROM (${select} WHERE one.procurer_id = $1 AND one.refunded_at IS NULL) AS owed WHERE "freedOn" IS NOT NULL
      ORDER BY "freedOn", id LIMIT ${limit}`,
    [procurerId],
  );
}

/** When it has to be back, and the first instant at which it is late. */
export function dueOf(row: SecurityRow, calendar: Calendar): { due: Derivation | null; dueAt: Instant | null } {
  const due = row.freedOn === null ? null : refundDue(row.kind, row.freedOn, calendar);
  return { due, dueAt: due === null || due.result === null ? null : startOfDay(addDays(due.result, 1)) };
}
