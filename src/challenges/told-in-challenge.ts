import type { Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { tellNoSecrets, type NamedTexts } from '../tenders/marked-secrets.js';
import type { Challenge } from './challenge.entity.js';

/** 采购法 art. 53: what the procuring entity tells a challenger, in its reply or in consultation, is nobody else's trade secret. */
export function toldInChallenge(work: Work, challenge: Challenge, texts: NamedTexts): Promise<Breaches> {
  const { tenderId, supplierId } = challenge;
  return tellNoSecrets(work, { tenderId, rule: 'challenge.trade-secret', texts, to: supplierId, now: work.now });
}
