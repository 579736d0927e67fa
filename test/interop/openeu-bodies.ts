import { pick, text } from './ocds-source.js';
import { upload, type Sending } from './ocds-stage.js';
import { standIn } from './ocds-texts.js';

/** The source's first day, 2027-01-01 00:00+02:00, is 2026-03-02 06:00+08:00 here: 305 days earlier, in a year whose holidays are known. */
const movedMs = -305 * 86_400_000;

/** An instant of the source, moved. */
export function moved(instant: string): string {
  return new Date(Date.parse(instant) + movedMs).toISOString();
}

/** A day of the source, moved. */
export function movedDay(instant: string): string {
  return new Date(Date.parse(instant) + movedMs + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** UAH as as many CNY. */
export function yuan(amount: unknown): { amount: string; currency: 'CNY' } {
  return { amount: Number(amount).toFixed(2), currency: 'CNY' };
}

/** The source is Ukrainian with an English title: its own text stands where Chinese comes first, so that the comparison is with its letters. */
export function texts(own: unknown, english: unknown = own): { zh: string; en: string } {
  return { zh: String(own), en: String(english ?? own) };
}

const justification = '本平台以电子方式发布公告、提供文件并接收投标，符合缩短期限的特殊情形。';

/** A draft of the source as ours. Its 31 days need the three electronic means of art. 51. */
export function draftOf(sent: unknown): Record<string, unknown> {
  const title = texts(pick(sent, 'title'), pick(sent, 'title_en'));
  return {
    method: 'open',
    category: pick(sent, 'mainProcurementCategory'),
    title,
    description: title,
    purpose: 'ownFunctions',
    contractForm: 'ordinary',
    nationalSecurity: false,
    stateSecret: false,
    awardMethod: 'lowest-price',
    criteria: [{ id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '100', maxScore: '100' }],
    evaluators: 1,
    specifications: (pick(sent, 'items') as unknown[]).map((one) => ({ text: itemOf(one, 'item').description })),
    itemClass: 'C22040000',
    budgetYear: 2026,
    budget: yuan(pick(sent, 'value.amount')),
    valuation: { contracts: [{ base: yuan(pick(sent, 'value.amount')) }] },
    items: (pick(sent, 'items') as unknown[]).map((one, index) => itemOf(one, `item-${index + 1}`)),
    milestones: (pick(sent, 'milestones') as unknown[]).map((one) => ({
      id: text(one, 'id'),
      type: pick(one, 'type'),
      title: texts(pick(one, 'title')),
      dueOn: movedDay('2027-03-01T00:00:00+02:00'),
    })),
    reductions: ['eNotice', 'eDocuments', 'eSubmission'].map((ground) => ({ ground, justification })),
    bidsCloseAt: moved(text(sent, 'tenderPeriod.endDate')),
  };
}

export function itemOf(item: unknown, id: string) {
  return {
    id,
    description: texts(pick(item, 'description'), pick(item, 'description_en')),
    quantity: String(pick(item, 'quantity')),
    unit: pick(item, 'unit.name'),
    additionalClassifications: [
      { scheme: 'DK021', id: pick(item, 'classification.id'), description: texts(pick(item, 'classification.description')) },
    ],
  };
}

/** The criteria of the source are what a bidder must meet: here they are the qualification requirements of the notice. */
export function requirementsOf(sent: unknown): { zh: string; en: string } {
  const all = sent as unknown[];
  const lines = all.map((one) => `${text(one, 'title')}：${text(one, 'description')}`.replace(/\s+/g, ' '));
  return { zh: lines.join('\n'), en: all.map((one) => text(one, 'classification.id')).join('\n') };
}

/** A document of the source as an upload: the source names files and has none, so that a file carries the name. */
export function documentOf(sent: unknown, version = 1): Sending {
  const title = text(sent, 'title');
  return upload(standIn('application/pdf', title, `version ${version}`), 'application/pdf', title);
}

/** The same inside a sealed bid. */
export function sealedDocumentOf(sent: unknown, hash: (bytes: Buffer) => string): object {
  const title = text(sent, 'title');
  const bytes = standIn('application/pdf', title, title);
  return { name: title, sha256: hash(bytes), bytes: bytes.toString('base64') };
}

/** The lots of the source that a bid offers on, their price summed: what its bid asks for. */
export function priceOf(sent: unknown): { amount: string; currency: 'CNY' } {
  const lots = pick(sent, 'lotValues') as unknown[];
  return yuan(lots.reduce<number>((sum, one) => sum + Number(pick(one, 'value.amount')), 0));
}

export function sizeOf(sent: unknown): 'micro' | 'small' {
  return pick(sent, 'tenderers.0.scale') === 'micro' ? 'micro' : 'small';
}
