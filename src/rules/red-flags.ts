import type { Bilingual } from './breach.js';
import { addYears, microsOf, type CivilDate, type Instant } from './moment.js';
import { formatMoney, type Fen } from './money.js';

export const redFlagKinds = [
  'single-bidder',
  'repeated-single-source',
  'shared-contact',
  'values-under-threshold',
  'late-amendment',
  'equal-prices',
  'spaced-prices',
] as const;
export type RedFlagKind = (typeof redFlagKinds)[number];

/** Something for a person to look at. It says what was seen, and no more: never that anybody did wrong. */
export interface RedFlag {
  kind: RedFlagKind;
  /** What it is about, so that the same thing is found once. */
  key: string;
  facts: Record<string, unknown>;
  text: Bilingual;
}

/** Policy: numbers of this platform, none of them law. */
export const redFlagPolicy = {
  singleSourcesMin: 3,
  singleSourceYears: 2,
  clusterMin: 3,
  clusterYears: 1,
  /** How far below a threshold is near it, in ten-thousandths of it. */
  nearThreshold: 500n,
  amendmentHours: 72,
  spacedPricesMin: 3,
} as const;

/** One bidder only. */
export function singleBidder(suppliers: readonly string[]): RedFlag[] {
  if (suppliers.length !== 1) return [];
  const text = { zh: '仅有一家供应商投标。', en: 'Only one supplier bid.' };
  return [{ kind: 'single-bidder', key: suppliers[0] as string, facts: { supplierId: suppliers[0] }, text }];
}

export interface SingleSource {
  tenderId: string;
  supplierId: string;
  on: CivilDate;
}

/** The same procuring entity went to the same supplier without competition again and again. `sources` are the entity's, up to this one. */
export function repeatedSingleSource(current: SingleSource, sources: readonly SingleSource[]): RedFlag[] {
  const { singleSourcesMin, singleSourceYears } = redFlagPolicy;
  const since = addYears(current.on, -singleSourceYears);
  const same = sources.filter((one) => one.supplierId === current.supplierId && one.on >= since && one.on <= current.on);
  if (same.length < singleSourcesMin) return [];
  return [
    {
      kind: 'repeated-single-source',
      key: current.supplierId,
      facts: { supplierId: current.supplierId, since, tenderIds: same.map((one) => one.tenderId) },
      text: {
        zh: `${since}以来同一采购人第${same.length}次向同一供应商单一来源采购。`,
        en: `Since ${since} this entity has bought from this supplier without competition ${same.length} times.`,
      },
    },
  ];
}

export interface Bidder {
  supplierId: string;
  /** What it can be reached by and who acts for it, by name: `address`, `phone`, `email`, `contact`, `agent`, `principal`. */
  contacts: Readonly<Record<string, readonly string[]>>;
}

/** Bidders that compete share an address, a telephone, a mailbox, or a person who acts for them. */
export function sharedContacts(bidders: readonly Bidder[]): RedFlag[] {
  const holders = new Map<string, { kind: string; value: string; suppliers: Set<string> }>();
  for (const { supplierId, contacts } of bidders)
    for (const [kind, values] of Object.entries(contacts))
      for (const value of values) {
        const form = comparable(value);
        if (form === '') continue;
        const held = holders.get(`${kind} ${form}`) ?? { kind, value, suppliers: new Set<string>() };
        held.suppliers.add(supplierId);
        holders.set(`${kind} ${form}`, held);
      }
  return [...holders.entries()]
    .filter(([, { suppliers }]) => suppliers.size > 1)
    .map(([key, { kind, value, suppliers }]) => ({
      kind: 'shared-contact',
      key,
      facts: { what: kind, value, supplierIds: [...suppliers].sort() },
      text: {
        zh: `${suppliers.size}家投标供应商的联系信息（${kind}）相同。`,
        en: `${suppliers.size} bidders have the same ${kind}.`,
      },
    }));
}

/** Width, case, spaces and punctuation do not make two addresses of one. */
function comparable(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
}

export interface ValuedPurchase {
  tenderId: string;
  value: Fen;
  on: CivilDate;
}

/** Several purchases of one entity and class lie just below a threshold within a year. `purchases` has the current one in it. */
export function valuesUnderThreshold(current: ValuedPurchase, purchases: readonly ValuedPurchase[], threshold: Fen): RedFlag[] {
  const { clusterMin, clusterYears, nearThreshold } = redFlagPolicy;
  const floor = threshold - (threshold * nearThreshold) / 10_000n;
  const isNear = ({ value }: ValuedPurchase): boolean => value >= floor && value < threshold;
  const since = addYears(current.on, -clusterYears);
  const near = purchases.filter((one) => isNear(one) && one.on > since && one.on <= current.on);
  if (!isNear(current) || near.length < clusterMin) return [];
  return [
    {
      kind: 'values-under-threshold',
      key: formatMoney(threshold),
      facts: { threshold: formatMoney(threshold), since, tenderIds: near.map((one) => one.tenderId) },
      text: {
        zh: `一年内有${near.length}个同类项目金额略低于${formatMoney(threshold)}元的标准。`,
        en: `Within a year ${near.length} purchases of this class lie just below the threshold of ${formatMoney(threshold)} yuan.`,
      },
    },
  ];
}

/** The documents changed shortly before the deadline as it stood in the end. */
export function lateAmendments(amendedAt: readonly Instant[], bidsCloseAt: Instant): RedFlag[] {
  const { amendmentHours } = redFlagPolicy;
  const since = (microsOf(bidsCloseAt) as bigint) - BigInt(amendmentHours) * 3_600_000_000n;
  const late = amendedAt.filter((at) => (microsOf(at) as bigint) >= since);
  if (late.length === 0) return [];
  const text = {
    zh: `投标截止前${amendmentHours}小时内修改了采购文件。`,
    en: `The documents were changed within ${amendmentHours} hours of the deadline.`,
  };
  return [{ kind: 'late-amendment', key: late.join(' '), facts: { amendedAt: late, bidsCloseAt }, text }];
}

export interface BidPrice {
  bidId: string;
  price: Fen;
}

/** Two bids of the same price, or three and more in even steps. */
export function pricePatterns(bids: readonly BidPrice[]): RedFlag[] {
  const sorted = [...bids].sort((left, right) => Number(left.price - right.price));
  const steps = sorted.slice(1).map((one, at) => one.price - (sorted[at] as BidPrice).price);
  const equal = sorted.filter((_, at) => steps[at] === 0n || steps[at - 1] === 0n);
  const isSpaced = sorted.length >= redFlagPolicy.spacedPricesMin && steps.every((step) => step === steps[0] && step > 0n);
  const flags: RedFlag[] = [];
  if (equal.length > 0) {
    const bidIds = equal.map((one) => one.bidId);
    const text = {
      zh: `${equal.length}份投标的报价存在相同。`,
      en: `Of ${equal.length} bids some have the same price.`,
    };
    flags.push(flag('equal-prices', bidIds, { bidIds }, text));
  }
  if (isSpaced) {
    const bidIds = sorted.map((one) => one.bidId);
    const step = formatMoney(steps[0] as Fen);
    const text = {
      zh: `${bidIds.length}份投标报价呈等差排列，差额${step}元。`,
      en: `${bidIds.length} prices lie in even steps of ${step} yuan.`,
    };
    flags.push(flag('spaced-prices', bidIds, { bidIds, step }, text));
  }
  return flags;
}

function flag(kind: RedFlagKind, ids: readonly string[], facts: Record<string, unknown>, text: Bilingual): RedFlag {
  return { kind, key: [...ids].sort().join(' '), facts, text };
}
