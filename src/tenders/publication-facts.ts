import { Inject, Injectable } from '@nestjs/common';
import { organizationById, type KnownOrganization } from '../organizations/organizations.queries.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { EarlierPurchase } from '../rules/art-52-valuation.js';
import type { Breaches } from '../rules/breach.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { plannedNoticesOf, type PlannedNotices } from './planned-claims.js';
import { boxIsReady } from './locks.js';
import { singleSourceFacts, type SingleSourceFacts } from './single-source-facts.js';
import type { Tender } from './tender.entity.js';

/** All that decides whether a tender may be published now. */
export interface PublicationFacts {
  tender: Tender;
  procurer: KnownOrganization;
  /** What is missing of the locks and their rehearsal. */
  sealing: Breaches;
  /** This procurer's purchases of the same item class and budget year, this one among them. */
  purchases: readonly EarlierPurchase[];
  openTenderingThreshold: Fen;
  /** The planned notices that its reductions name. */
  planned: PlannedNotices;
  /** What the platform knows of the source and its ground; null under every other method, or where the draft says nothing of it. */
  singleSource: SingleSourceFacts | null;
}

/** Gathers what decides about a publication: the same for the dry run and for the act. */
@Injectable()
export class GatherPublicationFacts {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async run(reader: Reader, tender: Tender): Promise<PublicationFacts> {
    const procurer = await organizationById(reader, tender.procurerId);
    if (!procurer) throw unknownResource();
    return {
      tender,
      procurer,
      sealing: await boxIsReady(reader, tender),
      purchases: await purchasesBeside(reader, tender, this.config.openTenderingThreshold),
      openTenderingThreshold: parseMoney(this.config.openTenderingThreshold) as Fen,
      planned: await plannedNoticesOf(reader, tender),
      singleSource: await singleSourceFacts(reader, tender),
    };
  }
}

/**
 * Planned and made purchases of the same item class, of one that contains it or that it contains (`A02320000` has `A02320700`), in the same
 * budget year (实施条例 art. 28), itself as it is to be; none where the tender names neither. One whose value is not known counts as at the threshold (art. 52).
 */
async function purchasesBeside(reader: Reader, tender: Tender, threshold: string): Promise<EarlierPurchase[]> {
  const { itemClass, budgetYear } = tender;
  if (itemClass === null || budgetYear === null) return [];
  const others = await reader.query<{ value: string; open: boolean }>(
    `SELECT coalesce(estimated_value, budget, CASE WHEN valuation ? 'unknown' THEN $4::numeric ELSE 0 END)::numeric(18,2)::text AS value,
            method = 'open' AS open
       FROM tenders
      WHERE procurer_id = $1 AND budget_year = $3 AND state NOT IN ('cancelled', 'failed') AND id <> $5
        AND (item_class = $2 OR (length(item_class) > 1 AND length($2) > 1
             AND (starts_with(item_class, ${stemOf('$2')}) OR starts_with($2, ${stemOf('item_class')}))))`,
    [tender.procurerId, itemClass, budgetYear, threshold, tender.id],
  );
  const unvalued = tender.valuation?.unknown === true ? threshold : '0';
  const own = { value: tender.estimatedValue ?? tender.budget ?? unvalued, open: tender.method === 'open' };
  return [...others, own].map(({ value, open }) => ({
    itemClass,
    budgetYear,
    value: parseMoney(value) as Fen,
    openTendering: open,
  }));
}

/** SQL: an item class without the pairs of zeros that make it a group. */
function stemOf(itemClass: string): string {
  return `regexp_replace(${itemClass}::text, '(00)+$', '')`;
}
