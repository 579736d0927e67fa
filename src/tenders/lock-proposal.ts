import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { TenderAmendment } from './amendment.entity.js';
import { presentProposal } from './amendments.queries.js';
import type { Tender } from './tender.entity.js';

/**
 * A proposed amendment, to be decided; the caller holds the tender's lock. Throws Refusal 404, 412 and 428 for another entity tag than the
 * proposal's, LawRefusal `tender.wrong-state` once it has been decided.
 */
export async function lockProposal(
  work: Work,
  actor: Actor,
  tender: Tender,
  id: string,
): Promise<{ amendment: TenderAmendment; isOutdated: boolean }> {
  const amendment = await work.lock(TenderAmendment, id);
  if (amendment.tenderId !== tender.id) throw unknownResource();
  const shown = presentProposal(amendment, tender.version);
  requireMatch(actor, shown);
  if (amendment.state !== 'proposed')
    throw new LawRefusal([breach('tender.wrong-state', { state: amendment.state, event: 'decide-amendment' })]);
  return { amendment, isOutdated: shown.state === 'outdated' };
}
