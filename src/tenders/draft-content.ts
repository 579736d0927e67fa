import { invalid, obey } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { categoryOfItemClass } from '../rules/item-class.js';
import { instantOf, microsOf, type Instant } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { requireTermsFit } from './tender-terms.js';
import type { TenderBody, TenderChanges } from './tender.dto.js';
import type { Tender, TenderContent } from './tender.entity.js';
import { searchForm } from './tenders.queries.js';
import { estimatedValueOf } from './valuation-facts.js';

/** What the author writes, as columns of the tender. */
export type DraftColumns = Pick<
  Tender,
  | 'method'
  | 'category'
  | 'title'
  | 'description'
  | 'content'
  | 'valuation'
  | 'estimatedValue'
  | 'budget'
  | 'itemClass'
  | 'budgetYear'
  | 'retenderOf'
  | 'applicationsCloseAt'
  | 'bidsCloseAt'
  | 'searchText'
>;

const contentFields = [
  'purpose',
  'contractForm',
  'byContract',
  'qualificationRequirements',
  'licenceTypes',
  'prequalification',
  'specifications',
  'criteria',
  'awardMethod',
  'evaluators',
  'tieBreak',
  'openingSteps',
  'smePlan',
  'custodians',
  'documentFee',
  'exclusionClause',
  'documentsIssueAt',
  'noEnglishReason',
  'reductions',
  'legalBasisRef',
  'splittingExplanation',
  'fundingPurpose',
  'procurementMethodRationale',
  'project',
  'budgetSource',
  'milestones',
  'contractPeriod',
  'lots',
  'lotLimits',
  'items',
  'singleSource',
  'terms',
] as const;

const contentDefaults = {
  byContract: true,
  specifications: [],
  criteria: [],
  awardMethod: 'weighted-score',
  reductions: [],
  lots: [],
  items: [],
} as const;

/** What a `numeric(18,2)` holds. */
const fenMax = 999_999_999_999_999_999n;

/** Art. 47: a project that touches national security or a state secret is refused before anything of it is kept. */
export function refuseSecurityExcluded(body: { nationalSecurity?: boolean; stateSecret?: boolean }): void {
  const facts = { nationalSecurity: body.nationalSecurity === true, stateSecret: body.stateSecret === true };
  if (facts.nationalSecurity || facts.stateSecret) obey([breach('scope.security-excluded', facts)]);
}

/** The draft after the changes; fields that are absent stay. Throws Refusal 422 where the parts do not fit each other. */
export function draftColumns(
  body: TenderBody | TenderChanges,
  before: Tender | null,
  about: { referenceNumber: string; now: Instant },
): DraftColumns {
  const plain = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  requireNamed(plain);
  const kept = <Value>(name: string, old: Value): Value => (name in plain ? (plain[name] as Value) : old);
  const given = Object.fromEntries(contentFields.filter((name) => name in plain).map((name) => [name, plain[name]]));
  if ('documentsIssueAt' in given) given['documentsIssueAt'] = instantOrNull(given['documentsIssueAt']);
  const content = withoutNulls({ ...contentDefaults, ...before?.content, ...given }) as unknown as TenderContent;
  const category = kept('category', before?.category as Tender['category']);
  const title = kept('title', before?.title as Tender['title']);
  const description = kept('description', before?.description as Tender['description']);
  const itemClass = kept('itemClass', before?.itemClass ?? null);
  const valuation = kept('valuation', before?.valuation ?? null);
  const method = kept('method', before?.method as Tender['method']);
  const closing = (name: 'applicationsCloseAt' | 'bidsCloseAt'): Instant | null =>
    name in plain ? instantOrNull(plain[name]) : (before?.[name] ?? null);
  const applicationsCloseAt = closing('applicationsCloseAt');
  requireFitting({ category, itemClass, valuation, content });
  requirePrequalificationFits({ method, content, applicationsCloseAt });
  const value = estimatedValueOf(valuation, about.now);
  if (value !== null && value > fenMax) throw tooMuch();
  return {
    method,
    category,
    title,
    description,
    content,
    valuation,
    estimatedValue: value === null ? null : formatMoney(value),
    budget: 'budget' in plain ? amountOf(plain['budget']) : (before?.budget ?? null),
    itemClass,
    budgetYear: kept('budgetYear', before?.budgetYear ?? null),
    retenderOf: kept('retenderOf', before?.retenderOf ?? null),
    applicationsCloseAt,
    bidsCloseAt: closing('bidsCloseAt'),
    searchText: searchForm([about.referenceNumber, title.zh, title.en, description.zh, description.en].join(' ')),
  };
}

/** What makes a procurement at all cannot be taken away from it. */
function requireNamed(plain: Record<string, unknown>): void {
  const taken = (['method', 'category', 'title', 'description', 'purpose', 'contractForm'] as const).find(
    (name) => plain[name] === null,
  );
  if (taken) throw invalid(`#/${taken}`, { zh: '该字段不能删除。', en: 'This field cannot be taken away.' });
}

