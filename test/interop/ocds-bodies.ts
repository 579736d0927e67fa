import { list, pick, shiftedDay, text, yuan } from './ocds-source.js';
import { upload, type Sending } from './ocds-stage.js';
import { both, joined, standIn } from './ocds-texts.js';

/** What of the source's tender our draft has a place for. What our law asks for beyond it: the purpose, the form, the weights. */
export function tenderOf(tender: unknown): Record<string, unknown> {
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
    specifications: items.flatMap((item) =>
      [pick(item, 'classification'), ...list(item, 'additionalClassifications')].map((one) => ({ text: classOf(one) })),
    ),
    awardMethod: 'weighted-score',
    criteria: [
      { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '40', maxScore: '100' },
      { id: 'quality', name: both(text(tender, 'awardCriteriaDetails')), kind: 'quality', weight: '60', maxScore: '100' },
    ],
    valuation: { contracts: [{ base: yuan(pick(tender, 'value.amount')) }] },
    contractPeriod: {
      from: shiftedDay(text(tender, 'contractPeriod.startDate')),
      to: shiftedDay(text(tender, 'contractPeriod.endDate')),
    },
    items: items.map((item) => ({
      id: text(item, 'id'),
      description: both(text(item, 'description')),
      quantity: String(pick(item, 'quantity')),
      unit: `${text(item, 'unit.name')} (${text(item, 'unit.scheme')} ${text(item, 'unit.id')})`,
    })),
  };
}

/** No table leads from CPV to the item catalogue here, so the class of the works is written into the technical requirements. */
function classOf(classification: unknown): { zh: string; en: string } {
  const { zh, en } = both(text(classification, 'description'));
  const code = [text(classification, 'scheme'), text(classification, 'id'), text(classification, 'uri')].join(' ');
  return { zh: `${zh}（${code}）`, en: `${en} (${code})` };
}

/** The budget and why there is one. */
export function budgetOf(planning: unknown): Record<string, unknown> {
  return {
    budget: yuan(pick(planning, 'budget.amount.amount')),
    fundingPurpose: joined(text(planning, 'budget.description'), text(planning, 'rationale')),
  };
}

export function supplierOf(party: unknown): Record<string, unknown> {
  const { streetAddress, locality, region, postalCode, countryName } = pick(party, 'address') as Record<string, string>;
  const address = [streetAddress, locality, region, postalCode, countryName].join(', ');
  const { name, telephone: phone, email } = pick(party, 'contactPoint') as Record<string, string>;
  return {
    kinds: ['supplier'],
    name: both(text(party, 'name')),
    scheme: text(party, 'identifier.scheme'),
    // The source's spreadsheet turned 11111111 into 11111111.0.
    identifier: text(party, 'identifier.id').replace(/\.0$/, ''),
    country: text(party, 'identifier.scheme').slice(0, 2),
    smeSize: 'large',
    address: { zh: address, en: address },
    contact: { name, phone, email },
  };
}

export function uploadOf(document: unknown): Sending {
  const [format, title] = [text(document, 'format'), text(document, 'title')];
  return upload(standIn(format, title, text(document, 'description')), format, title);
}
