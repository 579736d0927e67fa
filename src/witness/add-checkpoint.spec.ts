import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MadeLog } from '../../test/archive/trees.js';
import { emptyRoot } from '../platform/merkle.js';
import { checkpointText, parseCheckpoint } from '../log/checkpoint.js';
import { parseNote, rawPublicKey, signatureTypes, signedBy, signText, verifierKey, type Note } from '../log/signed-note.js';
import { addCheckpoint, type WitnessAnswer, type WitnessFacts } from './add-checkpoint.js';
import { originHash, WitnessStore } from './witness-store.js';

const origin = 'log.example/x';
const made = (): ReturnType<typeof createPrivateKey> => generateKeyPairSync('ed25519').privateKey;
const [logKey, otherKey, privateKey] = [made(), made(), made()];
const log = verifierKey(origin, signatureTypes.log, rawPublicKey(logKey));
const key = verifierKey('witness.example', signatureTypes.witness, rawPublicKey(privateKey));
const tree = new MadeLog(Array.from({ length: 20 }, (_, at) => `entry ${at}`));
const fork = new MadeLog(Array.from({ length: 20 }, (_, at) => `entry ${at === 2 ? 'x' : at}`));

let folder: string;
let facts: WitnessFacts;
let seconds = 1_700_000_000n;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-witness-'));
  facts = { key, privateKey, logs: [log], store: new WitnessStore(folder), seconds: () => (seconds += 1n) };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const note = (of: MadeLog, size: number, by = logKey, name = origin): string => {
  const text = checkpointText({ origin: name, ...of.head(size) });
  return `${text}\n${signText(text, verifierKey(name, signatureTypes.log, rawPublicKey(by)), by)}`;
};
const ask = (old: number | string, proof: string[], checkpoint: string): WitnessAnswer =>
  addCheckpoint(facts, [`old ${old}`, ...proof, '', checkpoint].join('\n'));
const grow = (from: number, to: number, of = tree): WitnessAnswer =>
  ask(from, from === 0 ? [] : of.consistency(from, to), note(of, to));

describe('add-checkpoint (C2SP tlog-witness)', () => {
  it('200: cosigns what is a later state, at its own second, and shows it to monitors', () => {
    const first = grow(0, 5);
    expect(first).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' });
    const kept = facts.store.note(originHash(origin)) as string;
    expect(kept).toBe(`${note(tree, 5)}${first.body}`);
    expect([log, key].map((one) => signedBy(parseNote(kept) as Note, one))).toEqual(['valid', 'valid']);
    expect(grow(5, 12).status).toBe(200);
    const again = ask(12, [], note(tree, 12));
    expect([again.status, again.body === first.body]).toEqual([200, false]);
    expect(parseCheckpoint(facts.store.note(originHash(origin)) as string)?.size).toBe(12);
  });

  it('200: passes over what others signed, and does not keep it', () => {
    const text = checkpointText({ origin, ...tree.head(3) });
    const both = `${note(tree, 3)}${signText(text, verifierKey('other.example', signatureTypes.log, rawPublicKey(otherKey)), otherKey)}`;
    expect(ask(0, [], both).status).toBe(200);
    expect(facts.store.note(originHash(origin))).not.toContain('other.example');
  });

  it.each([
    ['nothing', ''],
    ['no old size', '\n\n'],
    ['an old size with a nought before it', `old 01\n\n`],
    ['64 hashes', `old 1\n${'A'.repeat(43)}=\n`.padEnd(10) + `${'A'.repeat(43)}=\n`.repeat(63) + '\n'],
    ['a hash that is none', 'old 1\nx\n\n'],
  ])('400: %s', (_, head) => {
    expect(addCheckpoint(facts, `${head}${note(tree, 3)}`).status).toBe(400);
  });

  it('400: an old size that is larger', () => {
    grow(0, 5);
    expect(ask(5, [], note(tree, 4)).status).toBe(400);
  });

  it('403: not by a key of the log, or wrongly', () => {
    expect(ask(0, [], note(tree, 3, otherKey)).status).toBe(403);
    expect(ask(0, [], note(tree, 3).replace('\n3\n', '\n4\n')).status).toBe(403);
    const second = verifierKey(origin, signatureTypes.log, rawPublicKey(otherKey));
    facts = { ...facts, logs: [log, second] };
    const text = checkpointText({ origin, ...tree.head(3) });
    expect(ask(0, [], `${note(tree, 3)}${signText(`${text}x`, second, otherKey)}`).status).toBe(403);
    expect(ask(0, [], `${note(tree, 3)}${signText(text, second, otherKey)}`).status).toBe(200);
  });

  it('404: a log that it does not know', () => {
    expect(ask(0, [], note(tree, 3, logKey, 'other.example')).status).toBe(404);
  });

  it('409: from another size than the last, which it tells', () => {
    grow(0, 5);
    for (const old of [0, 3]) expect(grow(old, 12)).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' });
  });

  it('422: no later state of what it cosigned', () => {
    expect(ask(0, [tree.consistency(1, 2)[0] as string], note(tree, 3)).status).toBe(422);
    grow(0, 5);
    expect(ask(5, [], note(fork, 5)).status).toBe(422);
    expect(grow(5, 12, fork).status).toBe(422);
    expect(ask(5, tree.consistency(5, 11), note(tree, 12)).status).toBe(422);
    expect(ask(5, [], note(tree, 12)).status).toBe(422);
    expect(parseCheckpoint(facts.store.note(originHash(origin)) as string)?.size).toBe(5);
  });

  it('of an empty log takes the root of the empty tree alone', () => {
    const empty = (root: Buffer): string => {
      const text = checkpointText({ origin, size: 0, root });
      return `${text}\n${signText(text, log, logKey)}`;
    };
    expect(ask(0, [], empty(Buffer.alloc(32))).status).toBe(422);
    expect(ask(0, [], empty(emptyRoot)).status).toBe(200);
    expect(grow(0, 5).status).toBe(200);
  });

  it('with a damaged record signs nothing', () => {
    grow(0, 5);
    writeFileSync(join(folder, `${originHash(origin)}.checkpoint`), 'x');
    expect(() => grow(5, 12)).toThrow('cannot be read');
  });
});

describe('the witness', () => {
  it('rests on nothing of the service but formats, the tree and the reading of a key', () => {
    const seen = new Set<string>();
    const walk = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g))
        if (target.startsWith('.')) walk(join(dirname(file), target.replace(/\.js$/, '.ts')));
        else expect(target).toMatch(/^node:/);
    };
    const source = fileURLToPath(new URL('..', import.meta.url));
    walk(join(source, 'witness/witness-command.ts'));
    const others = [...seen].map((file) => file.slice(source.length)).filter((file) => !file.startsWith('witness/'));
    expect(others.sort()).toEqual([
      'archive/consistency.ts',
      'log/checkpoint.ts',
      'log/signed-note.ts',
      'platform/key-files.ts',
      'platform/merkle.ts',
    ]);
  });
});
