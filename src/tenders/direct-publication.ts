import type { Work } from '../platform/unit-of-work.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { formatMoney } from '../rules/money.js';
import { noticeEndIsKnown } from '../rules/single-source-procedure.js';
import type { PublicationFacts } from './publication-facts.js';
import type { PublicationStep } from './publication-step.js';
import { hashedRequirements } from './requirements-hash.js';
import { noticePeriodFor, sourceIsJustified } from './single-source-check.js';
import type { SingleSourceFacts } from './single-source-facts.js';
import type { Tender } from './tender.entity.js';
import { estimatedValueOf } from './valuation-facts.js';

/** Single source (单一来源): the pre-notice announces ground and supplier; while it runs, whoever could supply as well may object. */
export const directPublication: PublicationStep = {
  event: 'publish-direct',
  notice: 'single-source',
  recordedAs: 'single-source.announced',
  article: 48,
  missing: ({ budget, estimatedValue }) => (budget === null && estimatedValue === null ? ['budget'] : []),
  breaches: (facts, context) => [
    ...sourceIsJustified(facts, context),
    ...noticeEndIsKnown(noticePeriodFor(facts, context), context.calendar),
  ],
  // Nobody bids, so nothing closes; what the procurement asks for is public from here on and may be challenged (art. 61).
  moments: (_tender, { at }) => ({ documentsIssuedAt: at, bidsCloseAt: null, opensAt: null }),
  bidPeriod: () => null,
  prepare: lockOriginalContract,
  noticePeriod: noticePeriodFor,
  settle: keepSource,
  announcement: announcementOf,
};

/** Two supplements to one contract are added up one after the other. */
async function lockOriginalContract(work: Work, { content }: Tender): Promise<void> {
  const contractId = content.singleSource?.supplementary?.originalContractId;
  if (contractId !== undefined) await work.query('SELECT 1 FROM contracts WHERE id = $1 FOR NO KEY UPDATE', [contractId]);
}

async function keepSource(work: Work, facts: PublicationFacts, context: LawContext): Promise<void> {
  const { tender } = facts;
  const { source } = facts.singleSource as SingleSourceFacts;
  const value = estimatedValueOf(tender.valuation, context.at);
  const period = noticePeriodFor(facts, context);
  await work.query(
    `INSERT INTO single_sources (tender_id, ground, supplier_id, failed_tender_id, original_contract_id, value, notice_ends_at, notice, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tender.id,
      source.ground,
      source.supplierId,
      source.failedTenderId ?? null,
      source.ground === 'supplementary' ? (source.supplementary?.originalContractId ?? null) : null,
      value === null ? null : formatMoney(value),
      period.endsAt,
      JSON.stringify(period),
      context.at,
    ],
  );
}

/** What 74号令 art. 38 (from memory) wants a notice to say beyond the project itself; the ground and the experts stand in `singleSource`. */
function announcementOf(facts: PublicationFacts, context: LawContext): Record<string, unknown> {
  const { tender, procurer } = facts;
  const { source, supplier, documents, original, failed } = facts.singleSource as SingleSourceFacts;
  return {
    procurer: { id: procurer.id, name: procurer.name, address: procurer.address ?? null, contact: procurer.contact ?? null },
    proposedSupplier: { id: source.supplierId, name: supplier?.name ?? null, address: supplier?.address ?? null },
    evidence: source.evidence.map(({ kind, documentId }) => {
      const document = documents.find((one) => one.id === documentId);
      return { kind, documentId, name: document?.name ?? null, sha256: document?.sha256 ?? null };
    }),
    noticePeriod: noticePeriodFor(facts, context),
    requirementsSha256: hashedRequirements(tender).sha256,
    failedRequirementsSha256: failed?.requirements.sha256 ?? null,
    originalContract: original && {
      id: source.supplementary?.originalContractId ?? null,
      amount: { amount: original.amount, currency: 'CNY' },
      earlierSupplements: original.supplements.map((value) => ({ amount: formatMoney(value), currency: 'CNY' })),
    },
  };
}
