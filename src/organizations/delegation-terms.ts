import { invalid } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { compareInstants, instantOf, microsOf, type Instant } from '../rules/moment.js';
import type { DelegationScope } from './delegation.dto.js';
import type { Delegation } from './delegation.entity.js';

/** From when, until when and for which tenders. Throws Refusal 422 for a time that is over or runs backwards, and for tenders that are not there. */
export async function termsOf(
  work: Work,
  body: { validFrom: string; validTo: string; scope: DelegationScope },
  tenders: { sql: string; params: readonly unknown[] },
): Promise<Pick<Delegation, 'validFrom' | 'validTo' | 'tenderIds'>> {
  const [validFrom, validTo] = [instant(body.validFrom), instant(body.validTo)];
  if (compareInstants(validTo, validFrom) <= 0 || compareInstants(validTo, work.now) <= 0)
    throw invalid('#/validTo', {
      zh: '终止时间须晚于起始时间和当前时间。',
      en: 'It must end after its beginning, and after now.',
    });
  if (body.scope === 'all') return { validFrom, validTo, tenderIds: null };
  const tenderIds = body.scope.map((one) => one.toLowerCase());
  const rows = await work.query<{ id: string }>(`SELECT id FROM tenders WHERE id = ANY ($1) AND ${tenders.sql}`, [
    tenderIds,
    ...tenders.params,
  ]);
  const strange = tenderIds.findIndex((id) => !rows.some((row) => row.id === id));
  if (strange >= 0) throw invalid(`#/scope/${strange}`, { zh: '没有该采购项目。', en: 'There is no such tender.' });
  return { validFrom, validTo, tenderIds };
}

/** In UTC with six decimals, as the database writes it. */
function instant(text: string): Instant {
  return instantOf(microsOf(text) as bigint);
}
