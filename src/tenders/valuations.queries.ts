import type { Actor } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { MoneyValue, Tender, ValuationFacts } from './tender.entity.js';

/** The valuation (采购估值) as it once stood, with its parts and their sum. */
export interface ValuationAnswer {
  id: string;
  valuationVersion: number;
  /** Null where it was taken away. */
  valuation: ValuationFacts | null;
  /** Null where the value was not known: it then counts as at the threshold (art. 52). */
  estimatedValue: MoneyValue | null;
  treatedAsAtThreshold: boolean;
  writtenBy: { personId: string; name: Bilingual };
  writtenAt: Instant;
}

/** Writes down the valuation that the tender has now as its next version. The caller holds the tender's lock, or has just made it. */
export async function keepValuation(work: Work, actor: Actor, tender: Tender): Promise<void> {
  await work.query(
    `INSERT INTO tender_valuations (id, tender_id, version, valuation, estimated_value, written_by, written_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 FROM tender_valuations WHERE tender_id = $2`,
    [
      newId(),
      tender.id,
      tender.valuation === null ? null : JSON.stringify(tender.valuation),
      tender.estimatedValue,
      actor.personId,
      work.now,
    ],
  );
}

/** Oldest first; `limit + 1` rows. */
export function valuationsOf(reader: Reader, tenderId: string, after: string | null, limit: number): Promise<ValuationAnswer[]> {
  return reader.query(
    `SELECT one.id, one.version AS "valuationVersion", one.valuation,
            CASE WHEN one.estimated_value IS NOT NULL THEN json_build_object('amount', one.estimated_value::text, 'currency', 'CNY') END
              AS "estimatedValue",
            one.estimated_value IS NULL AS "treatedAsAtThreshold", one.written_at AS "writtenAt",
            json_build_object('personId', person.id, 'name', person.name) AS "writtenBy"
       FROM tender_valuations one JOIN people person ON person.id = one.written_by
      WHERE one.tender_id = $1
        AND ($2::uuid IS NULL OR one.version > (SELECT version FROM tender_valuations WHERE id = $2 AND tender_id = $1))
      ORDER BY one.version LIMIT $3`,
    [tenderId, after, limit + 1],
  );
}
