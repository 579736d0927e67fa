import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { leftOut } from '../../src/archive/bundled-tables.js';
import { startTestApp, type TestApp } from '../app.js';
import { until } from '../until.js';
import { audited, draft, done, look, published, rulesOf, submit, type Opened } from '../journeys/steps.js';
import { bagFaults } from './bag-rules.js';
import { bundleOf, ended, filesIn, scheme, specification, unpacked, type Unpacked } from './bundles.js';

let app: TestApp;
let tender: Opened;
let tar: Buffer;
let bag: Unpacked;
let files: Map<string, Buffer>;

beforeAll(async () => {
  app = await startTestApp({ env: { LOG_CHECKPOINT_SECONDS: '0' } });
  tender = await ended(app);
  const { answer, tar: got } = await bundleOf(app, tender.id);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-length']).toBe(String(got.length));
  tar = got;
  bag = unpacked(tar);
  files = filesIn(bag.folder);
}, 300_000);
afterAll(async () => {
  bag.remove();
  await app.close();
});

const textOf = (name: string): string => files.get(name)?.toString('utf8') ?? '';

describe('the bundle of a procurement', () => {
  it('is checked by sha256sum and sha512sum alone', () => {
    for (const algorithm of ['sha256', 'sha512']) {
      const checked = execFileSync(`${algorithm}sum`, ['-c', `manifest-${algorithm}.txt`], { cwd: bag.folder, encoding: 'utf8' });
      expect(checked.trim().split('\n')).toHaveLength([...files.keys()].filter((name) => name.startsWith('data/')).length);
      execFileSync(`${algorithm}sum`, ['-c', `tagmanifest-${algorithm}.txt`], { cwd: bag.folder });
    }
  });

  it('is a bag as RFC 8493 has them', () => {
    expect(bagFaults(files)).toEqual([]);
  });

  it('says nothing of the machine that made it', () => {
    const listed = execFileSync('tar', ['tvf', '-'], {
      input: tar,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    });
    const kinds = new Set(
      listed
        .trim()
        .split('\n')
        .map((line) => line.replace(/ +\d+ (\d{4}-\d\d-\d\d \d\d:\d\d).*/, ' $1')),
    );
    expect([...kinds]).toEqual(['-rw-r--r-- 0/0 2026-12-31 01:00']);
  });

  it('holds documents, also of opened bids, notices in both languages, minutes, receipts and every entry', () => {
    const names = [...files.keys()];
    const one = (form: RegExp): Buffer | undefined => files.get(names.find((name) => form.test(name)) ?? '');
    expect(one(/^data\/documents\/.*\.pdf$/)?.equals(specification)).toBe(true);
    expect(one(/^data\/bid-documents\/.*技术方案\.pdf$/)?.equals(scheme)).toBe(true);
    expect(names.filter((name) => name.startsWith('data/sealed/'))).toHaveLength(3);
    for (const ending of ['.json', '.tlog-proof'])
      expect(names.filter((name) => name.startsWith('data/receipts/') && name.endsWith(ending))).toHaveLength(3);
    expect(textOf('data/checkpoint')).toMatch(/^\S+\n\d+\n/);
    expect(textOf('data/openings/bid-1.json')).toContain('"minutes"');
    expect(textOf('data/notices/0001.html')).toMatch(/招标|采购公告.*Tender notice/s);
    expect(textOf('data/index.html')).toContain('采购文件 Procurement documents');
    const types = textOf('data/entries.jsonl')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    for (const type of ['tender.published', 'bid.submitted', 'tender.opened', 'contract.completed'])
      expect(types.filter((other) => other === type).length).toBeGreaterThan(0);
    for (const table of ['tenders', 'bid_submissions', 'awards', 'contracts', 'organizations', 'people'])
      expect(textOf(`data/records/${table}.jsonl`)).not.toBe('');
  });

  it('says where no checkpoint had been signed yet, and has the first one over it from then on', async () => {
    const drafted = done(await draft(app)).body['id'] as string;
    const inside = async (): Promise<Map<string, Buffer>> => {
      const made = unpacked((await bundleOf(app, drafted)).tar);
      const found = filesIn(made.folder);
      made.remove();
      return found;
    };
    const early = await inside();
    expect([early.has('data/checkpoint'), String(early.get('data/index.html'))]).toEqual([
      false,
      expect.stringContaining('none had been signed when the bundle was made'),
    ]);
    await app.drain();
    const [first, later] = [await inside(), (await app.drain(), await inside())];
    expect([first.has('data/checkpoint'), String(first.get('data/index.html'))]).toEqual([
      true,
      expect.not.stringContaining('none had been signed'),
    ]);
    expect(later).toEqual(first);
  });

  it('is read by an auditor, which is an entry of the trail and none of the bundle', async () => {
    const before = await audited(app, 'archive.bundle-read', tender.id);
    await app.drain();
    const again = await bundleOf(app, tender.id);
    expect(again.tar.equals(tar)).toBe(true);
    expect(await audited(app, 'archive.bundle-read', tender.id)).toBe(before + 1);
    expect(textOf('data/entries.jsonl')).not.toContain('archive.bundle-read');
  });

  it('is the same bytes whatever others do, and for two who read it at once', async () => {
    done(await draft(app));
    await app.drain();
    const both = await Promise.all([bundleOf(app, tender.id), bundleOf(app, tender.id)]);
    for (const one of both)
      expect(createHash('sha256').update(one.tar).digest('hex')).toBe(createHash('sha256').update(tar).digest('hex'));
  });

  it('leaves nothing behind where it was made', async () => {
    await until(
      () => Promise.resolve(readdirSync(join(app.config.dataDir, 'blobs', 'staging')).length === 0),
      'an empty staging folder',
    );
  });

  it('is refused while bids are sealed, and hidden from strangers', async () => {
    await app.setClock('2027-03-02T09:00:00+08:00');
    const other = await published(app, { bidsCloseAt: '2027-04-13T09:00:00+08:00', budgetYear: 2027, itemClass: 'A02320601' });
    done(await submit(app, other, 'supplier-shenda'));
    const refused = await look(app, 'auditor-feng', `/v1/archive/tenders/${other.id}/bundle`);
    expect(rulesOf(refused)).toEqual(['bid.still-sealed']);
    for (const client of ['procurer-wang', 'supplier-shenda', 'supervisor-tang'])
      expect((await look(app, client, `/v1/archive/tenders/${tender.id}/bundle`)).status).toBe(403);
    expect((await look(app, 'auditor-feng', '/v1/archive/tenders/019f3a52-7c1e-7d02-9b7e-1a2b3c4d5e6f/bundle')).status).toBe(404);
    expect((await look(app, 'auditor-feng', '/v1/archive/tenders/x/bundle')).status).toBe(404);
  });

  it('holds every table of the database, or says why not', async () => {
    const tables = await app.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    );
    const reached = new Set([...(await bundledNames()), ...Object.keys(leftOut)]);
    expect(tables.map((one) => one.name).filter((name) => !reached.has(name))).toEqual([]);
  });
});

async function bundledNames(): Promise<string[]> {
  const { partyTables, tablesOfTender } = await import('../../src/archive/bundled-tables.js');
  const reader = { query: <Row>(text: string, params: readonly unknown[] = []) => app.sql<Row>(text, [...params]) };
  return [...(await tablesOfTender(reader)), ...partyTables].map((one) => one.name);
}
