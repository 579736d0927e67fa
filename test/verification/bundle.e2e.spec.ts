import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { signedBytesOf, type BidReceipt } from '../../src/bids/bid-receipt.js';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { SigningKeys } from '../../src/platform/signing-keys.js';
import { bundleOf, ended, filesIn, unpacked } from '../archive/bundles.js';
import { startWitnessed, type Witnessed } from '../archive/witness-process.js';
import { changeSeals, forgeries, picking, rebag, type Files } from './forged-bundles.js';
import { forgedProofs, withoutProofs } from './forged-proofs.js';
import { secondVerifier } from './python.js';
import { verified, type Verified } from './verified.js';

const seed = Number(process.env['BUNDLE_SEED'] ?? 57);
/** Of each forgery. */
const rounds = process.env['PROVE'] ? 40 : 4;

let log: Witnessed;
let tar: Buffer;
let genuine: Files;
let keys: SigningKeys;
let scratch: string;

beforeAll(async () => {
  log = await startWitnessed();
  const { app } = log;
  const tender = await ended(app);
  ({ tar } = await bundleOf(app, tender.id));
  const bag = unpacked(tar);
  genuine = filesIn(bag.folder);
  bag.remove();
  keys = new SigningKeys(app.config);
}, 300_000);
afterAll(() => log.close());
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ftz-forged-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

