import { organizationById } from '../organizations/organizations.queries.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { tellNoSecrets, type NamedTexts } from '../tenders/marked-secrets.js';
import type { Challenge, PartyText } from './challenge.entity.js';

/**
 * 采购法 art. 53: the reply goes to the other affected suppliers, too, and tells them nobody's trade secret, the challenger's own included, nor who
 * challenged. Where the full reply would, the procuring entity gives them a text of its own. Nobody else is concerned by an exclusion.
 */
export async function toldToOthers(
  work: Work,
  challenge: Challenge,
  full: NamedTexts,
  textForOthers: PartyText | undefined,
): Promise<Breaches> {
  if (challenge.subject === 'exclusion') return [];
  const texts = textForOthers === undefined ? full : { textForOthers };
  return [
    ...(await tellNoSecrets(work, { tenderId: challenge.tenderId, rule: 'public-reply.trade-secret', texts, now: work.now })),
    ...(await namesChallenger(work, challenge, texts)),
  ];
}

async function namesChallenger(work: Work, challenge: Challenge, texts: NamedTexts): Promise<Breaches> {
  const supplier = await organizationById(work, challenge.supplierId);
  const names = [supplier?.name.zh, supplier?.name.en].flatMap((name) => (name ? [plainOf(name)] : []));
  return Object.entries(texts).flatMap(([field, text]) => {
    const said = typeof text === 'string' ? [text] : [text?.zh, text?.en];
    const named = said.some((one) => one !== undefined && names.some((name) => plainOf(one).includes(name)));
    return named ? [breach('public-reply.names-challenger', {}, { pointer: `#/${field}` })] : [];
  });
}

function plainOf(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
