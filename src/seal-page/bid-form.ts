import type { BidContent } from '../bids/bid-payload.dto.js';
import { isDocumentName, documentsMax, secretsMax } from '../bids/bid-documents.js';
import { fault, type BidCheck, type PublicTender } from '../bids/check-bid.js';
import type { BidDocument } from '../bids/pack-bid.js';
import { parseMoney } from '../rules/money.js';
import { securityForms } from '../rules/securities.js';
import { element, field, group, isTicked, optionsOf, valueOf } from './elements.js';
import { sizeOptions } from './size-options.js';
import { consortiumGroup, readPartners, subcontractingGroup } from './partners-form.js';
import { rowsGroup, rowsOf } from './rows.js';

/** The names of the form's fields, by which they are read again. */
const fields = {
  lot: (id: string): string => `lot-${id}`,
  lotPrice: (id: string): string => `lot-price-${id}`,
  item: (id: string): string => `item-${id}`,
  answer: (id: string): string => `answer-${id}`,
};

/** Lays out the parts of the form that depend on the tender. */
export function showForm(place: HTMLElement, tender: PublicTender): void {
  const { currencies, tenderSecurity } = tender.terms;
  place.replaceChildren(
    group('报价', 'Price', [
      field('amount', '总报价', 'Price', money()),
      field('currency', '货币', 'Currency', optionsOf(currencies.map((one) => [one, one]))),
    ]),
    ...(tender.lots.length > 0 ? [group('标包', 'Lots', tender.lots.flatMap(lotFields))] : []),
    ...(tender.items.length > 0 ? [group('标的单价', 'Unit prices', tender.items.map(itemField))] : []),
    group('投标内容', 'Offer', [
      field('offer-zh', '中文', 'In Chinese', element('textarea', { maxLength: 200_000 })),
      field('offer-en', '英文', 'In English', element('textarea', { maxLength: 200_000 })),
    ]),
    group(
      '评审标准的答复',
      'Answers to the criteria',
      tender.criteria
        .filter((one) => one.kind === 'quality')
        .map(({ id, name }) => field(fields.answer(id), name.zh, name.en ?? name.zh, element('textarea', { maxLength: 20_000 }))),
    ),
    ...(tenderSecurity ? [securityGroup(tenderSecurity)] : []),
    group('中小企业声明', 'Size of the enterprise', [field('size', '企业规模', 'Declared size', sizeOptions())]),
    consortiumGroup(),
    subcontractingGroup(),
    secretsGroup(),
  );
}

/** The bid as the form says it, and what of it has no right form. */
export function readForm(tender: PublicTender, documents: readonly BidDocument[]): { content: BidContent; checks: BidCheck[] } {
  const checks: BidCheck[] = [];
  const currency = valueOf('currency');
  const price = (name: string, pointer: string): { amount: string; currency: string } => {
    const amount = valueOf(name).trim();
    if (parseMoney(amount) === null) checks.push(wrongAmount(pointer));
    return { amount, currency };
  };
  const lots = tender.lots.filter(({ id }) => isTicked(fields.lot(id)));
  const items = tender.items.filter(({ id }) => valueOf(fields.item(id)) !== '');
  const size = valueOf('size') as 'micro' | '';
  const [zh, en] = [valueOf('offer-zh'), valueOf('offer-en')];
  const content: BidContent = {
    format: 'ftz-bid-1',
    tenderId: tender.id,
    price: price('amount', '#/price/amount'),
    ...(lots.length > 0
      ? { lots: lots.map(({ id }, at) => ({ id, price: price(fields.lotPrice(id), `#/lots/${at}/price/amount`) })) }
      : {}),
    ...(items.length > 0
      ? { items: items.map(({ id }, at) => ({ id, unitPrice: price(fields.item(id), `#/items/${at}/unitPrice/amount`) })) }
      : {}),
    offer: { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) },
    answers: Object.fromEntries(
      tender.criteria.map(({ id }) => [id, valueOf(fields.answer(id))]).filter(([, text]) => text !== ''),
    ) as Record<string, string>,
    tradeSecrets: readSecrets(checks),
    ...(size === '' ? {} : { smeDeclaration: { size } }),
    ...readPartners(checks),
    ...(tender.terms.tenderSecurity && valueOf('security-issuer') !== '' ? { security: readSecurity(checks) } : {}),
    documents: documents.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
  };
  return { content, checks: [...checks, ...documentChecks(documents)] };
}

