import type { Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { tellNoSecrets, type NamedTexts } from '../tenders/marked-secrets.js';
import type { Complaint } from './complaint.entity.js';

/** 采购法 art. 11: a decision goes to the complainant and the procuring entity, and tells the first nobody else's trade secret. */
export function toldInDecision(work: Work, complaint: Complaint, texts: NamedTexts): Promise<Breaches> {
  const { tenderId, complainantId } = complaint;
  return tellNoSecrets(work, { tenderId, rule: 'complaint.trade-secret', texts, to: complainantId, now: work.now });
}
