import { national, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of the terms in the documents and of bids that do not keep them (articles 53 and 59). */
export const termsRules = {
  'terms.conversion-incomplete': policy(
    53,
    422,
    '允许以外币报价的，公告须载明各外币的折算汇率及来源；缺少：{missing}；多余：{strange}。',
    'Where bids may be priced in foreign currencies the notice fixes a rate and its source for each; missing: {missing}; not needed: {strange}.',
  ),
  'terms.conversion-in-future': policy(
    53,
    422,
    '折算汇率的日期{ratesOn}晚于公告日{publishedOn}；汇率须在公告时确定。',
    'The rates are of {ratesOn}, after the notice of {publishedOn}; they are fixed by the notice.',
  ),
  'terms.payment-too-late': national(
    59,
    '保障中小企业款项支付条例 第9条',
    422,
    '向中小企业付款的期限为{days}日，超过{daysMax}日。',
    'Small and medium-sized suppliers are to be paid within {days} days, more than {daysMax}.',
  ),
  'terms.payment-over-usual': warning(
    national(
      59,
      '保障中小企业款项支付条例 第9条',
      422,
      '向中小企业付款的期限为{days}日，超过{usual}日的须在合同中约定。',
      'Small and medium-sized suppliers are to be paid within {days} days; more than {usual} has to stand in the contract.',
    ),
  ),
  'bid.currency-not-allowed': policy(
    53,
    422,
    '投标货币{currency}不在采购文件允许的货币（{currencies}）之列，为无效投标。',
    'The documents do not allow bids in {currency} (allowed: {currencies}); the bid is invalid.',
  ),
  'bid.language-not-accepted': policy(
    53,
    422,
    '投标语言（{languages}）不在采购文件接受的语言（{bidLanguages}）之列，为无效投标。',
    'The documents do not accept bids in this language ({languages}; accepted: {bidLanguages}); the bid is invalid.',
  ),
} satisfies Record<string, RuleEntry>;