async function verify(bundle: string, ...more: string[]): Promise<Verified & { places: string[] }> {
  const ran = await verified(scratch, 'bundle', bundle, ...more);
  return {
    ...ran,
    places: ran.lines.flatMap((one) => /^不符 FAULT (.*?)(?:#\S*)? (?:\p{Script=Han}|data\/)/u.exec(one)?.[1] ?? []),
  };
}

function write(files: Files): void {
  rmSync(join(scratch, 'bag'), { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(scratch, 'bag', name)), { recursive: true });
    writeFileSync(join(scratch, 'bag', name), bytes);
  }
}

function publishedKeys(): string[] {
  writeFileSync(join(scratch, 'published.json'), JSON.stringify(keys.publicKeys()));
  return ['--keys', 'published.json'];
}

function logKeys(): string[] {
  writeFileSync(join(scratch, 'log.vkeys'), `${log.signer.vkeys().join('\n')}\n`);
  writeFileSync(join(scratch, 'witness.vkeys'), `${log.witness.vkey}\n`);
  return ['--log-key', 'log.vkeys', '--witness-key', 'witness.vkeys'];
}

describe('verify bundle', () => {
  it('finds nothing in what the service made, as a folder and as a tar, with the keys and without', async () => {
    write(genuine);
    writeFileSync(join(scratch, 'bundle.tar'), tar);
    for (const [bundle, more] of [
      ['bag', []],
      ['bundle.tar', [...publishedKeys(), ...logKeys()]],
    ] as const) {
      const { code, lines } = await verify(bundle, ...more);
      expect([code, lines.filter((one) => one.includes('FAULT'))]).toEqual([0, []]);
      expect(lines.at(-1)).toContain('VERDICT 成立');
      for (const option of ['--keys', '--log-key'])
        expect(lines.some((one) => one.includes(`NOT CHECKED`) && one.includes(option))).toBe(more.length === 0);
    }
  });

  it.each([...forgeries, ...forgedProofs(() => log.dataDir)].map((one, at) => [one.what, one, at] as const))(
    '%s: the file is named (T23)',
    async (_, forgery, at) => {
      for (let round = 0; round < rounds; round += 1) {
        const pick = picking(seed * 1_000_003 + at * 1_009 + round);
        const files = new Map(genuine);
        const named = forgery.change(files, pick);
        if (forgery.by === 'stranger') files.set('data/keys.json', Buffer.from(canonicalJson(stranger().publicKeys())));
        if (forgery.by !== undefined)
          rebag(files, forgery.by === null ? null : { platform: keys, stranger: stranger() }[forgery.by]);
        write(files);
        const { code, places, lines } = await verify('bag', ...publishedKeys(), ...logKeys());
        const found = named.filter((name) => places.some((place) => place === name || place.startsWith(`${name}:`)));
        expect({ seed, round, code, found, said: lines.at(-1) }).toEqual({
          ...{ seed, round, code: 1, found: named },
          said: expect.stringContaining('VERDICT 不成立') as string,
        });
        if (forgery.by === 'platform' && round === 0) await secondFinds(named);
        if (forgery.said) expect(lines.filter((one) => one.includes('FAULT')).join('\n')).toMatch(forgery.said);
      }
    },
  );

  it('holds each row of the procurement against its entry, and names those that no entry of the bundle seals', async () => {
    write(genuine);
    const { lines } = await verify('bag', ...publishedKeys());
    const said = lines.find((one) => one.includes('No entry in the bundle seals these rows')) ?? '';
    for (const table of ['tenders', 'awards', 'contracts', 'evaluations', 'opened_bids', 'tender_notices'])
      expect(said).not.toMatch(new RegExp(`\\b${table} \\d`));
    expect(said).toMatch(/\borganizations \d/);
    const files = new Map(genuine);
    changeSeals(files, (seal) => (seal.table === 'contracts' && seal.salt ? null : seal));
    rebag(files, keys);
    write(files);
    const other = await verify('bag', ...publishedKeys());
    expect([other.code, other.lines.join('\n')]).toEqual([0, expect.stringMatching(/sealed again by entries.*contracts\//s)]);
  });

  it('names a receipt that the platform signed anew: its entry says otherwise', async () => {
    const files = new Map(genuine);
    const name = [...files.keys()].find((one) => /^data\/receipts\/.*\.json$/.test(one)) as string;
    const receipt = { ...(JSON.parse(String(files.get(name))) as BidReceipt), receivedAt: '2026-03-10T01:00:00.000000Z' };
    const signature = keys.sign(signedBytesOf(receipt));
    files.set(name, Buffer.from(canonicalJson({ ...receipt, signature })));
    rebag(files, keys);
    write(files);
    const { lines } = await verify('bag', ...publishedKeys());
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`FAULT ${name}#/recordedAt`)));
  });

  it('says so where no checkpoint had been signed, and that a witness needs a log', async () => {
    const files = new Map(genuine);
    withoutProofs(files);
    rebag(files, keys);
    write(files);
    const { code, lines } = await verify('bag', ...publishedKeys(), ...logKeys());
    expect([code, lines.join('\n')]).toEqual([
      0,
      expect.stringContaining('No checkpoint had been signed when the bundle was made'),
    ]);
    expect((await verify('bag', '--witness-key', 'witness.vkeys')).code).toBe(2);
  });

  it('holds for the second verifier, too', async () => {
    write(genuine);
    logKeys();
    const second = await secondVerifier(
      'bundle',
      join(scratch, 'bag'),
      join(scratch, 'log.vkeys'),
      join(scratch, 'witness.vkeys'),
    );
    expect(second ?? { code: 0, lines: [] }).toEqual({ code: 0, lines: [] });
  });

  it('a tar with one byte of a file changed, a file twice, or a file out of its folder is found', async () => {
    const name = [...genuine.keys()].find((one) => one.startsWith('data/documents/')) as string;
    const changed = Buffer.from(tar);
    const at = changed.indexOf((genuine.get(name) as Buffer).subarray(0, 60));
    changed[at + 30] = (changed[at + 30] as number) ^ 1;
    writeFileSync(join(scratch, 'bundle.tar'), changed);
    expect(await verify('bundle.tar')).toMatchObject({ code: 1, places: expect.arrayContaining([name]) as string[] });
    writeFileSync(join(scratch, 'bundle.tar'), tar.subarray(0, tar.length / 2));
    expect((await verify('bundle.tar')).code).toBe(2);
    writeFileSync(join(scratch, 'bundle.tar'), 'no tar');
    expect((await verify('bundle.tar')).code).toBe(2);
    expect((await verify('nothing-there')).code).toBe(2);
  });
});

/** The second verifier names the same files, where there is Python. */
async function secondFinds(named: readonly string[]): Promise<void> {
  const second = await secondVerifier('bundle', join(scratch, 'bag'), join(scratch, 'log.vkeys'), join(scratch, 'witness.vkeys'));
  const missed = second && named.filter((name) => !second.lines.some((line) => line.startsWith(`${name}:`)));
  if (second) expect({ code: second.code, missed, said: second.lines }).toEqual({ code: 1, missed: [], said: second.lines });
}

let other: SigningKeys | undefined;
function stranger(): SigningKeys {
  other ??= new SigningKeys({ dataDir: scratch });
  return other;
}
