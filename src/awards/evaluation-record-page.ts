import type { FastifyReply } from 'fastify';
import type { Bilingual } from '../rules/breach.js';
import { shanghaiTime } from '../rules/moment.js';
import { escaped, prefersPage, sendsPage } from '../tenders/notice-page.js';
import type { EvaluationRecord } from './evaluation-record.js';
import { partsOf } from './lot-outcomes.js';

/** The record as the client accepts it: JSON unless it prefers text/html. Throws Refusal 406 for anything else. */
export function evaluationRecordIn(
  accept: string | undefined,
  record: EvaluationRecord,
  reply: FastifyReply,
): EvaluationRecord | string {
  if (!prefersPage(accept)) return record;
  sendsPage(reply);
  return recordPage(record);
}

type MaybeBilingual = Partial<Bilingual> | null | undefined;

/** Chinese and English of a text; the one there is where the other is missing. */
function both(text: MaybeBilingual): string {
  const parts = [...new Set([text?.zh, text?.en].flatMap((one) => (one === undefined ? [] : [one])))];
  return parts.length === 0 ? '—' : parts.map(escaped).join('<br>');
}

function table(heading: Bilingual, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = columns.map((one) => `<th>${one}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<h2>${heading.zh} ${heading.en}</h2><table><tr>${head}</tr>${body}</table>`;
}

/** 87号令 art. 58 (from memory) as far as a report names it, section by section. */
function recordPage(record: EvaluationRecord): string {
  const { tender } = record;
  const names = new Map(record.bidders.map((one) => [one.bidId, both(one.name)]));
  const title = '评审报告 Evaluation report';
  const head = [
    [tender.referenceNumber, both(tender.title), both(tender.procuringEntity)],
    [
      `公告 Published ${shanghaiTime(tender.publishedAt)}`,
      `开标 Opened ${shanghaiTime(tender.openedAt)}`,
      `第${record.round}轮 Round ${record.round}`,
    ],
  ];
  const sections = [
    table({ zh: '项目', en: 'Project' }, [], head),
    bidderTable(record),
    memberTable(record),
    drawTable(record),
    scoreTable(record, names),
    inquiryTable(record, names),
    ...partsOf(record.outcome).flatMap((part) => outcomeTables(part, names)),
    signatureTable(record),
  ];
  const style = 'th,td{text-align:left;vertical-align:top;padding-right:1rem}';
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1><p>${record.recordedAt}</p>${sections.join('')}<p>中文为准。 The Chinese text prevails.</p></body></html>`;
}

/** Who was rejected and who ranked, for one lot or for the whole. */
function outcomeTables({ lotId, found }: ReturnType<typeof partsOf>[number], names: ReadonlyMap<string, string>): string[] {
  const of = lotId === null ? { zh: '', en: '' } : { zh: `（标包${escaped(lotId)}）`, en: ` (lot ${escaped(lotId)})` };
  return [
    table(
      { zh: `无效投标${of.zh}`, en: `Rejected bids${of.en}` },
      ['投标人 Bidder', '原因 Reasons'],
      found.rejected.map((one) => [names.get(one.bidId) ?? '', one.reasons.map(both).join('<br>')]),
    ),
    table(
      { zh: `排序${of.zh}`, en: `Ranking${of.en}` },
      ['名次 Rank', '投标人 Bidder', '报价 Price', '评审价 Evaluated price', '得分 Total'],
      found.ranked.map((one) => [String(one.rank), names.get(one.bidId) ?? '', one.price, one.evaluationPrice, one.total ?? '—']),
    ),
  ];
}

function bidderTable({ bidders }: EvaluationRecord): string {
  const rows = bidders.map((one) => [both(one.name), one.state, one.readOut ?? '—', one.corrected ?? '—']);
  return table({ zh: '投标人', en: 'Bidders' }, ['投标人 Bidder', '状态 State', '开标价 Read out', '修正价 Corrected'], rows);
}

function memberTable({ committee }: EvaluationRecord): string {
  const declared = (conflict: boolean | null): string =>
    conflict === null ? '未申报 none' : conflict ? '有冲突 conflict' : '无冲突 no conflict';
  const rows = (committee?.members ?? []).map((one) => [
    both(one.name),
    one.kind === 'expert' ? '专家 expert' : '采购人代表 representative',
    declared(one.declaredConflict),
    one.state === 'called' ? '在任 sitting' : `已更换 replaced: ${one.leftGround ?? ''}`,
  ]);
  return table({ zh: '评审委员会', en: 'Committee' }, ['姓名 Name', '身份 Kind', '申报 Declaration', '状态 State'], rows);
}

function drawTable({ committee }: EvaluationRecord): string {
  if (!committee) return '';
  const { algorithm, commitment, secret, seed, pool } = committee.draw;
  const rows = [
    ['算法 Algorithm', algorithm],
    ['承诺值 Commitment', commitment],
    ['秘密值 Secret', secret],
    ['种子 Seed', seed],
    ['专家库人数（回避） Pool (barred)', `${pool.length} (${pool.filter((one) => one.barred).length})`],
  ];
  return table({ zh: '抽取', en: 'Draw' }, [], rows);
}

function scoreTable({ evaluations }: EvaluationRecord, names: ReadonlyMap<string, string>): string {
  const rows = evaluations.flatMap((one) =>
    one.findings.map((finding) => [
      both(one.name) + (one.counts ? '' : '<br>（不计入 does not count）'),
      names.get(finding.bidId) ?? '',
      finding.qualified ? '合格 qualified' : `不合格 not qualified<br>${both(finding.reasons)}`,
      finding.scores.map(({ criterionId, score }) => `${escaped(criterionId)}: ${score}`).join('<br>'),
    ]),
  );
  return table({ zh: '评分', en: 'Scores' }, ['成员 Member', '投标人 Bidder', '资格和符合性 Qualification', '得分 Scores'], rows);
}

function inquiryTable({ inquiries }: EvaluationRecord, names: ReadonlyMap<string, string>): string {
  const rows = inquiries.flatMap((inquiry) =>
    inquiry.bids.map((one) => [
      escaped(inquiry.class),
      names.get(one.bidId) ?? '',
      both(inquiry.question),
      one.answer ? both(one.answer.text) : '未答复 no answer',
      one.state === 'accepted' ? '成立 accepted' : one.state === 'refused' ? '不成立 refused' : '—',
      one.opinions.map((opinion) => both(opinion.reasons)).join('<br>'),
    ]),
  );
  const columns = ['事项 Matter', '投标人 Bidder', '询问 Question', '答复 Answer', '认定 Finding', '理由 Reasons'];
  return table({ zh: '澄清、说明和补正', en: 'Clarifications' }, columns, rows);
}

function signatureTable({ signatures, signingEndsAt }: EvaluationRecord): string {
  const rows = signatures.map((one) => [
    both(one.name),
    one.agrees ? '同意 agrees' : '不同意 dissents',
    both(one.reasons),
    shanghaiTime(one.signedAt),
  ]);
  const until = `<p>至 ${shanghaiTime(signingEndsAt)} 未签署的，视为同意。 Whoever has not signed by then is taken to agree.</p>`;
  return table({ zh: '签署', en: 'Signatures' }, ['姓名 Name', '意见 Opinion', '理由 Reasons', '时间 Time'], rows) + until;
}
