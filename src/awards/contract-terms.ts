import { invalid } from '../platform/refusal.js';
import { breach, type Breaches } from '../rules/breach.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { textKeepsLanguages } from '../tenders/notice-languages.js';
import type { Tender, Text } from '../tenders/tender.entity.js';
import type { Award } from './award.entity.js';
import type { ContractBody } from './contract.dto.js';
import type { Contract } from './contract.entity.js';

/** What the parties signed beyond what the law fixes. Throws Refusal 422 for a period that runs backwards. */
export function termsOf(body: ContractBody): Pick<Contract, 'number' | 'title' | 'description' | 'period'> {
  return {
    number: body.number ?? null,
    title: copied(body.title),
    description: copied(body.description),
    period: periodOf(body.period),
  };
}

/** Whether the terms are those of the award and of what the tender announced, in the languages of its notice. */
export function termsAreAnnounced(tender: Tender, award: Pick<Award, 'amount'>, body: ContractBody): Breaches {
  return [
    ...amountIsTheAwards(body, award),
    ...extensionWasAnnounced(tender, body),
    ...(['title', 'description'] as const).flatMap((name) => {
      const text = body[name];
      return text ? textKeepsLanguages(tender, name, text) : [];
    }),
  ];
}

/** 采购法 art. 46: at the price of the bid, to the fen. */
function amountIsTheAwards(body: ContractBody, award: Pick<Award, 'amount'>): Breaches {
  const [amount, awarded] = [parseMoney(body.amount) as Fen, parseMoney(award.amount) as Fen];
  if (amount === awarded) return [];
  return [
    breach('contract.amount-differs', { amount: formatMoney(amount), awarded: formatMoney(awarded) }, { pointer: '#/amount' }),
  ];
}

/** Art. 52 counts options in the value: an extension that no valuation counted and no bidder knew of is another procurement. */
function extensionWasAnnounced({ content }: Tender, { period }: ContractBody): Breaches {
  const maxExtentOn = period?.maxExtentOn;
  const announced = content.contractPeriod?.maxExtentOn ?? null;
  if (maxExtentOn === undefined || (announced !== null && maxExtentOn <= announced)) return [];
  return [breach('contract.extension-unannounced', { maxExtentOn, announced }, { pointer: '#/period/maxExtentOn' })];
}

function periodOf(period: ContractBody['period']): Contract['period'] {
  if (!period) return null;
  const { startsOn, endsOn, maxExtentOn } = period;
  if (endsOn < startsOn) throw invalid('#/period/endsOn', { zh: '不得早于开始日期。', en: 'May not be before the start.' });
  if (maxExtentOn === undefined) return { startsOn, endsOn };
  if (maxExtentOn <= endsOn)
    throw invalid('#/period/maxExtentOn', { zh: '须晚于合同结束日期。', en: 'It must lie after the end.' });
  return { startsOn, endsOn, maxExtentOn };
}

function copied(text: Text | undefined): Text | null {
  return text ? { ...text } : null;
}
