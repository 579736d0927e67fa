import { shanghaiTime } from '../rules/moment.js';
import { escaped } from '../tenders/notice-page.js';
import type { BagDigest } from './bag-text.js';
import type { BundleFacts } from './build-bundle.js';
import type { ListedAct } from './bundle-entries.js';

const parts: readonly (readonly [folder: string, zh: string, en: string])[] = [
  ['data/notices/', '公告', 'Notices'],
  ['data/documents/', '采购文件', 'Procurement documents'],
  ['data/redacted-documents/', '采购文件的脱敏版本', 'Redacted procurement documents'],
  ['data/application-documents/', '资格预审申请文件', 'Documents of applications'],
  ['data/openings/', '开标记录', 'Minutes of openings'],
  ['data/receipts/', '投标回执及其日志证明', 'Receipts of bids, and their proofs in the log'],
  ['data/sealed/', '密封投标文件', 'Sealed bids'],
  ['data/sealed-prices/', '密封报价', 'Sealed prices'],
  ['data/bid-documents/', '投标文件附件', 'Documents of bids'],
  ['data/records/', '各项行为与决定的记录', 'Records of acts and decisions'],
  ['data/', '凭证', 'Evidence'],
];

const none =
  '制作时尚未签署，故包中没有检查点与回执的日志证明 none had been signed when the bundle was made: it has neither checkpoint nor proofs of receipts';

/** `data/index.html`: what is in the bundle, for people, in both languages. */
export function bundlePage(facts: BundleFacts, acts: readonly ListedAct[], files: readonly BagDigest[]): string {
  const title = `${facts.referenceNumber} ${facts.title.zh}${facts.title.en === undefined ? '' : ` / ${facts.title.en}`}`;
  const style =
    'body{font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;vertical-align:top;padding:.1rem 1rem .1rem 0}code{font-size:.8em;word-break:break-all}';
  const about = [
    ['项目编号 Reference number', facts.referenceNumber],
    ['状态 State', facts.state],
    ['采购活动结束 Procurement ended', facts.endedOn ?? '–'],
    ['保存至 Retained until', facts.retainUntil ?? '–'],
    ['日志根 Root of the log', `${facts.log.size} · ${facts.log.root} · ${facts.log.recordedAt}`],
    ['已签署的检查点 Signed checkpoint', facts.checkpoint ? `${facts.checkpoint.origin} · ${facts.checkpoint.size}` : none],
    ...(facts.missing.length === 0 ? [] : [['已不在库的文件 Files no longer kept', facts.missing.join(', ')]]),
  ].map(([label = '', value = '']) => `<tr><th>${label}</th><td>${escaped(value)}</td></tr>`);
  return [
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escaped(title)}</h1><table>${about.join('')}</table>`,
    '<p>核验 To check: <code>sha256sum -c manifest-sha256.txt</code>；<code>npm run verify -- bundle</code></p>',
    `<h2>文件 Files</h2>${listed(files)}`,
    `<h2>行为 Acts</h2><table><tr><th>序号 Index</th><th>时间 Time</th><th>行为 Act</th><th>条款 Article</th></tr>${acts.map(actRow).join('')}</table>`,
    '</body></html>\n',
  ].join('\n');
}

/** Each file under the first heading that has it. */
function listed(files: readonly BagDigest[]): string {
  const left = new Set(files);
  return parts
    .map(([folder, zh, en]) => {
      const own = [...left].filter(({ name }) => name.startsWith(folder));
      for (const one of own) left.delete(one);
      return own.length === 0 ? '' : `<h3>${zh} ${en}</h3><table>${own.map(fileRow).join('')}</table>`;
    })
    .join('\n');
}

function fileRow({ name, bytes, sha256 }: BagDigest): string {
  const path = name.slice('data/'.length);
  const href = path.split('/').map(encodeURIComponent).join('/');
  return `<tr><td><a href="${escaped(href)}">${escaped(path)}</a></td><td>${bytes}</td><td><code>${sha256}</code></td></tr>`;
}

function actRow({ index, type, article, recordedAt }: ListedAct): string {
  return `<tr><td>${index}</td><td>${escaped(shanghaiTime(recordedAt))}</td><td>${escaped(type)}</td><td>${article ?? ''}</td></tr>`;
}
