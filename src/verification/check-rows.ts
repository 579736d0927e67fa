import { rowName } from '../archive/row-keys.js';
import type { BagFile } from './bag-files.js';
import { sealShape } from './bundle-shapes.js';
import type { Told } from './check-entries.js';
import type { Findings, Place } from './findings.js';
import { jsonLines } from './json-in.js';
import { sealDigest, sealedColumns } from './row-seal.js';
import { shaped } from './shape.js';

type Files = ReadonlyMap<string, BagFile>;
type Row = Record<string, unknown>;

interface SealLine {
  entryId: string;
  table: string;
  row: string;
  key?: string[];
  salt?: string;
  columns?: Record<string, string>;
}

interface Latest {
  at: Place;
  salt: Buffer;
  digest: unknown;
}

interface Seals {
  /** By the names of their rows. */
  latest: Map<string, Latest>;
  /** The columns that name a row, by table. */
  keys: Map<string, readonly string[]>;
}

/** Of these an entry says in words what the row is. */
const inWords = ['application_documents', 'applications', 'bid_confirmations', 'bid_submissions'];
const namedMax = 10;

/** The rows of the bundle against the digests of their seals, which the entries name; what no entry stands for is said. */
export async function checkRows(files: Files, told: Told, findings: Findings): Promise<void> {
  const seals = await readSeals(files, told, findings);
  const seen = new Set<string>();
  const [unproven, worded, resealed]: [Map<string, number>, Map<string, number>, string[]] = [new Map(), new Map(), []];
  for (const { file, table } of recordsIn(files)) {
    for await (const { line, value, file: place, pointer } of jsonLines(file, findings)) {
      const at = { file: place, pointer };
      const row = (value ?? {}) as Row;
      const name = `${table}/${rowName(row, seals.keys.get(table) ?? ['id'])}`;
      const latest = seals.latest.get(name);
      if (latest) {
        if (seen.has(name)) findings.fault(at, '该行出现两次。', 'This row stands there twice.');
        if (sealDigest(sealedColumns(line, latest.salt)) !== latest.digest)
          findings.fault(at, '不是条目所封的行。', 'Is not the row that its entry seals.');
      } else if (told.seals.has(name)) resealed.push(name);
      else if (isInWords(table, row, told)) count(worded, table);
      else if (inWords.includes(table)) findings.fault(at, '没有条目载明该行。', 'No entry tells of this row.');
      else count(unproven, table);
      seen.add(name);
    }
  }
  for (const [name, { at }] of seals.latest)
    if (!seen.has(name)) findings.fault(at, '包中没有该行。', 'The bundle has no such row.');
  tell(unproven, worded, resealed, findings);
}

/** The trail's own rows are compared with the entries elsewhere. */
function recordsIn(files: Files): { file: BagFile; table: string }[] {
  return [...files.values()].flatMap((file) => {
    const [, table] = /^data\/records\/([a-z_0-9]+)\.jsonl$/.exec(file.name) ?? [];
    return table === undefined || table === 'audit_entries' ? [] : [{ file, table }];
  });
}

async function readSeals(files: Files, told: Told, findings: Findings): Promise<Seals> {
  const seals: Seals = { latest: new Map(), keys: new Map() };
  const file = files.get('data/seals.jsonl');
  if (!file && told.seals.size > 0) findings.fault({ file: 'data/seals.jsonl', pointer: '' }, '缺少该文件。', 'Is missing.');
  if (!file) return seals;
  for await (const { line: _line, ...given } of jsonLines(file, findings)) {
    const seal = shaped<SealLine>(given, sealShape, findings);
    if (seal) takeSeal(seals, seal, { file: given.file, pointer: '' }, told, findings);
  }
  return seals;
}

function takeSeal({ latest, keys }: Seals, seal: SealLine, at: Place, told: Told, findings: Findings): void {
  const name = `${seal.table}/${seal.row}`;
  const named = told.seals.get(name) ?? [];
  const own = named.find(({ entryId }) => entryId === seal.entryId);
  if (!own || (seal.columns && sealDigest(seal.columns) !== own.digest))
    return findings.fault(at, '该条目未载此封印。', 'Its entry names no such seal.');
  if (seal.salt === undefined || seal.key === undefined) {
    if (!seal.columns)
      findings.fault(at, '应有盐与键，或各列的摘要。', 'Has to have a salt and a key, or the digests of the columns.');
    return;
  }
  if (own !== named.at(-1) || latest.has(name))
    return findings.fault(at, '后来的条目另有封印。', 'A later entry names another seal of this row.');
  if (String(keys.get(seal.table) ?? seal.key) !== String(seal.key))
    findings.fault(at, '键与同表他行不同。', 'Has another key than the other rows of its table.');
  latest.set(name, { at, salt: Buffer.from(seal.salt, 'hex'), digest: own.digest });
  keys.set(seal.table, seal.key);
}

function isInWords(table: string, row: Row, { words }: Told): boolean {
  const said = inWords.includes(table) ? (words.get(String(row['id'])) ?? []) : [];
  const digest = row['ct_sha256'];
  return table === 'bid_submissions'
    ? said.includes(typeof digest === 'string' ? digest.replace(/^\\x/, '') : null)
    : said.length > 0;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function tell(unproven: Map<string, number>, worded: Map<string, number>, resealed: readonly string[], findings: Findings): void {
  const listed = (counts: Map<string, number>): string => [...counts].map(([name, rows]) => `${name} ${rows}`).join(', ');
  if (worded.size > 0)
    findings.notChecked(
      `条目以文字载明下列各行为何，未逐列封存：${listed(worded)}。`,
      `Of these rows entries tell in words what they are, and not each column: ${listed(worded)}.`,
    );
  if (resealed.length > 0)
    findings.notChecked(
      `下列各行后来由本包所无的条目另行封存，现状以平台对清单的签名为凭：${named(resealed)}。`,
      `These rows were sealed again by entries that are not in the bundle; as they stand they are the platform’s word: ${named(resealed)}.`,
    );
  if (unproven.size > 0)
    findings.notChecked(
      `包中没有条目封存下列各行，以平台对清单的签名为凭：${listed(unproven)}。`,
      `No entry in the bundle seals these rows; they are the platform’s word under its signature of the manifests: ${listed(unproven)}.`,
    );
}

function named(names: readonly string[]): string {
  const more = names.length - namedMax;
  return [...names.slice(0, namedMax), ...(more > 0 ? [`+${more}`] : [])].join(', ');
}
