import { breach, type Bilingual } from '../rules/breach.js';
import { mayDispose, retention } from '../rules/art-57-retention.js';
import { civilDateOf, type CivilDate } from '../rules/moment.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { Tender } from '../tenders/tender.entity.js';
import { Disposal } from './disposal.entity.js';
import { disposalUnderWay, foundedOn } from './disposals.queries.js';
import { disposalFacts } from './retention.queries.js';

/**
 * Writes down the proposal, inside the caller's transaction; records `disposal.proposed`. The caller holds the tender's lock. Throws LawRefusal
 * `archive.retention-locked`, `.under-hold`, `.procedure-open`, `.needed-elsewhere`, `.disposal-pending`.
 */
export async function proposeDisposal(work: Work, tender: Tender, proposedBy: string, reason: Bilingual): Promise<Disposal> {
  const facts = await disposalFacts(work, tender.id);
  obey(mayDispose({ ...facts, on: civilDateOf(work.now) }));
  const referenceNumbers = await foundedOn(work, tender.id);
  if (referenceNumbers.length > 0) throw new LawRefusal([breach('archive.needed-elsewhere', { referenceNumbers })]);
  if (await disposalUnderWay(work, tender.id)) throw new LawRefusal([breach('archive.disposal-pending')]);
  const { endedOn, retainUntil } = retention({ ...facts, legalHold: false }) as { endedOn: CivilDate; retainUntil: CivilDate };
  const proposed = await work.insert(Disposal, {
    id: newId(),
    version: 1,
    tenderId: tender.id,
    state: 'proposed',
    tombstone: { referenceNumber: tender.referenceNumber, ocid: tender.ocid, procurerId: tender.procurerId },
    reason: { zh: reason.zh, en: reason.en },
    endedOn,
    retainedUntil: retainUntil,
    proposedBy,
    proposedAt: work.now,
    refusedBy: null,
    refusal: null,
    decidedAt: null,
    destroyed: null,
    loosenedAt: null,
    executedAt: null,
  });
  const payload = {
    reason: proposed.reason,
    endedOn,
    retainedUntil: retainUntil,
    proposedBy,
    tombstone: { ...proposed.tombstone },
  };
  work.record({
    type: 'disposal.proposed',
    article: 57,
    tenderId: tender.id,
    subject: { kind: 'disposal', id: proposed.id },
    payload,
  });
  return proposed;
}
