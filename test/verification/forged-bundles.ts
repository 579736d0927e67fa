import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import type { SigningKeys } from '../../src/platform/signing-keys.js';

export type Files = Map<string, Buffer>;

/** A forgery of a bundle: what it does to the files, and which of them the verifier has to name. */
export interface Forgery {
  what: string;
  /** Whose key signs the manifests that were made again; undefined where they were left as they are, null where nobody signs them. */
  by?: 'platform' | 'stranger' | null;
  /** What is said of it, where that is told from other faults. */
  said?: RegExp;
  change(files: Files, pick: Pick): string[];
}

/** The same seed picks the same. */
export interface Pick {
  number(below: number): number;
  name(files: Files, form?: RegExp): string;
}

export function picking(seed: number): Pick {
  let state = seed >>> 0;
  const number = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return (state >>> 3) % below;
  };
  const name = (files: Files, form = /./): string => {
    const names = [...files.keys()].filter((one) => form.test(one) && (files.get(one)?.length ?? 0) > 0).sort();
    return names[number(names.length)] as string;
  };
  return { number, name };
}

export function flip(files: Files, name: string, pick: Pick): string[] {
  const bytes = Buffer.from(files.get(name) as Buffer);
  const at = pick.number(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << pick.number(8));
  files.set(name, bytes);
  return [name];
}

/** What an insider who has the platform's key can change, and the trail gives away. */
const proved = /^data\/(documents|sealed|bid-documents|openings|receipts)\/|^data\/(entries|seals)\.jsonl$/;

const sealsName = 'data/seals.jsonl';

interface SealLine {
  entryId: string;
  table: string;
  row: string;
  key?: string[];
  salt?: string;
}

/** The seals of the bundle, changed one by one; null takes it away. */
export function changeSeals(files: Files, change: (seal: SealLine) => SealLine | null): void {
  const seals = linesOf(files, sealsName).map((line) => JSON.parse(line) as SealLine);
  const changed = seals.flatMap((seal) => change(seal) ?? []);
  files.set(sealsName, Buffer.from(changed.map((seal) => `${canonicalJson(seal)}\n`).join('')));
}

function linesOf(files: Files, name: string): string[] {
  return (files.get(name)?.toString('utf8') ?? '').split('\n').slice(0, -1);
}

/** One of the rows that a seal stands for, of the table's file changed. */
function changeRow(files: Files, pick: Pick, change: (line: string, seal: SealLine) => string[]): string {
  const seals = linesOf(files, sealsName).map((line) => JSON.parse(line) as SealLine);
  const sealed = seals.filter(({ salt }) => salt !== undefined);
  const seal = sealed[pick.number(sealed.length)] as SealLine;
  const name = `data/records/${seal.table}.jsonl`;
  const nameOf = (line: string): string =>
    (seal.key ?? []).map((column) => String((JSON.parse(line) as Record<string, unknown>)[column])).join('/');
  const lines = linesOf(files, name).flatMap((line) => (nameOf(line) === seal.row ? change(line, seal) : [line]));
  if (lines.length === 0) files.delete(name);
  else files.set(name, Buffer.from(lines.map((line) => `${line}\n`).join('')));
  return name;
}

