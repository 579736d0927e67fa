import { limitIsPublished, prequalificationNoticeIsComplete } from '../rules/art-49-prequalification-notice.js';
import {
  applicationPeriodApplies,
  applicationPeriodIsLongEnough,
  applicationsStayOpenFiveWorkingDays,
  earliestApplicationDeadline,
  type ApplicationPeriod,
} from '../rules/art-50-invited-tendering.js';
import { sizeIsNoCriterion } from '../rules/art-59-small-suppliers.js';
import type { Breach, Breaches } from '../rules/breach.js';
import { deadlineIsAWorkingDay } from '../rules/deadlines.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { civilDateOf, daysBetween, type CivilDate, type Instant } from '../rules/moment.js';
import { textKeepsLanguages } from './notice-languages.js';
import type { PublicationFacts } from './publication-facts.js';
import type { PublicationStep } from './publication-step.js';
import type { Prequalification, Tender, Text } from './tender.entity.js';
import { estimatedValueOf } from './valuation-facts.js';

/**
 * Invited tendering (邀请招标): publication is that of the prequalification notice, which is also the advance information of art. 50. The documents
 * are issued later, by the invitation, and no bid can be sealed before that.
 */
export const invitedPublication: PublicationStep = {
  event: 'publish-prequalification',
  notice: 'prequalification',
  recordedAs: 'tender.prequalification-published',
  article: 49,
  missing: () => [],
  breaches: (facts, context) => [
    ...prequalificationNoticeIsComplete(missingOfNotice(facts)),
    ...limitIsPublished(limitOf(facts.tender.content.prequalification), civilDateOf(context.at)),
    ...applicationPeriodBreaches(facts.tender, context),
    ...languageBreaches(facts.tender),
    ...sizeBreaches(facts.tender.content.prequalification),
  ],
  announcement: ({ procurer }) => ({
    procurer: { id: procurer.id, name: procurer.name, address: procurer.address, contact: procurer.contact },
    tieBreak,
  }),
  // What the draft planned as the deadline of the bids is not announced: the invitation sets it.
  moments: () => ({ bidsCloseAt: null, opensAt: null }),
  bidPeriod: () => null,
};

/** How equal points are told apart, published with the notice; rules/art-49-qualification.ts does so. */
const tieBreak = {
  zh: '总分相同的，依公告所列选择标准的顺序比较各项得分；仍相同的，以申请收到时间在先者为先。',
  en: 'Equal totals are told apart by the points under each selection criterion in the order of this notice, then by the earlier receipt.',
};

/** Art. 49: who buys and how to reach it, what, on which conditions, and until when and where to apply. */
function missingOfNotice({ tender, procurer }: PublicationFacts): string[] {
  const { prequalification } = tender.content;
  const reachable = Object.values(procurer.contact ?? {}).some((one) => one.trim() !== '');
  return [
    ...(says(procurer.name.zh) ? [] : ['procurer.name']),
    ...(says(procurer.address?.zh) ? [] : ['procurer.address']),
    ...(reachable ? [] : ['procurer.contact']),
    ...(says(tender.description.zh) ? [] : ['description']),
    ...(tender.applicationsCloseAt === null ? ['applicationsCloseAt'] : []),
    ...(says(prequalification?.applicationAddress?.zh) ? [] : ['prequalification.applicationAddress']),
    ...(prequalification !== undefined && prequalification.requirements.length > 0 ? [] : ['prequalification.requirements']),
  ];
}

function says(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

function limitOf(published: Prequalification | undefined): Parameters<typeof limitIsPublished>[0] {
  return {
    limitSuppliers: published?.limitSuppliers ?? false,
    maxSuppliers: published?.maxSuppliers ?? null,
    selectionCriteria: published?.selectionCriteria.length ?? 0,
    previousLimit: null,
  };
}

/** The period of applications were their documents issued at `issuedAt`, with the notice. */
function applicationPeriodOf(tender: Tender, closeAt: Instant, issuedAt: Instant): ApplicationPeriod {
  const { urgency } = tender.content.prequalification ?? {};
  return {
    documentsIssuedAt: issuedAt,
    applicationsCloseAt: closeAt,
    urgency: urgency ? { justification: urgency.justification, evidence: urgency.evidence.length } : null,
  };
}

/** Art. 50 on the value of art. 52, and five working days at any amount. A missing deadline is another breach. */
function applicationPeriodBreaches(tender: Tender, context: LawContext): Breaches {
  const { applicationsCloseAt } = tender;
  if (applicationsCloseAt === null) return [];
  return [
    ...(periodApplies(tender, context.at)
      ? applicationPeriodIsLongEnough(applicationPeriodOf(tender, applicationsCloseAt, context.at), context)
      : deadlineIsAWorkingDay(applicationsCloseAt, context.calendar, '#/applicationsCloseAt')),
    ...applicationsStayOpenFiveWorkingDays(context.at, applicationsCloseAt, context.calendar),
  ];
}

export interface ApplicationDates {
  applies: boolean;
  daysMin: number | null;
  days: number | null;
  earliestOn: CivilDate | null;
}

/** What art. 50 asks of the deadline of the applications at a moment; null where nobody is prequalified. */
export function applicationDates(tender: Tender, at: Instant): ApplicationDates | null {
  if (tender.method !== 'invited') return null;
  const { applicationsCloseAt } = tender;
  const applies = periodApplies(tender, at);
  const earliest = earliestApplicationDeadline(applicationPeriodOf(tender, at, at));
  return {
    applies,
    daysMin: applies ? earliest.days : null,
    days: applicationsCloseAt === null ? null : daysBetween(civilDateOf(at), civilDateOf(applicationsCloseAt)),
    earliestOn: applies ? (earliest.result as CivilDate) : null,
  };
}

function periodApplies({ valuation, category }: Tender, at: Instant): boolean {
  return applicationPeriodApplies('invited', category, estimatedValueOf(valuation, at), civilDateOf(at));
}

function languageBreaches(tender: Tender): Breaches {
  const { applicationAddress, requirements = [], selectionCriteria = [] } = tender.content.prequalification ?? {};
  const texts: [string, Text][] = [
    ...(applicationAddress ? [['applicationAddress', applicationAddress] as [string, Text]] : []),
    ...requirements.map(({ text }, at): [string, Text] => [`requirements/${at}/text`, text]),
    ...selectionCriteria.map(({ name }, at): [string, Text] => [`selectionCriteria/${at}/name`, name]),
  ];
  return texts.flatMap(([name, text]) => textKeepsLanguages(tender, `prequalification/${name}`, text));
}

/** Art. 59: the size of an enterprise neither qualifies nor selects. */
function sizeBreaches(published: Prequalification | undefined): Breaches {
  const found = (name: 'requirements' | 'selectionCriteria', texts: readonly Text[]): Breach[] =>
    sizeIsNoCriterion(texts.map(({ zh, en }) => [zh, en ?? ''].join(' '))).map((one) => ({
      ...one,
      pointer: `#/prequalification/${name}`,
    }));
  return [
    ...found('requirements', published?.requirements.map((one) => one.text) ?? []),
    ...found('selectionCriteria', published?.selectionCriteria.map((one) => one.name) ?? []),
  ];
}
