import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { includes } from '../../src/platform/merkle.js';
import { parseCheckpoint, parseCheckpointText } from '../../src/log/checkpoint.js';
import { parseNote, parseVkey, signedBy, vkeyText } from '../../src/log/signed-note.js';
import { parseTlogProof } from '../../src/log/tlog-proof-text.js';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { bytesOf, dataFolder, filesOf, isThere, jsonOf, report, say } from '../interop/found.js';
import { secondAnswers, secondVerifier, type Question } from '../verification/python.js';
import { verified } from '../verification/verified.js';

const vectors = 'audit-vectors';
const testlog = `${vectors}/tlog-tiles-testlog/testdata/log`;

interface Small {
  signed_note: { vkey: string; note: string };
  tlog_testlog_key: { origin: string; vkey: string };
  checkpoint_parse: { valid: string[]; invalid: string[] };
  tlog_proof_parse_invalid: { invalid: string[] };
}

interface Inclusion {
  leafIdx: number;
  treeSize: number;
  root: string | null;
  leafHash: string | null;
  proof: string[] | null;
  wantErr: boolean;
}

const small = (): Small => jsonOf<Small>(`${vectors}/small-vectors.json`);

/** Ours and the second verifier's say to each question what was recorded. */
function bothSay(what: string, asked: { question: Question; ours: boolean; recorded: boolean }[]): void {
  expect(asked.filter(({ ours, recorded }) => ours !== recorded).map(({ question }) => question)).toEqual([]);
  const second = secondAnswers(asked.map(({ question }) => question));
  if (second) expect(asked.filter(({ recorded }, at) => second[at] !== recorded).map(({ question }) => question)).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  report(`T15 ${what}${second ? ', by both verifiers' : ''}`, { found: asked.length, executed: asked.length, skipped: 0 });
}

describe('T15: vectors that others published, as recorded, by both verifiers', () => {
  it('inclusion proofs', () => {
    if (!isThere(vectors)) return;
    const bytes = (text: string | null): Buffer => Buffer.from(text ?? '', 'base64');
    bothSay(
      'RFC 6962 inclusion',
      filesOf(`${vectors}/rfc6962-inclusion`, '.json').map((file) => {
        const { leafIdx: index, treeSize: size, root, leafHash, proof, wantErr } = jsonOf<Inclusion>(file);
        const ours = includes(index, size, bytes(leafHash), (proof ?? []).map(bytes), bytes(root));
        return { question: { kind: 'inclusion', index, size, root, leafHash, proof }, ours, recorded: !wantErr };
      }),
    );
  });

  it('canonical JSON', () => {
    if (!isThere(vectors)) return;
    bothSay(
      'RFC 8785',
      filesOf(`${vectors}/rfc8785-jcs/testdata/input`, '.json').map((file) => {
        const [text, canonical] = [bytesOf(file), bytesOf(file.replace('/input/', '/output/'))].map(String) as [string, string];
        return {
          question: { kind: 'canonical', text, canonical },
          ours: canonicalJson(JSON.parse(text)) === canonical,
          recorded: true,
        };
      }),
    );
  });

  it('a signed note, and what is none', () => {
    if (!isThere(vectors)) return;
    const { vkey, note } = small().signed_note;
    const key = parseVkey(vkey);
    expect(key && vkeyText(key)).toBe(vkey);
    for (const wrong of ['', 'x', vkey.replace('530d903a', '530d903b'), `${vkey}=`, vkey.replace('+Aek', '+Bek'), ` ${vkey}`])
      expect(parseVkey(wrong)).toBeNull();
    const forged = [
      note.replace('message', 'Message'),
      note.replace('aQM=', 'aQA='),
      note.slice(0, -1),
      note.replace('\n\n', '\n'),
      `${note}\n`,
      note.replace('This', '\tThis'),
      note.replace('— ', '- '),
    ];
    bothSay(
      'signed notes',
      [note, ...forged].map((text) => {
        const parsed = parseNote(text);
        return {
          question: { kind: 'note', text, vkey },
          ours: parsed !== null && key !== null && signedBy(parsed, key) === 'valid',
          recorded: text === note,
        };
      }),
    );
  });

  it('checkpoints and proofs that are none', () => {
    if (!isThere(vectors)) return;
    const { checkpoint_parse: checkpoints, tlog_proof_parse_invalid: proofs } = small();
    // The recorded ones have roots of other lengths, which are refused here: their lines are what counts.
    const root = Buffer.alloc(32, 7).toString('base64');
    const mended = checkpoints.valid.map((text) =>
      text
        .split('\n')
        .map((line, at) => (at === 2 ? root : line))
        .join('\n'),
    );
    const asked = (text: string, recorded: boolean): Parameters<typeof bothSay>[1][number] => ({
      question: { kind: 'checkpoint', text },
      ours: parseCheckpointText(text) !== null,
      recorded,
    });
    bothSay('checkpoints', [
      ...mended.map((text) => asked(text, true)),
      ...[...checkpoints.valid, ...checkpoints.invalid].map((text) => asked(text, false)),
    ]);
    bothSay(
      'proofs',
      proofs.invalid.map((text) => ({ question: { kind: 'proof', text }, ours: parseTlogProof(text) !== null, recorded: false })),
    );
  });

  it('a whole log of others holds, and no longer with any one octet changed', async () => {
    if (!isThere(testlog)) return;
    const folder = mkdtempSync(join(tmpdir(), 'ftz-testlog-'));
    const at = join(folder, 'log');
    const verify = async (): Promise<[number, number | undefined]> => {
      const { code } = await verified(folder, 'log', 'log', '--log-key', 'log.vkey');
      return [code, (await secondVerifier('log', at, join(folder, 'log.vkey')))?.code];
    };
    try {
      cpSync(join(dataFolder, testlog), at, { recursive: true });
      writeFileSync(join(folder, 'log.vkey'), `${small().tlog_testlog_key.vkey}\n`);
      const checkpoints = filesOf(testlog, '').filter((file) => /checkpoint/.test(file));
      for (const file of checkpoints)
        expect(parseCheckpoint(String(bytesOf(file)))?.origin).toBe(small().tlog_testlog_key.origin);
      expect((await verify()).slice(0, 1)).toEqual([0]);
      const changed = [
        'checkpoint',
        'checkpoint.7',
        'tile/0/000.p/15',
        'tile/0/000.p/3',
        'tile/entries/000.p/15',
        'tile/entries/000.p/4',
      ];
      for (const name of changed) {
        const bytes = readFileSync(join(at, name));
        const flipped = Buffer.from(bytes);
        flipped[flipped.length - 10] = (flipped[flipped.length - 10] as number) ^ 1;
        rmSync(join(at, name));
        writeFileSync(join(at, name), flipped);
        const codes = (await verify()).filter((code) => code !== undefined);
        expect({ name, codes: [...new Set(codes)] }).toEqual({ name, codes: [1] });
        writeFileSync(join(at, name), bytes);
      }
      report('T15 tlog-tiles test log: checkpoints', { found: checkpoints.length, executed: checkpoints.length, skipped: 0 });
      say(`T15 tlog-tiles test log: ${changed.length} changed octets, each found`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
