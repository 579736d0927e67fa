import type { Work } from '../platform/unit-of-work.js';
import type { AmendmentBody } from './amendment.dto.js';
import { announceAmendment } from './announce-amendment.js';
import { publishDocuments } from './amendment-documents.js';
import { concernedBy } from './concerned.js';
import type { AmendmentPlan } from './plan-amendment.js';
import type { TenderAnswer } from './present-tender.js';
import { fulfilRemedies } from './remedies.js';
import { advanceTender } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/**
 * The tender becomes what the plan says, in the same transaction as the notice that says it; the caller writes the amendment's own row with the
 * version of that notice. Whoever applied or bids is told by the modules that know them.
 */
export async function publishAmendment(
  work: Work,
  tender: Tender,
  plan: AmendmentPlan,
  body: AmendmentBody,
): Promise<TenderAnswer> {
  const article = tender.state === 'prequalification' ? 50 : 51;
  await advanceTender(work, tender, 'amend', 'procurer', plan.columns);
  const { changes, material, warnings } = plan;
  const documents = plan.documents.map(({ id, name, version, sha256, replaces }) => ({ id, name, version, sha256, replaces }));
  const tell = await concernedBy(work, tender);
  const more = { material, documents };
  const answer = await announceAmendment(work, tender, { article, changes, reason: body.reason, warnings, more, tell });
  await publishDocuments(work, tender.id, answer.noticeVersion, plan.documents);
  const notice = { kind: 'notice', id: `${tender.id}/${answer.noticeVersion}` };
  if (material) await fulfilRemedies(work, tender.id, ['documents-changed'], notice);
  return answer;
}
