import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from '../../src/log/checkpoint.js';
import { cosignedAt, parseVkey, signedBy, type VerifierKey } from '../../src/log/signed-note.js';
import { leavesIn } from '../../src/log/tiles.js';
import { done, draft } from '../journeys/steps.js';
import { secondVerifier } from '../verification/python.js';
import { verified, type Verified } from '../verification/verified.js';
import { fetched, mirror, put } from './mirror.js';
import { MadeLog, signedByThief } from './trees.js';
import { askRaw, logOrigin, startWitnessed, type Witnessed } from './witness-process.js';

let on: Witnessed;
/** What the log showed everybody, and what it shows one victim: the same but for one entry. */
let [shown, forged]: [MadeLog, MadeLog] = [new MadeLog(['']), new MadeLog([''])];
let honest: SignedCheckpoint;
let [victim, size]: [number, number] = [0, 0];

beforeAll(async () => {
  on = await startWitnessed();
  done(await draft(on.app));
  await on.app.drain();
  size = await mirror(on.app, join(on.dataDir, 'mirror'));
  honest = parseCheckpoint((await fetched(on.app, 'checkpoint')).toString('utf8')) as SignedCheckpoint;
  const leaves = (leavesIn(await fetched(on.app, `tile/entries/000.p/${size}`)) ?? []).map(String);
  victim = leaves.findIndex((leaf) => leaf.includes('tender.drafted'));
  shown = new MadeLog(leaves);
  forged = new MadeLog([
    ...leaves.map((leaf, at) => (at === victim ? leaf.replace('tender.drafted', 'tender.deleted') : leaf)),
    'more',
  ]);
  put(on.dataDir, 'log.vkeys', `${on.signer.vkeys().join('\n')}\n`);
  put(on.dataDir, 'witness.vkeys', `${on.witness.vkey}\n`);
});
afterAll(() => on.close());

const thief = (of: MadeLog, at: number): string => signedByThief(on.dataDir, logOrigin, of.head(at));
const asked = (old: number, proof: string[], note: string): string => [`old ${old}`, ...proof, '', note].join('\n');
const verify = (...args: string[]): Promise<Verified> => verified(on.dataDir, ...args);

describe('T12: a fork', () => {
  it('has a first side that the witness cosigned', async () => {
    const key = parseVkey(on.witness.vkey) as VerifierKey;
    expect(signedBy(honest.note, key)).toBe('valid');
    const bytes = honest.note.signatures.find((one) => one.name === key.name)?.bytes as Buffer;
    expect(Number(cosignedAt(bytes))).toBeGreaterThan(1_600_000_000);
    expect(shown.head().root.equals(honest.root)).toBe(true);
  });

  it('has a second that the witness refuses: 422 at the same size, 422 for a larger one, 409 for one that begins anew', async () => {
    const { url } = on.witness;
    expect(await askRaw(url, asked(size, [], thief(forged, size)))).toMatchObject({ status: 422 });
    const grown = thief(forged, size + 1);
    expect(await askRaw(url, asked(size, forged.consistency(size, size + 1), grown))).toMatchObject({ status: 422 });
    const conflict = { status: 409, type: 'text/x.tlog.size', text: `${size}\n` };
    expect(await askRaw(url, asked(0, [], grown))).toEqual(conflict);
    expect(await askRaw(url, asked(size - 1, forged.consistency(size - 1, size + 1), grown))).toEqual(conflict);
  });

  it('is proved offline by the two proofs together, each of which holds by itself', async () => {
    const note = (await fetched(on.app, 'checkpoint')).toString('utf8');
    put(on.dataDir, 'x.tlog-proof', shown.proof(victim, size, note));
    put(on.dataDir, 'y.tlog-proof', forged.proof(victim, size + 1, thief(forged, size + 1)));
    for (const name of ['x.tlog-proof', 'y.tlog-proof']) {
      expect(await verify('proof', name, '--log-key', 'log.vkeys')).toMatchObject({ code: 0 });
      const second = await secondVerifier('proof', join(on.dataDir, name), join(on.dataDir, 'log.vkeys'));
      if (second) expect(second).toEqual({ code: 0, lines: [] });
    }
    const both = await verify('proof', 'x.tlog-proof', '--log-key', 'log.vkeys', '--other', 'y.tlog-proof');
    expect(both).toMatchObject({ code: 1, out: expect.stringContaining('The log signed two histories') });
    const same = await verify('proof', 'x.tlog-proof', '--log-key', 'log.vkeys', '--other', 'x.tlog-proof');
    expect(same.code).toBe(0);
  });

  it('deceives nobody who knows the witness, and shows where both checkpoints lie together', async () => {
    const keys = ['--log-key', 'log.vkeys', '--witness-key', 'witness.vkeys'];
    expect(await verify('proof', 'x.tlog-proof', ...keys)).toMatchObject({ code: 0 });
    expect(await verify('proof', 'y.tlog-proof', ...keys)).toMatchObject({
      code: 1,
      out: expect.stringContaining('cosigned by none'),
    });
    expect(await verify('log', 'mirror', ...keys)).toMatchObject({ code: 0 });
    put(on.dataDir, 'mirror/checkpoint.99', thief(forged, size));
    expect(await verify('log', 'mirror', '--log-key', 'log.vkeys')).toMatchObject({
      code: 1,
      out: expect.stringContaining('checkpoint.99 '),
    });
    const second = await secondVerifier('log', join(on.dataDir, 'mirror'), join(on.dataDir, 'log.vkeys'));
    if (second) expect(second).toEqual({ code: 1, lines: ['checkpoint.99: root'] });
  });

  it('is left to a witness that still cosigns the honest log', async () => {
    done(await draft(on.app, { title: { zh: '另一项目', en: 'Another' } }));
    await on.app.drain();
    const now = parseCheckpoint((await fetched(on.app, 'checkpoint')).toString('utf8')) as SignedCheckpoint;
    expect(now.size).toBeGreaterThan(size);
    expect(signedBy(now.note, parseVkey(on.witness.vkey) as VerifierKey)).toBe('valid');
  });
});
