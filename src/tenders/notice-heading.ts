import { shanghaiTime, type Instant } from '../rules/moment.js';
import type { NoticeKind } from './notice.entity.js';
import type { MoneyValue, Text } from './tender.entity.js';

/** A notice as it was published, and of which procurement. */
export interface HeadedNotice {
  kind: NoticeKind;
  publishedAt: Instant;
  content: Record<string, unknown>;
  tenderTitle: Text;
  referenceNumber: string;
  procurerName: Text;
}

const kinds: Record<NoticeKind, { zh: string; en: string }> = {
  tender: { zh: '采购公告', en: 'Tender notice' },
  amendment: { zh: '变更公告', en: 'Amendment notice' },
  correction: { zh: '更正公告', en: 'Correction notice' },
  award: { zh: '中标公告', en: 'Award notice' },
  cancellation: { zh: '终止公告', en: 'Cancellation notice' },
  failure: { zh: '废标公告', en: 'Failure notice' },
  prequalification: { zh: '资格预审公告', en: 'Prequalification notice' },
  'single-source': { zh: '单一来源采购公示', en: 'Single-source notice' },
  invitation: { zh: '投标邀请公告', en: 'Invitation to tender' },
  'opening-minutes': { zh: '开标记录', en: 'Opening minutes' },
  contract: { zh: '合同公告', en: 'Contract notice' },
  'contract-refusal': { zh: '中标供应商拒签公告', en: 'Notice of a contract refused by the winner' },
  'contract-change': { zh: '合同变更公告', en: 'Notice of a contract change' },
};

/** The heading of a notice and one sentence that sums it up, derived from its kind and content; in English where the procurement has English. */
export function headingOf(notice: HeadedNotice): { title: Text; summary: Text } {
  const { kind, tenderTitle: of, referenceNumber, procurerName: by } = notice;
  const more = particularsOf(notice);
  const [name, english] = [kinds[kind], of.en];
  const zh = { title: `${name.zh}：${of.zh}`, summary: `${by.zh}，${of.zh}（${referenceNumber}）${more.zh}。` };
  if (english === undefined) return { title: { zh: zh.title }, summary: { zh: zh.summary } };
  const summary = `${by.en ?? by.zh}: ${english} (${referenceNumber})${more.en}.`;
  return { title: { zh: zh.title, en: `${name.en}: ${english}` }, summary: { zh: zh.summary, en: summary } };
}

/** What of its kind a reader wants to know first. Shanghai time. */
function particularsOf({ kind, content, publishedAt }: HeadedNotice): { zh: string; en: string } {
  const { amount } = (content['amount'] ?? {}) as Partial<MoneyValue>;
  const closes = minuteOf((content['bidsCloseAt'] as Instant | null | undefined) ?? null);
  const applications = minuteOf((content['applicationsCloseAt'] as Instant | null | undefined) ?? null);
  const supplier = (content['supplier'] as { name?: Text } | undefined)?.name;
  switch (kind) {
    case 'prequalification':
      return { zh: `，资格预审申请截止时间${applications}`, en: `, applications until ${applications}` };
    case 'tender':
    case 'invitation':
      return { zh: `，投标截止时间${closes}`, en: `, bids until ${closes}` };
    case 'amendment':
      return amendedParticulars(content, { closes, applications });
    case 'correction':
      return { zh: `，更正第${String(content['corrects'])}版公告`, en: `, corrects notice ${String(content['corrects'])}` };
    case 'award':
      if (Array.isArray(content['lots'])) return lotParticulars(content['lots'] as object[], amount ?? '');
      return {
        zh: `，中标供应商${supplier?.zh ?? ''}，中标金额${amount ?? ''}元`,
        en: `, awarded to ${supplier?.en ?? supplier?.zh ?? ''} at CNY ${amount ?? ''}`,
      };
    case 'contract':
      return { zh: `，合同金额${amount ?? ''}元`, en: `, contract of CNY ${amount ?? ''}` };
    case 'contract-change':
      return { zh: `，合同现金额${amount ?? ''}元`, en: `, contract now of CNY ${amount ?? ''}` };
    case 'contract-refusal':
      return {
        zh: `，中标供应商${supplier?.zh ?? ''}拒绝签订合同，原中标结果不再有效`,
        en: `, ${supplier?.en ?? supplier?.zh ?? ''} does not sign, and its award has fallen`,
      };
    case 'cancellation':
      return { zh: `，${minuteOf(publishedAt)}终止`, en: `, cancelled ${minuteOf(publishedAt)}` };
    case 'single-source':
      return { zh: `，${minuteOf(publishedAt)}公示`, en: `, announced ${minuteOf(publishedAt)}` };
    case 'failure':
      return { zh: `，${minuteOf(publishedAt)}废标`, en: `, failed ${minuteOf(publishedAt)}` };
    case 'opening-minutes':
      return { zh: `，${minuteOf(publishedAt)}开标`, en: `, opened ${minuteOf(publishedAt)}` };
  }
}

/** How many of the lots were awarded, and what they come to. */
function lotParticulars(lots: readonly object[], amount: string): { zh: string; en: string } {
  const left = lots.filter((one) => 'nonAward' in one).length;
  const won = lots.length - left;
  return {
    zh: `，${won}个标包中标，中标总金额${amount}元${left > 0 ? `，${left}个标包未授标` : ''}`,
    en: `, ${won} of ${lots.length} lots awarded at CNY ${amount} in all`,
  };
}

/** The deadline where it moved, else how much changed and until when there is time to answer. */
function amendedParticulars(
  content: Record<string, unknown>,
  { closes, applications }: { closes: string; applications: string },
): { zh: string; en: string } {
  const changes = (content['changes'] ?? []) as { field: string }[];
  const others = changes.filter(({ field }) => !/^\/?(?:bids|applications)CloseAt$/.test(field)).length;
  const count = others === 0 ? { zh: '', en: '' } : { zh: `，变更${others}处`, en: `, ${others} change${others > 1 ? 's' : ''}` };
  const deadline =
    closes === ''
      ? { zh: `，资格预审申请截止时间为${applications}`, en: `, applications now until ${applications}` }
      : { zh: `，投标截止时间为${closes}`, en: `, bids now until ${closes}` };
  return { zh: `${count.zh}${deadline.zh}`, en: `${count.en}${deadline.en}` };
}

function minuteOf(instant: Instant | null): string {
  return instant === null ? '' : shanghaiTime(instant).slice(0, 16).replace('T', ' ');
}
