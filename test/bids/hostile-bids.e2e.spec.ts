import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pack, type Header } from 'tar-stream';
import type { OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { PublicOpening } from '../../src/bids/read-opening.js';
import { sealedTo } from '../../src/bids/seal-stream.js';
import { hand, open, payloadFor, sealedFor, startBids, type BidsApp, type Box } from './box.js';

type Member = Partial<Header> & { content?: Buffer };

const file = Buffer.from('技术方案'.repeat(20_000));
const listed = { name: '方案.pdf', sha256: createHash('sha256').update(file).digest('hex'), bytes: file.length };
const document: Member = { name: listed.name, content: file };
const zero = Buffer.alloc(0);

describe('a hostile bid at the opening (art. 58)', () => {
  let app: BidsApp;
  let tender: Box;
  beforeAll(async () => {
    app = await startBids();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
  });

  async function tar(members: readonly Member[], documents: readonly object[]): Promise<Buffer> {
    const archive = pack();
    const json = Buffer.from(JSON.stringify(payloadFor(tender, '5.00', { documents })));
    for (const { content = zero, ...header } of [{ name: 'bid.json', content: json }, ...members]) {
      archive.entry({ ...header, size: content.length } as Header, content);
    }
    archive.finalize();
    return collected(archive as AsyncIterable<Buffer>);
  }

  async function collected(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
    const all: Uint8Array[] = [];
    for await (const part of parts) all.push(part);
    return Buffer.concat(all);
  }

  async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  }

  const sealed = (plain: Buffer): Promise<Buffer> => collected(sealedTo([tender.recipients.A, tender.recipients.B], once(plain)));

  /** The bid beside a good one, as the minutes tell both. */
  async function minuted(plain: Buffer): Promise<OpeningMinutes['bids']> {
    expect((await hand(await app.as('supplier-shenda'), 'post', tender, await sealed(plain))).status).toBe(201);
    await hand(await app.as('supplier-hujiang'), 'post', tender, await sealedFor(tender, '7.00'));
    await open(app, tender);
    return ((await app.http('get', `/v1/tenders/${tender.id}/opening`)).body as PublicOpening).minutes.bids;
  }

  it('is none where the tar holds what it lists', async () => {
    expect(await minuted(await tar([document], [listed]))).toMatchObject([
      { result: 'opened', price: { amount: '5.00' } },
      { result: 'opened', price: { amount: '7.00' } },
    ]);
  });

  it.each<[string, Member[], object[], RegExp]>([
    ['a link out of the box', [{ name: 'a.pdf', type: 'symlink', linkname: '/etc/passwd' }], [listed], /symbolic link/],
    ['a hard link to another document', [{ name: 'a.pdf', type: 'link', linkname: 'bid.json' }], [listed], /hard link/],
    ['a device', [{ name: '方案.pdf', type: 'character-device' }], [listed], /character device/],
    ['a way up', [{ ...document, name: '../方案.pdf' }], [{ ...listed, name: '../方案.pdf' }], /without a path/],
    ['an absolute name', [{ ...document, name: '/方案.pdf' }], [{ ...listed, name: '/方案.pdf' }], /without a path/],
    ['a NUL in a name', [{ ...document, name: '方\0案.pdf' }], [listed], /lists there/],
    ['a name that turns the text around', [{ ...document, name: '方\u202e案.pdf' }], [listed], /lists there/],
    ['one name twice', [document, document], [listed, listed], /nearly so/],
    [
      'two names that differ in case',
      [
        { ...document, name: 'a.pdf' },
        { ...document, name: 'A.pdf' },
      ],
      [
        { ...listed, name: 'a.pdf' },
        { ...listed, name: 'A.pdf' },
      ],
      /nearly so/,
    ],
    ['a size that pax says again', [{ ...document, pax: { size: '7' } }], [listed], /has "size"/],
    ['a document that nobody listed', [document, document], [listed], /lists there/],
    ['a document too few', [document], [listed, { ...listed, name: '二.pdf' }], /is missing/],
    ['another length than listed', [document], [{ ...listed, bytes: 9 }], /length/],
    ['another document than listed', [{ ...document, content: Buffer.alloc(file.length) }], [listed], /digest/],
  ])('is defective with its reason, and alone: %s', async (_name, members, documents, reason) => {
    const [hostile, good] = await minuted(await tar(members, documents));
    expect(hostile).toMatchObject({ result: 'defective', price: null, defect: { cause: 'bidder', rule: 'bid.content-invalid' } });
    expect(hostile?.defect?.detail.en).toMatch(reason);
    expect(hostile?.defect?.detail.zh).toMatch(/\p{Script=Han}/u);
    expect(good).toMatchObject({ result: 'opened', price: { amount: '7.00' } });
    expect(readdirSync(join(app.config.dataDir, 'blobs', 'staging'))).toEqual([]);
  });

  it.each(['\\u0000', '\\ud800'])('is defective where a key of its JSON holds %s, which no row can', async (key) => {
    const json = JSON.stringify(payloadFor(tender)).replace('{', `{"a${key}b":1,`);
    expect(await minuted(Buffer.from(json))).toMatchObject([{ result: 'defective' }, { result: 'opened' }]);
  });

  it('is defective where anything follows the tar', async () => {
    const whole = await tar([document], [listed]);
    const [hostile] = await minuted(Buffer.concat([whole, Buffer.alloc(100_000), Buffer.of(1)]));
    expect(hostile?.defect?.detail.en).toContain('behind the end');
  });
});
