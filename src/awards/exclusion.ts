import { controlClosure } from '../organizations/organizations.queries.js';
import { invalid } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { exclusionIsLawful } from '../rules/art-54-exclusion.js';
import type { Breach, Breaches } from '../rules/breach.js';
import type { Tender } from '../tenders/tender.entity.js';
import { participatedOn } from './awards.queries.js';
import type { ContractBreach } from './contract.entity.js';

type RecordedBreach = Pick<ContractBreach, 'procurerId' | 'breachedOn' | 'material' | 'remediedInTime' | 'evidence'>;

/**
 * Art. 54: whether a recorded breach of contract allows the supplier to be excluded from this tender; every breach of the six conditions, at
 * `pointer`. `remediedInTime` is what the hearing found. Throws Refusal 422 where the breach is not one of this supplier's.
 */
export async function exclusionIsGrounded(
  work: Work,
  args: { tender: Tender; supplierId: string; breachId: string; pointer: string; remediedInTime?: boolean | null },
): Promise<Breaches> {
  const { tender, supplierId, pointer } = args;
  const rows = await work.query<RecordedBreach>(
    `SELECT procurer_id AS "procurerId", breached_on AS "breachedOn", material, remedied_in_time AS "remediedInTime", evidence
       FROM contract_breaches WHERE id = $1 AND supplier_id = $2`,
    [args.breachId, supplierId],
  );
  const recorded = rows[0];
  if (!recorded)
    throw invalid(pointer, { zh: '没有该供应商的此项违约记录。', en: 'No such breach of this supplier is on record.' });
  const breaches = exclusionIsLawful({
    participatedOn: (await participatedOn(work, tender.id, supplierId)) as string,
    breachedOn: recorded.breachedOn,
    counterpart: await counterpartOf(work, recorded.procurerId, tender.procurerId),
    material: recorded.material,
    remediedInTime: recorded.remediedInTime || args.remediedInTime === true,
    evidence: recorded.evidence,
    statedInDocuments: tender.content.exclusionClause !== undefined,
  });
  return breaches.map((one): Breach => ({ ...one, pointer }));
}

async function counterpartOf(work: Work, party: string, procurerId: string): Promise<'procurer' | 'managed' | 'unrelated'> {
  if (party === procurerId) return 'procurer';
  const { controls, controlledBy } = await controlClosure(work, procurerId);
  return controls.includes(party) || controlledBy.includes(party) ? 'managed' : 'unrelated';
}
