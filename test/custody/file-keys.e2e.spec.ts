import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import { startTestApp, type TestApp } from '../app.js';
import { contentDigest } from '../content-digest.js';
import { answered, audited, done, look, published, rulesOf, type JourneyTender } from '../journeys/steps.js';
import { judged, pricesOpenAt } from '../journeys/two-steps.js';
import { verified, type Verified } from '../verification/verified.js';
import { openTogether } from './ceremony.js';

let app: TestApp;
let tender: JourneyTender;
let folder: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  folder = mkdtempSync(join(tmpdir(), 'ftz-file-keys-'));
  tender = await published(app);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const offerOf = (client: string): object =>
  payloadOf(tender.id, offers.find((one) => one.client === client) as (typeof offers)[number]);

async function hand(client: string, sealed: Uint8Array): Promise<Buffer> {
  const file = Buffer.from(sealed);
  const request = (await app.as(client))('post', `${tender.path}/bids`);
  const answer = await request.set('content-type', 'application/age').set('content-digest', contentDigest(file)).send(file);
  ids[client] = done(answered(answer)).body.id;
  return file;
}

async function bytesAt(client: string | null, path: string): Promise<Buffer> {
  const request = client === null ? app.http('get', path) : (await app.as(client))('get', path);
  const answer = await request.buffer(true).parse((response, take) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => take(null, Buffer.concat(chunks)));
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${path}`);
  return answer.body as Buffer;
}

/** `npm run verify -- file` on what was downloaded: its exit code and lines. */
async function verify(files: Record<string, Buffer>, ...more: string[]): Promise<Verified> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const args = ['file', 'file-keys.json', '--sealed', 'bid.age', '--opening', 'minutes.json', '--keys', 'keys.json', ...more];
  return verified(folder, ...args);
}

async function evidence(client: string, of: { path: string }, query = ''): Promise<Record<string, Buffer>> {
  return {
    'file-keys.json': await bytesAt(client, `${of.path}/bids/mine/file-keys${query}`),
    'bid.age': await bytesAt(client, `${of.path}/bids/mine/sealed-file${query}`),
    'minutes.json': await bytesAt(null, `${of.path}/opening${query}`),
    'tender.json': await bytesAt(null, of.path),
    'keys.json': await bytesAt(null, '/v1/keys'),
  };
}

describe('the keys of one sealed file (D2)', () => {
  it('are nobody’s while it is sealed', async () => {
    const { A, B } = tender.recipients;
    const first = await hand('supplier-shenda', await sealBid(offerOf('supplier-shenda'), A, B));
    // Sealed for one lock twice; and what another handed in, a little changed.
    await hand('supplier-hujiang', await sealBid(offerOf('supplier-hujiang'), B, B));
    await hand('supplier-rheinland', Buffer.concat([first.subarray(0, first.length - 9), Buffer.alloc(9)]));
    const own = await look(app, 'supplier-shenda', `${tender.path}/bids/mine/file-keys`);
    expect({ status: own.status, rules: rulesOf(own) }).toEqual({ status: 409, rules: ['bid.still-sealed'] });
    const others = await look(app, 'auditor-feng', `${tender.path}/opening/file-keys/${ids['supplier-shenda']}`);
    expect(rulesOf(others)).toEqual(['bid.still-sealed']);
    expect(await app.sql('SELECT FROM opened_file_keys')).toEqual([]);
  });

  it('are its bidder’s once it is opened, and prove what was in it without any other key', async () => {
    await app.setClock('2026-04-13T10:00:00+08:00');
    await openTogether(app, tender.locked);
    const files = await evidence('supplier-shenda', tender);
    expect(JSON.parse(String(files['file-keys.json']))).toEqual({
      format: 'ftz-file-keys-1',
      tenderId: tender.id,
      bidId: ids['supplier-shenda'],
      envelope: 'bid',
      ciphertextSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      fileKeys: { outer: expect.stringMatching(/^.{22}==$/) as unknown, inner: expect.stringMatching(/^.{22}==$/) as unknown },
    });
    const { code, lines } = await verify(files, '--tender', 'tender.json');
    expect({ code, lines: lines.filter((line) => line.includes('FAULT')) }).toEqual({ code: 0, lines: [] });
    expect(lines.join('\n')).toContain('This one sealed file was opened again, and no other.');
    expect((await verify(files)).lines.join('\n')).toContain('whether the bid keeps its terms was not judged again');
  });

  it('show why a defective one is, as far as it opens', async () => {
    const files = await evidence('supplier-hujiang', tender);
    expect(JSON.parse(String(files['file-keys.json']))).toMatchObject({ fileKeys: { inner: null } });
    const { code, lines } = await verify(files);
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('why it does not open was not checked');
  });

  it('are withheld of a file that was made from another: they are that one’s', async () => {
    const mine = done(await look(app, 'supplier-rheinland', `${tender.path}/bids/mine`)).body as {
      defect?: { breach: { detail: { en: string } } };
    };
    expect(mine.defect?.breach.detail.en).toContain('made from it');
    expect((await look(app, 'supplier-rheinland', `${tender.path}/bids/mine/file-keys`)).status).toBe(404);
    expect((await look(app, 'auditor-feng', `${tender.path}/opening/file-keys/${ids['supplier-rheinland']}`)).status).toBe(404);
    const [{ count }] = (await app.sql<{ count: number }>('SELECT count(*)::int AS count FROM opened_file_keys')) as [
      { count: number },
    ];
    expect(count).toBe(2);
  });

  it('are given to auditors of any one file, which is recorded, and to nobody else', async () => {
    const path = `${tender.path}/opening/file-keys/${ids['supplier-hujiang']}`;
    const files = { ...(await evidence('supplier-hujiang', tender)), 'file-keys.json': await bytesAt('auditor-feng', path) };
    expect((await verify(files)).code).toBe(0);
    expect(await audited(app, 'opening.file-keys-handed-out', tender.id)).toBe(1);
    for (const client of ['procurer-wang', 'supplier-hujiang', 'custodian-hospital', 'evaluator-chen'])
      expect((await look(app, client, path)).status).toBe(403);
    expect((await look(app, 'reviewer-xu', path)).status).toBe(404);
    expect((await look(app, 'auditor-feng', `${tender.path}/opening/file-keys/${tender.id}`)).status).toBe(404);
    for (const client of ['evaluator-chen', 'auditor-feng'])
      expect((await look(app, client, `${tender.path}/bids/mine/file-keys`)).status).toBe(403);
  });

  it('given to two at once are two entries', async () => {
    const path = `${tender.path}/opening/file-keys/${ids['supplier-shenda']}`;
    const both = await Promise.all([bytesAt('auditor-feng', path), bytesAt('auditor-feng', path)]);
    expect(both[0].equals(both[1])).toBe(true);
    expect(await audited(app, 'opening.file-keys-handed-out', tender.id)).toBe(3);
  });
});

describe('what does not fit', () => {
  it.each<[string, (files: Record<string, Buffer>, others: Record<string, Buffer>) => Record<string, Buffer>, RegExp]>([
    [
      'another bid’s keys',
      (files, others) => ({ ...files, 'file-keys.json': others['file-keys.json'] as Buffer }),
      /bid\.age.*Is not the sealed file/,
    ],
    [
      'another bid’s file',
      (files, others) => ({ ...files, 'bid.age': others['bid.age'] as Buffer }),
      /bid\.age.*Is not the sealed file/,
    ],
    [
      'a changed key',
      (files) => ({ ...files, 'file-keys.json': changed(files, (told) => (told.fileKeys.inner = told.fileKeys.outer)) }),
      /minutes\.json#\/minutes\/bids\/0\/result/,
    ],
    [
      'a key that is withheld',
      (files) => ({ ...files, 'file-keys.json': changed(files, (told) => (told.fileKeys.inner = null)) }),
      /There is no key of the inner layer/,
    ],
    [
      'another hash',
      (files) => ({ ...files, 'file-keys.json': changed(files, (told) => (told.ciphertextSha256 = 'a'.repeat(64))) }),
      /file-keys\.json#\/ciphertextSha256/,
    ],
    [
      'another envelope',
      (files) => ({ ...files, 'file-keys.json': changed(files, (told) => (told.envelope = 'price')) }),
      /file-keys\.json#\/envelope/,
    ],
    [
      'a bid that there is not',
      (files) => ({ ...files, 'file-keys.json': changed(files, (told) => (told.bidId = told.tenderId)) }),
      /file-keys\.json#\/bidId/,
    ],
    [
      'no key at all',
      (files) => ({ ...files, 'file-keys.json': Buffer.from('{"format":"ftz-file-keys-1"}') }),
      /file-keys\.json/,
    ],
  ])('is found: %s', async (_, made, line) => {
    const [files, others] = [await evidence('supplier-shenda', tender), await evidence('supplier-hujiang', tender)];
    const { code, lines } = await verify(made(files, others));
    expect(code).toBe(1);
    expect(lines.filter((one) => one.includes('FAULT')).join('\n')).toMatch(line);
  });

  it('and without the file or the minutes the use is explained', async () => {
    const { code, out } = await verified(folder, 'file', 'file-keys.json', '--keys', 'keys.json', '--sealed', 'bid.age');
    expect(code).toBe(2);
    expect(out).toContain('--sealed and --opening are needed');
  });
});

interface Told {
  tenderId: string;
  bidId: string;
  envelope: string;
  ciphertextSha256: string;
  fileKeys: { outer: string; inner: string | null };
}

function changed(files: Record<string, Buffer>, change: (told: Told) => void): Buffer {
  const told = JSON.parse(String(files['file-keys.json'])) as Told;
  change(told);
  return Buffer.from(JSON.stringify(told));
}

describe('of two envelopes', () => {
  it('each has its own, and the price’s stay back until it is opened', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const two = await judged(app);
    const qualification = await evidence('supplier-shenda', two);
    expect((await verify(qualification, '--tender', 'tender.json')).code).toBe(0);
    const path = `${two.path}/bids/mine/file-keys?envelope=price`;
    expect(rulesOf(await look(app, 'supplier-shenda', path))).toEqual(['bid.still-sealed']);
    await app.setClock(pricesOpenAt);
    await openTogether(app, two.locks.price);
    const price = await evidence('supplier-shenda', two, '?envelope=price');
    expect(JSON.parse(String(price['file-keys.json']))).toMatchObject({ envelope: 'price' });
    expect((await verify(price, '--tender', 'tender.json')).lines.filter((line) => line.includes('FAULT'))).toEqual([]);
    const crossed = await verify({ ...price, 'file-keys.json': qualification['file-keys.json'] as Buffer });
    expect(crossed.code).toBe(1);
  });
});
