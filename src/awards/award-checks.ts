import type { Work } from '../platform/unit-of-work.js';
import type { Bilingual, Breach, Breaches } from '../rules/breach.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { EvaluatedBid } from './awards.queries.js';
import { partiesOf } from './bid-independence.js';
import { licencesNow } from './bid-licences.js';

/** Art. 58: what the documents ask for is still held, by the winner or a member of its consortium, on the day of the award. */
export async function licencesStillCount(work: Work, tender: Tender, winner: EvaluatedBid, pointer: string): Promise<Breaches> {
  const parties = (await partiesOf(work, [winner])).get(winner.id) ?? [];
  const found = await licencesNow(work, tender, parties, work.now);
  return found.map((one): Breach => ({ ...one, pointer }));
}

/** 采购法 art. 11: everybody reads the reasons. The price and the unit prices of the winner are published with them. `at` is where they stand in the body. */
export function reasonsTellNoSecrets(
  work: Work,
  tenderId: string,
  decided: { at: string; reasons: Bilingual | undefined; winner: EvaluatedBid; price: string | null },
): Promise<Breaches> {
  const { at, reasons, winner, price } = decided;
  const publishing = [price, ...(winner.content?.items ?? []).map((one) => one.unitPrice.amount)].map(String);
  return tellNoSecrets(work, { tenderId, rule: 'notice.trade-secret', texts: { [at]: reasons }, publishing, now: work.now });
}
