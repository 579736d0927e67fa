import type { Work } from '../platform/unit-of-work.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { publishNotice } from '../tenders/notices.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ContractChange } from './contract-life.entity.js';
import { addedTo } from './contract-life.queries.js';
import type { Contract } from './contract.entity.js';

type Published = Pick<ContractChange, 'id' | 'number' | 'touches' | 'basis' | 'description' | 'reasons' | 'added'>;

/** 合同变更公告 (art. 53): published by the act that makes the change. The caller holds the locks and saves the version of the notice with the change. */
export async function publishChange(
  work: Work,
  { tender, contract, change }: { tender: Tender; contract: Contract; change: Published },
): Promise<number> {
  const { number, touches, basis, description, reasons, added } = change;
  const amount = (parseMoney(contract.amount) as Fen) + (await addedTo(work, contract.id)) + (parseMoney(added) as Fen);
  const content = {
    title: tender.title,
    referenceNumber: tender.referenceNumber,
    contractId: contract.id,
    contractNumber: contract.number,
    supplierId: contract.supplierId,
    ...{ number, touches, basis, description, reasons },
    added: { amount: added, currency: 'CNY' },
    amount: { amount: formatMoney(amount), currency: 'CNY' },
    changedAt: work.now,
  };
  const { version } = await publishNotice(work, { tenderId: tender.id, kind: 'contract-change', content });
  work.record({
    type: 'contract.changed',
    article: 53,
    tenderId: tender.id,
    subject: { kind: 'contract', id: contract.id },
    payload: { changeId: change.id, number, touches, basis, added, amount: content.amount.amount, noticeVersion: version },
    tell: [contract.supplierId],
  });
  return version;
}
