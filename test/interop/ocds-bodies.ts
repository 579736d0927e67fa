import { list, pick, shiftedDay, text, yuan } from './ocds-source.js';
import { upload, type Sending } from './ocds-stage.js';
import { both, joined, standIn } from './ocds-texts.js';

/** What of the source's tender our draft has a place for. What our law asks for beyond it: the purpose, the form, the weights. */
const itemClasses: Record<string, string> = { goods: 'A02000000', works: 'B01000000', services: 'C22040000' };

export function tenderOf(tender: unknown, award: unknown): Record<string, unknown> {
  const items = list(tender, 'items');
  return {
    method: text(tender, 'procurementMethod'),
    category: text(tender, 'mainProcurementCategory'),
    title: both(text(tender, 'title')),
    description: both(text(tender, 'description')),
    purpose: 'publicService',
    contractForm: 'ordinary',
    nationalSecurity: false,
    stateSecret: false,
    // That any interested operator may take part is what the source says of qualifications.
    qualificationRequirements: both(text(tender, 'procurementMethodDetails')),
    procurementMethodRationale: both(text(tender, 'procurementMethodRationale')),
    specifications: items.map((item) => ({ text: both(text(item, 'description')) })),
    itemClass: itemClasses[text(tender, 'mainProcurementCategory')],
    budgetYear: 2026,
    awardMethod: 'weighted-score',
    criteria: [
      { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '40', maxScore: '100' },
      { id: 'quality', name: both(text(tender, 'awardCriteriaDetails')), kind: 'quality', weight: '60', maxScore: '100' },
    ],
    // The source's award first speaks of an extension: here the tender announces it, as an option that costs nothing (art. 52).
    valuation: { contracts: [{ base: yuan(pick(tender, 'value.amount')), options: [yuan(0)] }] },
    contractPeriod: {
      from: shiftedDay(text(tender, 'contractPeriod.startDate')),
      to: shiftedDay(text(tender, 'contractPeriod.endDate')),
      maxExtentOn: shiftedDay(text(award, 'contractPeriod.maxExtentDate')),
    },
    items: items.map((item) => ({
      id: text(item, 'id'),
      description: both(text(item, 'description')),
      quantity: String(pick(item, 'quantity')),
      unit: `${text(item, 'unit.name')} (${text(item, 'unit.scheme')} ${text(item, 'unit.id')})`,
      unitPrice: yuan(pick(item, 'unit.value.amount')),
      // No table leads from CPV to the item catalogue here, so both classes of the source are additional.
      additionalClassifications: [pick(item, 'classification'), ...list(item, 'additionalClassifications')].map(classOf),
    })),
  };
}

function classOf(classification: unknown): Record<string, unknown> {
  const [scheme, id, uri] = ['scheme', 'id', 'uri'].map((name) => text(classification, name));
  return { scheme, id, description: both(text(classification, 'description')), uri };
}

/** The budget and why there is one, for which project, and the steps announced. */
export function budgetOf(planning: unknown): Record<string, unknown> {
  return {
    budget: yuan(pick(planning, 'budget.amount.amount')),
    fundingPurpose: joined(text(planning, 'budget.description'), text(planning, 'rationale')),
    budgetSource: { id: text(planning, 'budget.id'), uri: text(planning, 'budget.uri') },
    project: { id: text(planning, 'budget.projectID'), name: both(text(planning, 'budget.project')) },
    milestones: list(planning, 'milestones').map((one) => ({
      id: text(one, 'id'),
      type: text(one, 'type'),
      title: both(text(one, 'title')),
      description: both(text(one, 'description')),
      dueOn: shiftedDay(text(one, 'dueDate')),
      ...(pick(one, 'dateMet') === undefined ? {} : { metOn: shiftedDay(text(one, 'dateMet')) }),
    })),
  };
}

export function supplierOf(party: unknown): Record<string, unknown> {
  const { streetAddress, locality, region, postalCode, countryName } = pick(party, 'address') as Record<string, string>;
  const address = [streetAddress, locality, region, postalCode, countryName].join(', ');
  const { name, telephone: phone, email, faxNumber, url } = pick(party, 'contactPoint') as Record<string, string>;
  return {
    kinds: ['supplier'],
    name: both(text(party, 'name')),
    legalName: both(text(party, 'identifier.legalName')),
    scheme: text(party, 'identifier.scheme'),
    // The source's spreadsheet turned 11111111 into 11111111.0.
    identifier: text(party, 'identifier.id').replace(/\.0$/, ''),
    country: text(party, 'identifier.scheme').slice(0, 2),
    smeSize: 'large',
    address: { zh: address, en: address },
    contact: { name, phone, email, faxNumber, url },
  };
}

/** Theirs that are not in the codelist itself, by what is nearest in it. */
export const documentTypes: Record<string, string> = {
  procurementPlan: 'procurementPlan',
  needsAssessment: 'needsAssessment',
  x_consultationDocument: 'hearingNotice',
  clarifications: 'clarifications',
};

/** A document of the source as a request: the file in the body, what it is in the query. */
export function uploadOf(path: string, document: unknown): { path: string; sending: Sending } {
  const [format, heading] = [text(document, 'format'), text(document, 'title')];
  const { zh, en } = both(heading);
  const query = new URLSearchParams({
    documentType: documentTypes[text(document, 'documentType')] as string,
    language: text(document, 'language'),
    titleZh: zh,
    titleEn: en,
  });
  const name = text(document, 'url').split('/').filter(Boolean).at(-1) as string;
  return {
    path: `${path}/documents?${query.toString()}`,
    sending: upload(standIn(format, heading, text(document, 'description')), format, name),
  };
}

export function contractOf(contract: unknown, awardId: string): Record<string, unknown> {
  const [startsOn, endsOn, maxExtentOn] = ['startDate', 'endDate', 'maxExtentDate'].map((name) =>
    shiftedDay(text(contract, `period.${name}`)),
  );
  return {
    awardId,
    amount: yuan(pick(contract, 'value.amount')),
    number: text(contract, 'id'),
    title: both(text(contract, 'title')),
    description: both(text(contract, 'description')),
    period: { startsOn, endsOn, maxExtentOn },
  };
}
