import { singleSourceIsJustified } from '../rules/art-48-single-source.js';
import { breach, type Breach, type Breaches } from '../rules/breach.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { failedProcedureFits, modifiedRequirements, sourceIsNoColluder } from '../rules/failed-procedure.js';
import { parseMoney, type Fen } from '../rules/money.js';
import {
  groundIsProved,
  isAtThreshold,
  methodIsApproved,
  originalContractFits,
  supplierIsSuitable,
} from '../rules/single-source-evidence.js';
import { noticePeriodOf, type NoticePeriod } from '../rules/single-source-procedure.js';
import { textKeepsLanguages } from './notice-languages.js';
import type { PublicationFacts } from './publication-facts.js';
import { differingFields, hashedRequirements } from './requirements-hash.js';
import { textsOf } from './single-source-content.js';
import type { SingleSourceFacts } from './single-source-facts.js';
import type { Tender } from './tender.entity.js';
import { estimatedValueOf } from './valuation-facts.js';

/** Art. 48 on a draft against what the platform knows: every breach at once, warnings included. */
export function sourceIsJustified(
  { tender, openTenderingThreshold, singleSource }: PublicationFacts,
  context: LawContext,
): Breaches {
  if (singleSource === null) return [breach('single-source.ground-missing', noGround, { pointer: '#/singleSource' })];
  const { source, supplier, documents } = singleSource;
  const known = source.evidence.filter((one) => documents.some((document) => document.id === one.documentId));
  const evidence = known.map((one) => one.kind);
  const value = estimatedValueOf(tender.valuation, context.at);
  const { ground } = source;
  return [
    ...singleSourceIsJustified(caseOf(tender, singleSource, value, known.length, context), context).map(inDraft),
    ...groundIsProved(
      {
        ground,
        justification: source.justification.zh,
        evidence,
        unknownEvidence: source.evidence.flatMap((one, index) => (known.includes(one) ? [] : [index])),
        parts: Object.keys(source),
        colluders: source.colluders?.length ?? 0,
        noQuantityProduction: source.trial?.noQuantityProduction ?? false,
        value,
        eventOn: source.emergency?.eventOn ?? null,
      },
      context.at,
    ),
    ...methodIsApproved({ ground, value, threshold: openTenderingThreshold, evidence }),
    ...supplierIsSuitable(
      supplier && {
        isSupplier: supplier.kinds.includes('supplier'),
        isVerified: supplier.verifiedAt !== null,
        isTied: singleSource.tiedToProcurer,
      },
    ),
    ...(source.failedTenderId === undefined ? [] : failedProcedureFits(ground, singleSource.failed)),
    ...(ground === 'collusion'
      ? sourceIsNoColluder({ supplierId: source.supplierId, related: singleSource.related, colluders: source.colluders ?? [] })
      : []),
    ...(ground === 'supplementary' && source.supplementary ? contractBreaches(tender, singleSource) : []),
    ...textsOf(source).flatMap(([name, text]) => textKeepsLanguages(tender, `singleSource/${name}`, text)),
  ];
}

const noGround = { ground: null, code: 'noGround', reason: { zh: '未说明情形', en: 'no ground is named' } };

/** The period that the notice runs if it is published at the context's moment. */
export function noticePeriodFor(
  { tender, openTenderingThreshold, singleSource }: PublicationFacts,
  context: LawContext,
): NoticePeriod {
  const value = estimatedValueOf(tender.valuation, context.at);
  return noticePeriodOf({
    ground: singleSource?.source.ground ?? 'other',
    atThreshold: isAtThreshold(value, openTenderingThreshold),
    publishedAt: context.at,
    calendar: context.calendar,
  });
}

/** The requirements that count as modified against the failed procedure's; none where the ground rests on no such procedure. */
function modifiedFields(tender: Tender, { source, failed }: SingleSourceFacts, at: string): string[] {
  if (failed === null) return [];
  const ceiling = parseMoney(tender.budget);
  return modifiedRequirements(
    source.ground,
    {
      differing: differingFields(hashedRequirements(tender), failed.requirements),
      ceilingRaised: failed.ceiling !== null && (ceiling === null || ceiling > failed.ceiling),
      declared: source.nonSubstantial ?? [],
    },
    at,
  );
}

function caseOf(
  tender: Tender,
  facts: SingleSourceFacts,
  value: Fen | null,
  evidence: number,
  { at }: LawContext,
): Parameters<typeof singleSourceIsJustified>[0] {
  const { source, original } = facts;
  return {
    ground: source.ground,
    evidence,
    category: tender.category,
    failedProcedureId: source.failedTenderId ?? null,
    requirementsModified: modifiedFields(tender, facts, at).length > 0,
    causedByProcurer: source.emergency?.causedByProcurer ?? false,
    supplement:
      original === null || value === null
        ? null
        : { original: parseMoney(original.amount) as Fen, supplements: [...original.supplements, value] },
  };
}

/** The what-if's pointers, as the draft names its parts. */
const places: Readonly<Record<string, string>> = {
  '#/ground': '#/singleSource/ground',
  '#/evidence': '#/singleSource/evidence',
  '#/failedProcedureId': '#/singleSource/failedTenderId',
  '#/requirementsModified': '#/singleSource/nonSubstantial',
  '#/supplementValues': '#/valuation',
};

function inDraft(found: Breach): Breach {
  const place = found.pointer === undefined ? undefined : places[found.pointer];
  return place === undefined ? found : { ...found, pointer: place };
}

function contractBreaches(tender: Tender, { source, original }: SingleSourceFacts): Breaches {
  return originalContractFits(
    original && {
      sameProcurer: original.procurerId === tender.procurerId,
      sameSupplier: original.supplierId === source.supplierId,
      terminated: original.state === 'terminated',
      isSupplement: original.isSupplement,
    },
  );
}
