import { createHash } from 'node:crypto';
import { includes } from '../src/platform/merkle.js';
import { canonicalJson, leafHashOf, salted } from '../src/platform/audit-leaf.js';
import { isSignedBy } from '../src/platform/signing-keys.js';
import type { Story } from './story.js';

interface Entry {
  index: number;
  type: string;
  leaf: string;
  leafHash: string;
  payload: string;
  salt: string;
  proof: string[];
}

interface Page {
  log: { size: number; root: string; recordedAt: string; signature: string };
  items: Entry[];
  next: string | null;
  retainUntil: string | null;
}

/** The archive's verdict: every entry re-hashed and proved against the signed root with what the answer says alone (art. 57). */
export async function archive(story: Story, tenderId: string): Promise<void> {
  story.act('档案核验', 'The archive is checked');
  const path = `/v1/archive/tenders/${tenderId}`;
  const pages = await readAll(story, path);
  const last = pages.at(-1) as Page;
  const entries = pages.flatMap((page) => page.items.map((entry) => ({ ...entry, log: page.log })));
  const keys = (await story.api.send(null, 'GET', '/v1/keys')).body['keys'] as Parameters<typeof isSignedBy>[0][];
  const { size, root, recordedAt, signature } = last.log;
  const signed = isSignedBy(keys[0] as (typeof keys)[number], Buffer.from(canonicalJson({ recordedAt, root, size })), signature);
  story.check(`${entries.length}条记录，日志共${size}条`, `${entries.length} entries of a log of ${size}`, entries.length > 20);
  story.check('根签名有效', 'the root is signed by the platform', signed);
  story.check('每条载荷与其加盐摘要相符', 'every payload fits its salted hashes', entries.every(payloadFits));
  story.check(
    '每个叶子与其摘要相符',
    'every leaf fits its hash',
    entries.every((one) => leafHashOf(one.leaf).toString('hex') === one.leafHash),
  );
  story.check(
    '每个叶子都包含在根中',
    'every leaf is included under the root',
    entries.every((one) => isIncluded(one)),
  );
  const forged = { ...(entries[0] as (typeof entries)[number]), leafHash: createHash('sha256').update('forged').digest('hex') };
  story.check('伪造的叶子被识破', 'a forged leaf is found out', !isIncluded(forged));
  story.check(`保存至${last.retainUntil}`, `kept until ${last.retainUntil}`, last.retainUntil === '2041-11-30');
  await story.refused(
    'auditor-feng',
    { zh: '提议提前销毁', en: 'proposes to destroy it early', article: 57 },
    'POST',
    `${path}/disposals`,
    { json: { reason: { zh: '腾出空间', en: 'To save space' } } },
    'archive.retention-locked',
  );
}

async function readAll(story: Story, path: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let after: string | null = null; ;) {
    const answer = await story.api.send('auditor-feng', 'GET', `${path}?limit=100${after === null ? '' : `&after=${after}`}`);
    if (answer.status !== 200) throw new Error(`the archive answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const page = answer.body as unknown as Page;
    pages.push(page);
    after = page.next;
    if (after === null) return pages;
  }
}

function payloadFits({ leaf, payload, salt }: Entry): boolean {
  const hashes = JSON.parse(leaf) as { sha256: string; sha512: string };
  const bytes = Buffer.from(salt, 'hex');
  return salted('sha256', bytes, payload) === hashes.sha256 && salted('sha512', bytes, payload) === hashes.sha512;
}

function isIncluded({ index, leafHash, proof, log }: Entry & { log: Page['log'] }): boolean {
  const hex = (text: string): Buffer => Buffer.from(text, 'hex');
  return includes(index, log.size, hex(leafHash), proof.map(hex), hex(log.root));
}
