import type { FastifyReply } from 'fastify';
import { escaped, prefersPage, sendsPage } from '../tenders/notice-page.js';
import type { Text } from '../tenders/tender.entity.js';
import type { SourceReportAnswer } from './read-source-report.js';

/** The report as the client accepts it: JSON unless it prefers text/html. Throws Refusal 406 for anything else. */
export function sourceReportIn(
  accept: string | undefined,
  answer: SourceReportAnswer,
  reply: FastifyReply,
): SourceReportAnswer | string {
  if (!prefersPage(accept)) return answer;
  sendsPage(reply);
  return reportPage(answer);
}

/** Chinese beside English, one row for each thing that CPTPP art. 15.10.3 asks for. */
function reportPage({ report, reportSha256, recordedAt }: SourceReportAnswer): string {
  const { procuringEntity, supplier, value, procured, ground, notice, objections } = report;
  const rows: [string, string, Text][] = [
    ['采购人', 'Procuring entity', procuringEntity.name],
    [
      '项目',
      'Project',
      { zh: `${report.referenceNumber} ${report.title.zh}`, en: `${report.referenceNumber} ${report.title.en ?? ''}` },
    ],
    ['成交供应商', 'Supplier', supplier.name],
    ['成交金额', 'Value', both(`${value.amount} ${value.currency}`)],
    ['采购类别', 'Kind of goods or services', procured.category],
    ['采购内容', 'Description', procured.description],
    ['适用情形', 'Ground of article 48', ground.text],
    ['采用单一来源的情况和条件', 'Circumstances and conditions that justified it', report.justification],
    ['成交理由', 'Reasons for the award', report.reasonsForTheAward],
    ['公示截止', 'Notice ended on', both(notice.endsOn ?? '—')],
    ['收到异议', 'Objections received', both(String(objections.received))],
  ];
  const table = rows.map(
    ([zh, en, text]) =>
      `<tr><th>${zh}</th><td lang="zh-CN">${escaped(text.zh)}</td><th>${en}</th><td lang="en">${escaped(text.en ?? text.zh)}</td></tr>`,
  );
  const title = '单一来源采购报告 Report on a single-source award';
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>th{text-align:left;vertical-align:top;padding-right:1rem}</style></head><body><h1>${title}</h1><p>${recordedAt}</p><table>${table.join('')}</table><p>中文为准。 The Chinese text prevails. SHA-256 ${reportSha256}</p></body></html>`;
}

function both(text: string): Text {
  return { zh: text, en: text };
}
