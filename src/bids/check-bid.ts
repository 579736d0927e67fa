import type { Bilingual, Breach } from '../rules/breach.js';
import { envelopesOf, type Envelope } from '../rules/custody.js';
import { parseMoney, formatMoney } from '../rules/money.js';
import { pointerPart } from '../rules/pointer.js';
import type { TenderAnswer } from '../tenders/present-tender.js';
import { faultOfDocuments } from './bid-documents.js';
import { keyOf } from './bid-partners.js';
import { breachesOfTerms } from './bid-terms.js';
import type { BidContent } from './bid-payload.dto.js';

/** The tender as `GET /v1/tenders/{id}` shows it to anyone. */
export type PublicTender = Pick<
  TenderAnswer,
  'id' | 'state' | 'sealing' | 'bidsCloseAt' | 'title' | 'criteria' | 'lots' | 'items' | 'terms'
> &
  Partial<Pick<TenderAnswer, 'smePlan' | 'openingSteps'>>;

/** One thing to mend before a bid is sealed. */
export interface BidCheck {
  /** `fault`: with it the bid is invalid at the opening. `gap`: it is valid, but says less than the documents ask for. */
  kind: 'fault' | 'gap';
  /** JSON pointer into the bid. */
  pointer: string;
  detail: Bilingual;
}

/** Everything that a bidder can find out before the bid is sealed: afterwards nobody looks into it until the opening. */
export function checkBid(tender: PublicTender, bid: BidContent): BidCheck[] {
  return [
    ...tenderTakesBids(tender, bid),
    ...termsAreKept(tender, bid),
    ...documentsFit(bid),
    ...offerIsComplete(tender, bid),
    ...itemsArePriced(tender, bid),
    ...(tender.openingSteps === 'two' ? priceIsToldOnce(bid) : []),
  ];
}

/** The recipients of both locks of an envelope; null where one is not registered yet. */
export function locksOf(
  { sealing }: Pick<PublicTender, 'sealing'>,
  envelope: Envelope = 'bid',
): Record<'A' | 'B', string> | null {
  const [A, B] = (['A', 'B'] as const).map(
    (lock) => sealing.find((one) => one.lock === lock && one.envelope === envelope)?.recipient,
  );
  return A !== undefined && B !== undefined ? { A, B } : null;
}

/** What is opened first is read before the price may be known; a price in its words costs the bidder its qualification. */
function priceIsToldOnce({ price, offer, answers, tradeSecrets }: BidContent): BidCheck[] {
  const words = JSON.stringify([offer, answers, tradeSecrets]).replace(/[,，\s]/g, '');
  if (!words.includes(price.amount.replace(/\.00$/, ''))) return [];
  return [gap('#/offer', '资格与技术部分的文字含有报价。', 'The words of the qualification part tell the price.')];
}

function tenderTakesBids(tender: PublicTender, bid: BidContent): BidCheck[] {
  return [
    ...(bid.tenderId === tender.id ? [] : [fault('#/tenderId', '投标文件属于另一项目。', 'The bid is for another tender.')]),
    ...(envelopesOf(tender.openingSteps).every((envelope) => locksOf(tender, envelope))
      ? []
      : [
          fault(
            '#/tenderId',
            '该项目尚未登记两把锁，无法密封。',
            'The tender does not have its two locks yet: nothing can be sealed for it.',
          ),
        ]),
    ...(tender.state === 'open'
      ? []
      : [
          fault(
            '#/tenderId',
            `该项目处于“${tender.state}”状态，不接收投标。`,
            `The tender is in state "${tender.state}" and takes no bids.`,
          ),
        ]),
  ];
}

function termsAreKept(tender: PublicTender, bid: BidContent): BidCheck[] {
  if (tender.bidsCloseAt === null) return [];
  const leader = bid.consortium?.members.find((one) => one.leader);
  const bidder = bid.supplierId ?? (leader ? keyOf(leader) : '');
  const content = tender as unknown as Parameters<typeof breachesOfTerms>[0]['content'];
  return breachesOfTerms({ content, bidsCloseAt: tender.bidsCloseAt }, bid, bidder).map((found) => ({
    kind: 'fault' as const,
    pointer: placeOf(found),
    detail: found.detail,
  }));
}