const simple: Forgery[] = [
  { what: 'a byte of a file changed', change: (files, pick) => flip(files, pick.name(files), pick) },
  {
    what: 'a file added',
    change: (files, pick) => {
      const name = pick.number(2) === 0 ? `data/documents/${pick.number(1e6)}.pdf` : `note-${pick.number(1e6)}.txt`;
      files.set(name, Buffer.from('补充文件'));
      return [name];
    },
  },
  {
    what: 'a file removed',
    change: (files, pick) => {
      const name = pick.name(files);
      files.delete(name);
      return [name];
    },
  },
  {
    what: 'a file renamed',
    change: (files, pick) => {
      const name = pick.name(files, /^data\//);
      files.set(`${name}.bak`, files.get(name) as Buffer);
      files.delete(name);
      return [name, `${name}.bak`];
    },
  },
  {
    what: 'two files swapped',
    change: (files, pick) => {
      const [one, other] = [
        pick.name(files, /^data\/(records|receipts|notices)/),
        pick.name(files, /^data\/(sealed|documents|entries)/),
      ];
      const kept = files.get(one) as Buffer;
      files.set(one, files.get(other) as Buffer);
      files.set(other, kept);
      return [one, other];
    },
  },
];

export const forgeries: Forgery[] = [
  ...simple,
  ...simple.map((one) => ({
    what: `${one.what}, the manifests made again`,
    by: null,
    change: (files: Files, pick: Pick) => {
      const genuine = new Map(files);
      // Manifests that are changed and made again are the genuine ones.
      for (let named = ['']; !named.every((name) => /^data\/|^bag-info/.test(name));) {
        files.clear();
        for (const [name, bytes] of genuine) files.set(name, bytes);
        named = one.change(files, pick);
      }
      return ['signature.json'];
    },
  })),
  {
    what: 'a byte of a file changed, and what it was beside it under a name with backslashes',
    change: (files, pick) => {
      const name = pick.name(files, /^data\//);
      const beside = name.replaceAll('/', '\\');
      files.set(beside, files.get(name) as Buffer);
      return [...flip(files, name, pick), beside];
    },
  },
  {
    what: 'a byte of what the trail proves changed, manifests made again and signed by the platform',
    by: 'platform',
    change: (files, pick) => flip(files, pick.name(files, proved), pick),
  },
  {
    what: 'a column of a row emptied, signed by the platform',
    by: 'platform',
    change: (files, pick) => [
      changeRow(files, pick, (line, { key = [] }) => {
        const filled = Object.entries(JSON.parse(line) as object).filter(
          ([name, value]) => value !== null && !key.includes(name),
        );
        const [column = ''] = filled[pick.number(filled.length)] ?? [];
        return [line.replace(`"${column}": `, `"${column}": null, "other ${column}": `)];
      }),
    ],
  },
  {
    what: 'a row that an entry seals taken out, signed by the platform',
    by: 'platform',
    change: (files, pick) => {
      changeRow(files, pick, () => []);
      return [sealsName];
    },
  },
  {
    what: 'a row that an entry seals twice, signed by the platform',
    by: 'platform',
    change: (files, pick) => [changeRow(files, pick, (line) => [line, line])],
  },
  {
    what: 'a row under its seal of before, signed by the platform',
    by: 'platform',
    change: (files, pick) => {
      const before = linesOf(files, sealsName).map((line) => JSON.parse(line) as SealLine);
      const earlier = before.filter(({ salt }) => salt === undefined);
      const { table, row, entryId } = earlier[pick.number(earlier.length)] as SealLine;
      changeSeals(files, (seal) => (seal.table !== table || seal.row !== row ? seal : seal.salt ? { ...seal, entryId } : null));
      return [sealsName];
    },
  },
  {
    what: 'every seal taken away, signed by the platform',
    by: 'platform',
    change: (files) => {
      files.delete(sealsName);
      return [sealsName];
    },
  },
  {
    what: 'all of it signed by a stranger whose key lies in the bundle',
    by: 'stranger',
    change: (files, pick) => {
      flip(files, pick.name(files, /^data\/records\//), pick);
      return ['data/keys.json'];
    },
  },
];

/** The manifests made again, and signed by whoever is given. */
export function rebag(files: Files, signer: SigningKeys | null): void {
  const under = (form: RegExp): string[] => [...files.keys()].filter((name) => form.test(name)).sort(byOctets);
  const manifests = (kind: string, names: string[]): void => {
    for (const algorithm of ['sha256', 'sha512']) {
      const digest = (name: string): string =>
        createHash(algorithm)
          .update(files.get(name) as Buffer)
          .digest('hex');
      files.set(`${kind}-${algorithm}.txt`, Buffer.from(names.map((name) => `${digest(name)}  ${name}\n`).join('')));
    }
  };
  const payload = under(/^data\//);
  const bytes = payload.reduce((sum, name) => sum + (files.get(name) as Buffer).length, 0);
  const info = files.get('bag-info.txt')?.toString('utf8') ?? '';
  files.set('bag-info.txt', Buffer.from(info.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${bytes}.${payload.length}`)));
  manifests('manifest', payload);
  const kept = files.get('signature.json');
  if (signer && kept) {
    const { keyId: _key, signature: _signature, ...statement } = JSON.parse(kept.toString('utf8')) as Record<string, unknown>;
    for (const name of ['bag-info.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'])
      (statement['manifests'] as Record<string, string>)[name] = createHash('sha512')
        .update(files.get(name) as Buffer)
        .digest('hex');
    files.set('signature.json', Buffer.from(canonicalJson({ ...statement, ...signer.signJson(statement) })));
  }
  manifests('tagmanifest', under(/^(bag-info|bagit|manifest-\w+)\.txt$|^signature\.json$/));
}

function byOctets(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
