import { procurementIsCovered } from '../rules/art-47-scope.js';
import { purchasesAreNotSplit, valuationIsComplete } from '../rules/art-52-valuation.js';
import { documentFeeIsJustified, noticeIsPublishable, type NoticeText } from '../rules/art-53-publication.js';
import { specificationsAreOpen } from '../rules/art-55-specifications.js';
import { deductionIsInBand, reservedShareIsEnough, sizeIsNoCriterion } from '../rules/art-59-small-suppliers.js';
import { committeeIsLargeEnough } from '../rules/committee.js';
import { breach, type Breach, type Breaches } from '../rules/breach.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { requirementsConcernTheObject } from '../rules/specification-link.js';
import { tenThousandths, wholeShare } from '../rules/share.js';
import { documentsIssuedAtOf } from './bid-period.js';
import { criteriaAreFixed } from './criteria-check.js';
import { requirementsTakeElectronicLicences } from './licence-check.js';
import { contentKeepsLanguages } from './notice-languages.js';
import { lotsAreWithinBudget } from './lots.js';
import { plannedClaimsStand } from './planned-claims.js';
import type { PublicationFacts } from './publication-facts.js';
import { publicationStepOf } from './publication-step.js';
import { termsAreLawful } from './tender-terms.js';
import type { Tender, Text } from './tender.entity.js';
import { extensionIsValued, valuationOf } from './valuation-facts.js';

/** Arts. 47 and 51 to 59 on publication: every breach at once, warnings included. Publishes nothing: a dry run is the same call. */
export function tenderIsPublishable(facts: PublicationFacts, context: LawContext): Breaches {
  const { tender, planned } = facts;
  return contentIsLawful(facts, context, [
    ...publicationStepOf(tender.method).breaches(facts, context),
    ...plannedClaimsStand(tender, planned, { at: context.at, issuedAt: documentsIssuedAtOf(tender, context.at) }),
  ]);
}

/** The same of what an amendment makes of a published tender: `ofStage` is what the step it has reached needs beside. */
export function contentIsLawful(facts: PublicationFacts, context: LawContext, ofStage: Breaches): Breaches {
  const { tender } = facts;
  return [
    ...scopeBreaches(facts, context.at),
    ...partsMissing(tender),
    ...purchaseIsCounted(tender),
    ...(tender.approvedBy === null ? [breach('tender.approval-missing')] : []),
    ...ofStage,
    ...valuationBreaches(facts),
    ...languageBreaches(tender),
    ...specificationsAreOpen(tender.content.specifications.map((one) => specificationOf(one))),
    ...linkBreaches(tender),
    ...(tender.method === 'single-source' ? [] : evaluationBreaches(tender, context.at)),
    ...smallSupplierBreaches(tender, context.at),
    ...lotsAreWithinBudget(tender),
    ...requirementsTakeElectronicLicences(tender.content),
    ...termsAreLawful(tender, civilDateOf(context.at)),
  ];
}

function scopeBreaches({ tender, procurer }: PublicationFacts, at: Instant): Breaches {
  const { purpose, byContract } = tender.content;
  return [
    ...procurementIsCovered({
      procurer: { type: procurer.entityType ?? 'other', designation: procurer.designation },
      inFreeTradeZone: procurer.inZone,
      purpose,
      byContract,
      nationalSecurity: false,
      stateSecret: false,
      noticeOn: civilDateOf(at),
    }),
    ...(procurer.verifiedAt === null ? [breach('organization.not-verified', { organizationId: procurer.id })] : []),
  ];
}

function partsMissing(tender: Tender): Breaches {
  const { content } = tender;
  const missing = [
    ...publicationStepOf(tender.method).missing(tender),
    ...(content.qualificationRequirements === undefined ? ['qualificationRequirements'] : []),
    ...(content.specifications.length === 0 ? ['specifications'] : []),
  ];
  return missing.length === 0 ? [] : [breach('tender.incomplete', { missing }, { pointer: `#/${missing[0]}` })];
}

/** Art. 52, 实施条例 art. 28: purchases add up by item class and budget year, so one that names neither would never be counted. */
function purchaseIsCounted({ itemClass, budgetYear }: Tender): Breaches {
  const missing = Object.entries({ itemClass, budgetYear }).filter(([, value]) => value === null);
  return missing.map(([field]) => breach('tender.incomplete', { missing: [field] }, { pointer: `#/${field}` }));
}