/** Where in the bid a breach of the terms lies. */
function placeOf({ rule, pointer }: Breach): string {
  if (pointer !== undefined) return pointer;
  if (rule === 'bid.currency-not-allowed') return '#/price/currency';
  if (rule === 'bid.language-not-accepted') return '#/offer';
  if (rule === 'bid.lots-missing' || rule === 'bid.too-many-lots') return '#/lots';
  if (rule === 'bid.security-missing') return '#/security';
  if (rule.startsWith('bid.consortium')) return '#/consortium';
  if (rule === 'sme.subcontract-not-consented') return '#/subcontracting';
  return rule.startsWith('sme.') ? '#/smeDeclaration' : '#/price';
}

function documentsFit({ documents }: BidContent): BidCheck[] {
  const found = faultOfDocuments(documents);
  return found ? [fault('#/documents', `${found.zh}。`, `${found.en}.`)] : [];
}

function offerIsComplete({ criteria }: PublicTender, { offer, answers, documents }: BidContent): BidCheck[] {
  const asked = criteria.filter((one) => one.kind === 'quality');
  return [
    ...(offer.zh === undefined && offer.en === undefined ? [gap('#/offer', '未写明投标内容。', 'The offer says nothing.')] : []),
    ...asked
      .filter(({ id }) => (answers[id] ?? '').trim() === '')
      .map(({ id, name }) =>
        gap(
          `#/answers/${pointerPart(id)}`,
          `未答复评审标准“${name.zh}”。`,
          `The criterion "${name.en ?? name.zh}" is not answered.`,
        ),
      ),
    ...Object.keys(answers)
      .filter((id) => !criteria.some((one) => one.id === id))
      .map((id) =>
        gap(`#/answers/${pointerPart(id)}`, `采购文件没有评审标准“${id}”。`, `The documents have no criterion "${id}".`),
      ),
    ...documents.flatMap(({ name, bytes }, at) =>
      bytes === 0 ? [gap(`#/documents/${at}`, `附件“${name}”是空文件。`, `The document "${name}" is empty.`)] : [],
    ),
  ];
}

/** Items of the tender, each priced once; where every quantity is known, prices that come to the bid's. */
function itemsArePriced({ items }: PublicTender, bid: BidContent): BidCheck[] {
  const offered = bid.items ?? [];
  const within = items.filter(
    (one) => one.lotId === undefined || bid.lots === undefined || bid.lots.some(({ id }) => id === one.lotId),
  );
  const unpriced = within.filter(({ id }) => !offered.some((one) => one.id === id));
  return [
    ...offered.flatMap(({ id }, at) =>
      within.some((one) => one.id === id) && offered.findIndex((one) => one.id === id) === at
        ? []
        : [
            gap(
              `#/items/${at}`,
              `标的“${id}”不属于所投范围，或重复出现。`,
              `Item "${id}" is none of those bid for, or stands here twice.`,
            ),
          ],
    ),
    ...offered.flatMap(({ unitPrice: { currency } }, at) =>
      currency === bid.price.currency
        ? []
        : [
            fault(
              `#/items/${at}/unitPrice/currency`,
              '单价与总报价的货币不一致。',
              'The unit price is in another currency than the price.',
            ),
          ],
    ),
    ...unpriced.map(({ id, description }) =>
      gap(
        '#/items',
        `标的“${description.zh}”（${id}）没有单价。`,
        `Item "${description.en ?? description.zh}" (${id}) has no unit price.`,
      ),
    ),
    ...(unpriced.length === 0 ? itemsSum(within, bid) : []),
  ];
}

function itemsSum(items: PublicTender['items'], { items: offered = [], price }: BidContent): BidCheck[] {
  if (items.length === 0 || items.some((one) => one.quantity === undefined)) return [];
  const millionths = items.reduce((sum, { id, quantity }) => {
    const [whole = '0', rest = ''] = (quantity as string).split('.');
    const amount = BigInt(`${whole}${rest.padEnd(6, '0')}`);
    return sum + amount * (parseMoney(offered.find((one) => one.id === id)?.unitPrice.amount) ?? 0n);
  }, 0n);
  const sum = formatMoney((millionths + 500_000n) / 1_000_000n);
  if (sum === formatMoney(parseMoney(price.amount) ?? 0n)) return [];
  return [
    gap(
      '#/price/amount',
      `各标的单价乘以数量之和为${sum}，与总报价不一致。`,
      `Unit prices times quantities come to ${sum}, which is not the price.`,
    ),
  ];
}

export function fault(pointer: string, zh: string, en: string): BidCheck {
  return { kind: 'fault', pointer, detail: { zh, en } };
}

function gap(pointer: string, zh: string, en: string): BidCheck {
  return { kind: 'gap', pointer, detail: { zh, en } };
}
