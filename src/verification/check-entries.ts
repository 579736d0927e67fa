import type { ArchivedEntry } from '../archive/archive.queries.js';
import { includes } from '../platform/merkle.js';
import { leafHashOf, salted } from '../platform/audit-leaf.js';
import type { BagFile } from './bag-files.js';
import { entryShape } from './bundle-shapes.js';
import { within, type Findings, type Place } from './findings.js';
import { readLines } from './inputs.js';
import { jsonIn } from './json-in.js';
import { shaped } from './shape.js';

export interface CheckedRoot {
  size: number;
  root: string;
}

/** What the entries say, for whatever else is in the bundle. */
export interface Told {
  /** Every SHA-256 that stands in an entry of the trail. */
  digests: Set<string>;
  /** The leaf of each entry, by its id. */
  leaves: Map<string, string>;
}

/** Every entry: its place, its leaf, what the leaf hides, and that it stands in the log. */
export async function checkEntries(file: BagFile, root: CheckedRoot, tenderId: string, findings: Findings): Promise<Told> {
  const told: Told = { digests: new Set(), leaves: new Map() };
  let before = -1;
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    const at = { file: `${file.name}:${number}`, pointer: '' };
    const given = jsonIn(line, at, findings);
    const entry = given && shaped<ArchivedEntry>(given, entryShape, findings);
    if (!entry) continue;
    if (entry.index <= before) findings.fault(within(at, 'index'), '次序不对。', 'Is out of order.');
    before = entry.index;
    checkEntry(entry, root, tenderId, at, findings);
    if (told.leaves.has(entry.id)) findings.fault(within(at, 'id'), '出现两次。', 'Stands there twice.');
    told.leaves.set(entry.id, entry.leaf);
    for (const [digest] of (entry.payload ?? '').matchAll(/\b[0-9a-f]{64}\b/g)) told.digests.add(digest);
  }
  return told;
}

function checkEntry(entry: ArchivedEntry, root: CheckedRoot, tenderId: string, at: Place, findings: Findings): void {
  const hash = leafHashOf(entry.leaf);
  if (hash.toString('hex') !== entry.leafHash)
    findings.fault(within(at, 'leafHash'), '不是叶的哈希。', 'Is not the hash of the leaf.');
  const proof = entry.proof.map((one) => Buffer.from(one, 'hex'));
  if (!includes(entry.index, root.size, hash, proof, Buffer.from(root.root, 'hex')))
    findings.fault(within(at, 'proof'), '未能证明该叶在日志中。', 'Does not prove that the leaf stands in the log.');
  const leaf = objectIn(entry.leaf, within(at, 'leaf'), findings);
  const isSealed = leaf['type'] === 'sealed';
  if (!isSealed) requireSame(leaf, { type: entry.type, id: entry.id, recordedAt: entry.recordedAt, tenderId }, at, findings);
  if (entry.payload === null || entry.salt === null)
    return findings.notChecked(
      '部分条目的内容已依法销毁：只核验了其叶。',
      'Of some entries the payload was destroyed by law: only their leaves were checked.',
    );
  const salt = Buffer.from(entry.salt, 'hex');
  for (const algorithm of ['sha256', 'sha512'] as const)
    if (salted(algorithm, salt, entry.payload) !== leaf[algorithm])
      findings.fault(within(at, 'payload'), `与叶的${algorithm}不符。`, `Has not the ${algorithm} of the leaf.`);
  const { type, id, article, recordedAt } = entry;
  const inside = objectIn(entry.payload, within(at, 'payload'), findings);
  requireSame(inside, { type, id, article, recordedAt, tenderId }, at, findings);
}

function requireSame(inside: Record<string, unknown>, said: Record<string, unknown>, at: Place, findings: Findings): void {
  for (const [name, value] of Object.entries(said))
    if (inside[name] !== value) findings.fault(within(at, name), '与叶或内容所载不符。', 'Is not what its leaf or payload says.');
}

function objectIn(text: string, at: Place, findings: Findings): Record<string, unknown> {
  const value = jsonIn(Buffer.from(text), at, findings)?.value;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
