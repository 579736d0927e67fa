import { createHash } from 'node:crypto';
import { canonicalJson } from '../platform/audit-leaf.js';
import type { BagFile } from './bag-files.js';
import type { Told } from './check-entries.js';
import { checkListed, checkReceipt, type GivenReceipt } from './check-receipts.js';
import { checkMinutes } from './check-minutes.js';
import { within, type Findings } from './findings.js';
import { readBytes, readLines, type Given } from './inputs.js';
import { jsonIn } from './json-in.js';
import { checkLengths, matchFiles } from './reopen-bids.js';
import type { PublishedKey } from './signatures.js';
import { signedMinutes } from './verify-opening.js';

type Files = ReadonlyMap<string, BagFile>;

/** Documents that were handed in: an entry of the trail has the digest of each. */
export function checkDocuments(files: Files, { digests }: Told, findings: Findings): void {
  for (const { name, sha256 } of filesBelow(
    files,
    'data/documents/',
    'data/redacted-documents/',
    'data/application-documents/',
    'data/sealed/',
    'data/sealed-prices/',
  ))
    if (!digests.has(sha256))
      findings.fault({ file: name, pointer: '' }, '没有条目载有其摘要。', 'No entry of the trail has its digest.');
  for (const { name, sha256 } of filesBelow(files, 'data/bid-documents/'))
    if (name.split('/')[3] !== sha256)
      findings.fault({ file: name, pointer: '' }, '不是投标所列的文件。', 'Is not the file that the bid lists.');
}

/** Notices against their own digest. */
export async function checkNotices(files: Files, findings: Findings): Promise<void> {
  for (const given of await jsonOf(files, 'data/notices/', findings)) {
    const { content, contentSha256 } = given.value as { content: unknown; contentSha256: unknown };
    const digest = createHash('sha256')
      .update(canonicalJson(content ?? null))
      .digest('hex');
    if (digest !== contentSha256)
      findings.fault(within(given, 'contentSha256'), '不是公告内容的摘要。', 'Is not the digest of the notice.');
  }
}

/** Receipts by their signatures, minutes by theirs and by their entry, and each against the other and the sealed files. */
export async function checkOpenings(
  files: Files,
  keys: Map<string, PublishedKey>,
  { digests }: Told,
  findings: Findings,
): Promise<void> {
  const receipts = (await jsonOf(files, 'data/receipts/', findings))
    .map((given) => checkReceipt(given, keys, findings))
    .filter((one): one is GivenReceipt => one !== null);
  const sealed = filesBelow(files, 'data/sealed/').map((file) => ({ ...file, name: file.name.slice('data/sealed/'.length) }));
  for (const given of await jsonOf(files, 'data/openings/', findings)) {
    const { minutes, place } = signedMinutes(given, keys, findings);
    if (!minutes) continue;
    checkMinutes(minutes, place, findings);
    const digest = createHash('sha256').update(canonicalJson(minutes)).digest('hex');
    if (!digests.has(digest)) findings.fault(place, '没有条目载有其摘要。', 'No entry of the trail has its digest.');
    if (minutes.envelope === 'price') continue;
    checkListed(minutes, receipts, place, findings);
    checkLengths(receipts, matchFiles(minutes, sealed, place, findings), findings);
  }
}

/** The rows of the trail are those of the entries: a database that is made from the bundle has the same leaves. */
export async function checkTrailRows(files: Files, { leaves }: Told, findings: Findings): Promise<void> {
  const file = files.get('data/records/audit_entries.jsonl');
  if (!file) return findings.fault({ file: 'data/records/audit_entries.jsonl', pointer: '' }, '缺少该文件。', 'Is missing.');
  const left = new Set(leaves.keys());
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    const at = { file: `${file.name}:${number}`, pointer: '' };
    const row = jsonIn(line, at, findings)?.value as { id?: string; leaf?: string } | undefined;
    if (!row) continue;
    if (!left.delete(row.id ?? '') || leaves.get(row.id ?? '') !== row.leaf)
      findings.fault(at, '不是条目所载的叶。', 'Is not the leaf of an entry.');
  }
  if (left.size > 0) findings.fault({ file: file.name, pointer: '' }, `缺少${left.size}条。`, `${left.size} are missing.`);
}

async function jsonOf(files: Files, folder: string, findings: Findings): Promise<Given[]> {
  const given: Given[] = [];
  for (const file of filesBelow(files, folder).filter(({ name }) => name.endsWith('.json'))) {
    const one = jsonIn(await readBytes(file), { file: file.name, pointer: '' }, findings);
    if (one && typeof one.value === 'object' && one.value !== null) given.push(one);
    else if (one) findings.fault(one, '应为JSON对象。', 'Has to be a JSON object.');
  }
  return given;
}

function filesBelow(files: Files, ...folders: string[]): BagFile[] {
  return [...files.values()].filter(({ name }) => folders.some((folder) => name.startsWith(folder)));
}
