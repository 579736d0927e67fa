import type { Work } from '../platform/unit-of-work.js';
import type { AmendmentBody } from './amendment.dto.js';
import { publishDocuments } from './amendment-documents.js';
import { concernedBy } from './concerned.js';
import { publishNotice } from './notices.js';
import type { AmendmentPlan } from './plan-amendment.js';
import type { TenderAnswer } from './present-tender.js';
import { advanceTender } from './tender-life.js';
import type { Tender } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

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
  const answer = await answerOf(work, tender, work.now);
  const { noticeVersion: _before, version: _row, ...shown } = answer;
  const { changes, material, warnings } = plan;
  const documents = plan.documents.map(({ id, name, version, sha256, replaces }) => ({ id, name, version, sha256, replaces }));
  const content = { ...shown, changes, material, documents, reason: { ...body.reason }, warnings };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'amendment', content });
  const { version: noticeVersion, contentSha256 } = notice;
  await publishDocuments(work, tender.id, noticeVersion, plan.documents);
  work.record({
    type: 'tender.amended',
    article,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { noticeVersion, contentSha256, changes, material, documents, warnings: warnings.map((one) => one.rule) },
    tell: await concernedBy(work, tender),
  });
  return { ...answer, noticeVersion };
}
