import type { ArchivedEntry } from '../archive/archive.queries.js';
import { receiptedTypes } from '../archive/bundle-proofs.js';
import { includes } from '../platform/merkle.js';
import { leafHashOf, salted } from '../platform/audit-leaf.js';
import type { BagFile } from './bag-files.js';
import { entryShape } from './bundle-shapes.js';
import { within, type Findings, type Place } from './findings.js';
import { jsonIn, jsonLines } from './json-in.js';
import { shaped } from './shape.js';

export interface CheckedRoot {
  size: number;
  root: string;
}

/** An entry whose act is receipted, with what is behind its leaf. */
export type Receipted = Pick<ArchivedEntry, 'index' | 'leaf' | 'payload' | 'salt'>;

/** What the entries say, for whatever else is in the bundle. */
export interface Told {
  /** Every SHA-256 that stands in an entry of the trail. */
  digests: Set<string>;
  /** The leaf of each entry, by its id. */
  leaves: Map<string, string>;
  /** Of each row, as `contracts/<id>`, the digests of its seals, in the order of the log. */
  seals: Map<string, { entryId: string; digest: unknown }[]>;
  /** The entries of acts that are receipted, by the ids of their receipts. */
  receipted: Map<string, Receipted>;
  /** What each act on a subject, by its id, says of a sealed file. */
  words: Map<string, unknown[]>;
}

/** Every entry: its place, its leaf, what the leaf hides, and that it stands in the log. */
export async function checkEntries(file: BagFile, root: CheckedRoot, tenderId: string, findings: Findings): Promise<Told> {
  const told: Told = { digests: new Set(), leaves: new Map(), seals: new Map(), receipted: new Map(), words: new Map() };
  let before = -1;
  for await (const given of jsonLines(file, findings)) {
    const at = { file: given.file, pointer: '' };
    const entry = shaped<ArchivedEntry>(given, entryShape, findings);
    if (!entry) continue;
    if (entry.index <= before) findings.fault(within(at, 'index'), '次序不对。', 'Is out of order.');
    before = entry.index;
    listen(told, entry, checkEntry(entry, root, tenderId, at, findings));
    if (told.leaves.has(entry.id)) findings.fault(within(at, 'id'), '出现两次。', 'Stands there twice.');
    told.leaves.set(entry.id, entry.leaf);
    for (const [digest] of (entry.payload ?? '').matchAll(/\b[0-9a-f]{64}\b/g)) told.digests.add(digest);
  }
  return told;
}

/** Answers what its payload says; nothing where there is none. */
function checkEntry(
  entry: ArchivedEntry,
  root: CheckedRoot,
  tenderId: string,
  at: Place,
  findings: Findings,
): Record<string, unknown> {
  const hash = leafHashOf(entry.leaf);
  if (hash.toString('hex') !== entry.leafHash)
    findings.fault(within(at, 'leafHash'), '不是叶的哈希。', 'Is not the hash of the leaf.');
  const proof = entry.proof.map((one) => Buffer.from(one, 'hex'));
  if (!includes(entry.index, root.size, hash, proof, Buffer.from(root.root, 'hex')))
    findings.fault(within(at, 'proof'), '未能证明该叶在日志中。', 'Does not prove that the leaf stands in the log.');
  const leaf = objectIn(entry.leaf, within(at, 'leaf'), findings);
  const isSealed = leaf['type'] === 'sealed';
  if (!isSealed) requireSame(leaf, { type: entry.type, id: entry.id, recordedAt: entry.recordedAt, tenderId }, at, findings);
  if (entry.payload === null || entry.salt === null) {
    findings.notChecked(
      '部分条目的内容已依法销毁：只核验了其叶。',
      'Of some entries the payload was destroyed by law: only their leaves were checked.',
    );
    return {};
  }
  const salt = Buffer.from(entry.salt, 'hex');
  for (const algorithm of ['sha256', 'sha512'] as const)
    if (salted(algorithm, salt, entry.payload) !== leaf[algorithm])
      findings.fault(within(at, 'payload'), `与叶的${algorithm}不符。`, `Has not the ${algorithm} of the leaf.`);
  const { type, id, article, recordedAt } = entry;
  const inside = objectIn(entry.payload, within(at, 'payload'), findings);
  requireSame(inside, { type, id, article, recordedAt, tenderId }, at, findings);
  return inside;
}

function listen(told: Told, entry: ArchivedEntry, { rows, subject, payload }: Record<string, unknown>): void {
  for (const [row, digest] of Object.entries(rows ?? {})) append(told.seals, row, { entryId: entry.id, digest });
  const { id } = (subject ?? {}) as { id?: unknown };
  if (typeof id !== 'string') return;
  const { index, leaf, payload: text, salt } = entry;
  if (receiptedTypes.includes(entry.type)) told.receipted.set(id, { index, leaf, payload: text, salt });
  append(told.words, id, ((payload ?? {}) as Record<string, unknown>)['ciphertextSha256'] ?? null);
}

function append<Value>(lists: Map<string, Value[]>, name: string, value: Value): void {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}

function requireSame(inside: Record<string, unknown>, said: Record<string, unknown>, at: Place, findings: Findings): void {
  for (const [name, value] of Object.entries(said))
    if (inside[name] !== value) findings.fault(within(at, name), '与叶或内容所载不符。', 'Is not what its leaf or payload says.');
}

function objectIn(text: string, at: Place, findings: Findings): Record<string, unknown> {
  const value = jsonIn(Buffer.from(text), at, findings)?.value;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
