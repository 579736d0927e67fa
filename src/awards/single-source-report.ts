import { createHash } from 'node:crypto';
import type { KnownOrganization } from '../organizations/organizations.queries.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import type { SingleSourceGround } from '../rules/art-48-single-source.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { AnnouncedSource } from '../tenders/single-source.queries.js';
import type { Tender, Text } from '../tenders/tender.entity.js';
import type { Award } from './award.entity.js';

/** The written report on a direct award: CPTPP art. 15.10.3, GPA art. XIII:2. Plain JSON; its hash stands in the audit entry of the award. */
export interface SingleSourceReport {
  procuringEntity: { id: string; name: Text };
  referenceNumber: string;
  title: Text;
  supplier: { id: string; name: Text };
  value: { amount: string; currency: 'CNY' };
  /** The kind of goods or services. */
  procured: { category: Bilingual; itemClass: string | null; description: Text };
  /** The circumstances and conditions that justified the single source. */
  ground: { code: SingleSourceGround; text: Bilingual };
  justification: Text;
  reasonsForTheAward: Bilingual;
  notice: { publishedAt: Instant; endsOn: string | null };
  objections: { received: number; rejected: number };
  decidedAt: Instant;
}

const categories = {
  goods: { zh: '货物', en: 'Goods' },
  services: { zh: '服务', en: 'Services' },
  works: { zh: '工程', en: 'Works' },
} as const satisfies Record<Tender['category'], Bilingual>;

/** The grounds of art. 48 as the report names them. */
const grounds = {
  noTender: { zh: '公开程序无投标', en: 'No tender was submitted in a public procedure' },
  noConformingTender: { zh: '公开程序无合格投标', en: 'No tender conformed in a public procedure' },
  noQualifiedSupplier: { zh: '公开程序无合格供应商', en: 'No supplier qualified in a public procedure' },
  collusion: { zh: '公开程序中存在串通投标', en: 'Suppliers colluded in a public procedure' },
  onlySupplier: { zh: '只能由特定供应商提供', en: 'Only this supplier can supply it' },
  supplementary: { zh: '对原采购的补充采购', en: 'It supplements an earlier procurement' },
  prototype: {
    zh: '有限试用或者委托研发的首创性货物、服务',
    en: 'A prototype or first good or service, for trial or developed on request',
  },
  emergency: { zh: '发生不可预见的紧急情况', en: 'An emergency that could not be foreseen' },
  other: { zh: '其他情形', en: 'Another circumstance' },
} as const satisfies Record<SingleSourceGround, Bilingual>;

export function singleSourceReport(facts: {
  tender: Tender;
  procurer: KnownOrganization;
  supplierName: Text;
  source: AnnouncedSource;
  award: Pick<Award, 'supplierId' | 'amount' | 'reasons' | 'decidedAt'>;
  objections: number;
}): SingleSourceReport {
  const { tender, procurer, source, award } = facts;
  return {
    procuringEntity: { id: procurer.id, name: procurer.name },
    referenceNumber: tender.referenceNumber,
    title: tender.title,
    supplier: { id: award.supplierId, name: facts.supplierName },
    value: { amount: award.amount, currency: 'CNY' },
    procured: { category: categories[tender.category], itemClass: tender.itemClass, description: tender.description },
    ground: { code: source.ground, text: grounds[source.ground] },
    justification: tender.content.singleSource?.justification ?? tender.description,
    reasonsForTheAward: award.reasons,
    notice: { publishedAt: source.publishedAt, endsOn: source.notice.endsOn },
    objections: { received: facts.objections, rejected: facts.objections },
    decidedAt: award.decidedAt,
  };
}

/** Hex SHA-256 of the report's RFC 8785 form. */
export function reportHash(report: SingleSourceReport): string {
  return createHash('sha256').update(canonicalJson(report)).digest('hex');
}