function valuationBreaches({ tender, purchases, openTenderingThreshold }: PublicationFacts): Breaches {
  const valuation = valuationOf(tender.valuation);
  const missing =
    valuation === null ? [breach('valuation.incomplete', { missing: ['valuation'] }, { pointer: '#/valuation' })] : [];
  const explained = tender.content.splittingExplanation !== undefined;
  const split = purchasesAreNotSplit(purchases, openTenderingThreshold).map((one): Breach => ({
    ...one,
    pointer: '#/splittingExplanation',
    severity: explained ? 'warning' : one.severity,
  }));
  return [...missing, ...(valuation === null ? [] : valuationIsComplete(valuation)), ...extensionIsValued(tender), ...split];
}

/** By what it is judged, and by how many: where fewer evaluate than usual, the notice says so. */
function evaluationBreaches({ content, budget }: Tender, at: Instant): Breaches {
  const documents = { evaluators: content.evaluators ?? 1, budget: parseMoney(budget), on: civilDateOf(at) };
  return [...criteriaAreFixed(content), ...committeeIsLargeEnough(documents)];
}

function languageBreaches(tender: Tender): Breaches {
  const { title, description, content } = tender;
  const { qualificationRequirements, documentFee, noEnglishReason } = content;
  const notice = {
    title: noticeText(title),
    description: noticeText(description),
    qualificationRequirements: noticeText(qualificationRequirements ?? title),
  };
  const fee = documentFee && { amount: parseMoney(documentFee.amount) as Fen, reason: blankIsNull(documentFee.reason) };
  return [
    ...noticeIsPublishable(notice, noEnglishReason ?? null),
    ...contentKeepsLanguages(tender),
    ...documentFeeIsJustified(fee ?? null),
  ];
}

function noticeText({ zh, en }: Text): NoticeText {
  return { zh, en: en ?? null };
}

function blankIsNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}

function specificationOf(one: Tender['content']['specifications'][number]): Parameters<typeof specificationsAreOpen>[0][number] {
  return {
    text: [one.text.zh, one.text.en ?? ''].join('\n'),
    brand: one.brand ?? false,
    orEquivalent: one.orEquivalent ?? false,
    reason: one.reason ?? null,
    standard: one.standard ?? null,
  };
}

function linkBreaches({ content }: Tender): Breaches {
  const linked = content.specifications.map(({ concern, itemIds, link }) => ({
    concern: concern ?? null,
    itemIds: itemIds ?? [],
    link: link?.zh ?? null,
  }));
  return requirementsConcernTheObject(
    linked,
    content.items.map((one) => one.id),
  );
}

function smallSupplierBreaches({ category, content }: Tender, at: Instant): Breaches {
  const on = civilDateOf(at);
  const { priceDeduction, consortiumDeduction, reservedShare } = content.smePlan ?? {};
  const criteria = content.criteria.map(({ name }) => [name.zh, name.en ?? ''].join(' '));
  const required = content.qualificationRequirements;
  return [
    ...sizeIsNoCriterion(criteria),
    ...sizeIsNoCriterion(required ? [[required.zh, required.en ?? ''].join(' ')] : []).map((one): Breach => ({
      ...one,
      pointer: '#/qualificationRequirements',
    })),
    ...(priceDeduction === undefined
      ? []
      : deductionIsInBand({
          category,
          supplierSize: 'small',
          deduction: tenThousandths(priceDeduction),
          consortiumShare: null,
          on,
        }).map((one): Breach => ({ ...one, pointer: '#/smePlan/priceDeduction' }))),
    ...(consortiumDeduction === undefined
      ? []
      : deductionIsInBand({
          category,
          supplierSize: 'large',
          deduction: tenThousandths(consortiumDeduction),
          consortiumShare: wholeShare,
          on,
        }).map((one): Breach => ({ ...one, pointer: '#/smePlan/consortiumDeduction' }))),
    ...(reservedShare === undefined
      ? []
      : reservedShareIsEnough({ category, reservedShare: tenThousandths(reservedShare), on }).map((one): Breach => ({
          ...one,
          pointer: '#/smePlan/reservedShare',
        }))),
  ];
}
