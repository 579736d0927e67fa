import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { SigningKeys } from '../../src/platform/signing-keys.js';
import { verifyCommand } from '../../src/verification/verify-command.js';
import { startTestApp, type TestApp } from '../app.js';
import { bundleOf, ended, filesIn, unpacked } from '../archive/bundles.js';
import { changeSeals, forgeries, picking, rebag, type Files } from './forged-bundles.js';

const seed = Number(process.env['BUNDLE_SEED'] ?? 57);
/** Of each forgery. */
const rounds = process.env['PROVE'] ? 40 : 4;

let app: TestApp;
let tar: Buffer;
let genuine: Files;
let keys: SigningKeys;
let scratch: string;

beforeAll(async () => {
  app = await startTestApp();
  const tender = await ended(app);
  ({ tar } = await bundleOf(app, tender.id));
  const bag = unpacked(tar);
  genuine = filesIn(bag.folder);
  bag.remove();
  keys = new SigningKeys(app.config);
}, 300_000);
afterAll(() => app.close());
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ftz-forged-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

interface Verified {
  code: number;
  places: string[];
  lines: string[];
}

async function verify(bundle: string, ...more: string[]): Promise<Verified> {
  const lines: string[] = [];
  const line = (text: string): void => void lines.push(text);
  const code = await verifyCommand(['bundle', bundle, ...more], scratch, { out: line, say: line });
  return {
    code,
    lines,
    places: lines.flatMap((one) => /^不符 FAULT (.*?)(?:#\S*)? (?:\p{Script=Han}|data\/)/u.exec(one)?.[1] ?? []),
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

describe('verify bundle', () => {
  it('finds nothing in what the service made, as a folder and as a tar, with the keys and without', async () => {
    write(genuine);
    writeFileSync(join(scratch, 'bundle.tar'), tar);
    for (const [bundle, more] of [
      ['bag', []],
      ['bundle.tar', publishedKeys()],
    ] as const) {
      const { code, lines } = await verify(bundle, ...more);
      expect([code, lines.filter((one) => one.includes('FAULT'))]).toEqual([0, []]);
      expect(lines.at(-1)).toContain('VERDICT 成立');
      expect(lines.some((one) => one.includes('--keys'))).toBe(more.length === 0);
    }
  });

  it.each(forgeries.map((one, at) => [one.what, one, at] as const))('%s: the file is named (T23)', async (_, forgery, at) => {
    for (let round = 0; round < rounds; round += 1) {
      const pick = picking(seed * 1_000_003 + at * 1_009 + round);
      const files = new Map(genuine);
      const named = forgery.change(files, pick);
      if (forgery.by === 'stranger') files.set('data/keys.json', Buffer.from(canonicalJson(stranger().publicKeys())));
      if (forgery.by !== undefined)
        rebag(files, forgery.by === null ? null : { platform: keys, stranger: stranger() }[forgery.by]);
      write(files);
      const { code, places, lines } = await verify('bag', ...publishedKeys());
      const found = named.filter((name) => places.some((place) => place === name || place.startsWith(`${name}:`)));
      expect({ seed, round, code, found, said: lines.at(-1) }).toEqual({
        ...{ seed, round, code: 1, found: named },
        said: expect.stringContaining('VERDICT 不成立') as string,
      });
    }
  });

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

let other: SigningKeys | undefined;
function stranger(): SigningKeys {
  other ??= new SigningKeys({ dataDir: scratch });
  return other;
}