function tooMuch(): Error {
  return invalid('#/valuation', { zh: '估值超出可记录的范围。', en: 'The value is larger than can be recorded.' });
}

/** An optional field that was sent as null is taken away; one that the tender always has goes back to its default. */
function withoutNulls(content: Record<string, unknown>): Record<string, unknown> {
  const filled = Object.entries(content).filter(([, value]) => value !== null);
  return { ...contentDefaults, ...Object.fromEntries(filled) };
}

function requireFitting(parts: Pick<DraftColumns, 'category' | 'itemClass' | 'valuation' | 'content'>): void {
  requireClassOfCategory(parts.itemClass, parts.category);
  const kinds = (['contracts', 'lease', 'unknown'] as const).filter((name) => parts.valuation?.[name] !== undefined);
  if (parts.valuation !== null && kinds.length !== 1)
    throw invalid('#/valuation', {
      zh: '须且只须提供contracts、lease、unknown之一。',
      en: 'Exactly one of contracts, lease and unknown is needed.',
    });
  const { contractPeriod, milestones, lots, items } = parts.content;
  if (contractPeriod && contractPeriod.to < contractPeriod.from)
    throw invalid('#/contractPeriod/to', { zh: '结束日期早于开始日期。', en: 'It ends before it begins.' });
  if (contractPeriod?.maxExtentOn !== undefined && contractPeriod.maxExtentOn <= contractPeriod.to)
    throw invalid('#/contractPeriod/maxExtentOn', { zh: '须晚于合同结束日期。', en: 'It must lie after the end.' });
  requireTermsFit(parts.content.terms);
  requireDistinct('milestones', milestones ?? []);
  requireDistinct('lots', lots);
  requireDistinct('items', items);
  requireKnownLots(lots, items);
  requireWholeOrder(lots, parts.content.lotLimits);
}

/** An item belongs to a lot of its own tender or to none. */
function requireKnownLots(lots: TenderContent['lots'], items: TenderContent['items']): void {
  const stray = items.findIndex(({ lotId }) => lotId !== undefined && !lots.some(({ id }) => id === lotId));
  if (stray >= 0) throw invalid(`#/items/${stray}/lotId`, { zh: '项目没有该标包。', en: 'The tender has no such lot.' });
}

/** The order in which the lots are gone through names each of them once. */
function requireWholeOrder(lots: TenderContent['lots'], limits: TenderContent['lotLimits']): void {
  const order = limits?.order ?? lots.map(({ id }) => id);
  if (order.length === lots.length && lots.every(({ id }) => order.includes(id))) return;
  throw invalid('#/lotLimits/order', { zh: '须列出全部标包，各一次。', en: 'It names every lot, each once.' });
}

/** Bids, awards and contracts name a lot or an item by its id. */
function requireDistinct(name: 'milestones' | 'lots' | 'items', all: readonly { id: string }[]): void {
  const twice = all.findIndex((one, index) => all.findIndex(({ id }) => id === one.id) !== index);
  if (twice >= 0) throw invalid(`#/${name}/${twice}/id`, { zh: '该编号已使用。', en: 'This id is taken already.' });
}

function amountOf(money: unknown): string | null {
  return money === null ? null : formatMoney(parseMoney(money) as Fen);
}

function instantOrNull(instant: unknown): Instant | null {
  return typeof instant === 'string' ? instantOf(microsOf(instant) as bigint) : null;
}

/** Prequalification belongs to invited tendering; its ids are distinct, and a number without a limit would say two things at once. */
function requirePrequalificationFits(draft: Pick<DraftColumns, 'method' | 'content' | 'applicationsCloseAt'>): void {
  const { prequalification } = draft.content;
  if (draft.method !== 'invited' && (prequalification !== undefined || draft.applicationsCloseAt !== null))
    throw invalid(prequalification === undefined ? '#/applicationsCloseAt' : '#/prequalification', {
      zh: '资格预审只用于邀请招标。',
      en: 'Prequalification belongs to invited tendering.',
    });
  if (prequalification?.limitSuppliers === false && prequalification.maxSuppliers !== undefined)
    throw invalid('#/prequalification/maxSuppliers', {
      zh: '未限定供应商数量的，不得给出数量限额。',
      en: 'Without a limit on the number of suppliers there is no maximum.',
    });
  for (const name of ['requirements', 'selectionCriteria'] as const) {
    const ids = (prequalification?.[name] ?? []).map((one) => one.id);
    if (new Set(ids).size < ids.length)
      throw invalid(`#/prequalification/${name}`, { zh: '编号重复。', en: 'An id stands here twice.' });
  }
}

/** Throws Refusal 422 for a class of the item catalogue (品目) that is of another category. */
export function requireClassOfCategory(itemClass: string | null | undefined, category: Tender['category']): void {
  if (itemClass != null && categoryOfItemClass(itemClass) !== category)
    throw invalid('#/itemClass', { zh: '品目与采购类别不符。', en: 'This item class belongs to another category.' });
}
