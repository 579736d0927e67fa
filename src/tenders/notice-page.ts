import type { FastifyReply } from 'fastify';
import { Refusal } from '../platform/refusal.js';
import type { NoticeChange } from './notice-changes.js';
import type { NoticeAnswer } from './read-tenders.js';

/** The notice as the client accepts it: JSON unless it names only text/html. Throws Refusal 406 for anything else. */
export function noticeIn(accept: string | undefined, notice: NoticeAnswer, reply: FastifyReply): NoticeAnswer | string {
  if (!prefersPage(accept)) return notice;
  sendsPage(reply);
  return noticePage(notice);
}

/** Whether the client wants text/html rather than JSON. Throws Refusal 406 where it accepts neither. */
export function prefersPage(accept: string | undefined): boolean {
  const types = (accept ?? '*/*').split(',').map((one) => (one.split(';')[0] as string).trim().toLowerCase());
  if (types.some((one) => ['*/*', 'application/*', 'application/json'].includes(one)) && types[0] !== 'text/html') return false;
  if (types.some((one) => ['text/html', 'text/*', '*/*'].includes(one))) return true;
  throw new Refusal(406, 'not-acceptable', { zh: '公告提供JSON和HTML格式', en: 'Notices are served as JSON and as HTML' });
}

export function sendsPage(reply: FastifyReply): void {
  void reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
}

/** Both languages side by side; every field of the notice, nothing else. */
export function noticePage(
  notice: Pick<NoticeAnswer, 'title' | 'summary' | 'publishedAt' | 'contentSha256' | 'content'>,
): string {
  const { changes, ...content } = notice.content;
  const rows = leavesOf(content, '').map(([path, text]) => `<tr><th>${escaped(path)}</th><td>${escaped(text)}</td></tr>`);
  const title = escaped([notice.title.zh, ...(notice.title.en === undefined ? [] : [notice.title.en])].join(' / '));
  const summary = [notice.summary.zh, notice.summary.en ?? ''].map((one) => `<p>${escaped(one)}</p>`).join('');
  const style =
    'body{font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto}th{text-align:left;vertical-align:top;padding-right:1rem}';
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>${summary}<p>${notice.publishedAt}</p>${changesTable(changes)}<table>${rows.join('')}</table><p>中文为准。 The Chinese text prevails. SHA-256 ${notice.contentSha256}</p></body></html>`;
}

/** What changed, in both languages, field by field. */
function changesTable(changes: unknown): string {
  if (!Array.isArray(changes)) return '';
  const shown = (value: unknown): string => escaped(typeof value === 'string' ? value : JSON.stringify(value ?? null));
  const rows = (changes as Partial<NoticeChange>[]).map(({ field = '', label, before, after, material }) => {
    const weight = material === undefined ? '' : material ? '实质性 material' : '非实质性 wording';
    const name = label === undefined ? field : `${label.zh} / ${label.en}`;
    return `<tr><th title="${escaped(field)}">${escaped(name)}</th><td><del>${shown(before)}</del></td><td><ins>${shown(after)}</ins></td><td>${weight}</td></tr>`;
  });
  const head = '<tr><th>事项 Field</th><th>原内容 Before</th><th>现内容 After</th><th>性质 Weight</th></tr>';
  return `<table>${head}${rows.join('')}</table>`;
}

function leavesOf(value: unknown, path: string): [string, string][] {
  if (value === null || typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`));
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