const formNames: Record<(typeof securityForms)[number], string> = {
  guarantee: '保函 guarantee',
  insurance: '保险 insurance',
  cheque: '支票 cheque',
  draft: '汇票 draft',
  transfer: '转账 transfer',
};

function lotFields({ id, title }: PublicTender['lots'][number]): HTMLElement[] {
  return [
    field(fields.lot(id), `${title.zh}（${id}）`, title.en ?? id, element('input', { type: 'checkbox' })),
    field(fields.lotPrice(id), `${id} 报价`, `Price of ${id}`, money()),
  ];
}

function itemField({ id, description, quantity, unit }: PublicTender['items'][number]): HTMLElement {
  const amount = [quantity, unit].filter((one) => one !== undefined).join(' ');
  return field(fields.item(id), `${description.zh}（${id}）${amount}`, description.en ?? id, money());
}

function securityGroup({ amount, forms }: NonNullable<PublicTender['terms']['tenderSecurity']>): HTMLElement {
  return group(`投标保证金（${amount.amount}元）`, `Tender security (CNY ${amount.amount})`, [
    field('security-form', '形式', 'Form', optionsOf(forms.map((one) => [one, formNames[one]]))),
    field('security-issuer', '出具机构', 'Issuer', element('input', { maxLength: 200 })),
    field('security-number', '编号', 'Number', element('input', { maxLength: 100 })),
    field('security-amount', '金额', 'Amount', money()),
    field('security-until', '有效期至', 'Valid until', element('input', { type: 'date' })),
  ]);
}

function readSecurity(checks: BidCheck[]): NonNullable<BidContent['security']> {
  const amount = valueOf('security-amount').trim();
  const validUntil = valueOf('security-until');
  if (parseMoney(amount) === null) checks.push(wrongAmount('#/security/amount/amount'));
  if (validUntil === '') checks.push(fault('#/security/validUntil', '缺少有效期。', 'Say until when it is valid.'));
  const form = valueOf('security-form') as NonNullable<BidContent['security']>['form'];
  const number = valueOf('security-number');
  if (number === '') checks.push(fault('#/security/number', '缺少编号。', 'Its number is missing.'));
  return { form, issuer: valueOf('security-issuer'), number, amount: { amount, currency: 'CNY' }, validUntil };
}

function secretsGroup(): HTMLElement {
  return rowsGroup('secrets', { zh: '商业秘密', en: 'Trade secrets' }, secretsMax, (number) => [
    field(`secret-label-${number}`, `第${number}项名称`, `Name of ${number}`, element('input', { maxLength: 200 })),
    field(`secret-text-${number}`, `第${number}项内容`, `Text of ${number}`, element('textarea', { maxLength: 20_000 })),
  ]);
}

function readSecrets(checks: BidCheck[]): BidContent['tradeSecrets'] {
  const rows = rowsOf('secrets').map((number) => ({
    label: valueOf(`secret-label-${number}`),
    text: valueOf(`secret-text-${number}`),
  }));
  const given = rows.filter(({ label, text }) => label !== '' || text !== '');
  given.forEach(({ label, text }, at) => {
    if (label === '' || text === '')
      checks.push(fault(`#/tradeSecrets/${at}`, '名称和内容都须填写。', 'It needs a name and a text.'));
  });
  return given;
}

function documentChecks(documents: readonly BidDocument[]): BidCheck[] {
  return [
    ...(documents.length > documentsMax
      ? [fault('#/documents', `附件超过${documentsMax}个。`, `There are more than ${documentsMax} documents.`)]
      : []),
    ...documents.flatMap(({ name }, at) =>
      isDocumentName(name)
        ? []
        : [fault(`#/documents/${at}/name`, '附件名含有不允许的字符。', "The document's name holds what no name may.")],
    ),
  ];
}

function money(): HTMLInputElement {
  return element('input', { inputMode: 'decimal', maxLength: 20, autocomplete: 'off' });
}

function wrongAmount(pointer: string): BidCheck {
  return fault(
    pointer,
    '须为最多两位小数的十进制数，如1980000.00。',
    'A decimal number with at most two decimals is needed, as 1980000.00.',
  );
}
