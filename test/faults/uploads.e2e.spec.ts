import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { sealedFor, startBids, type BidsApp, type Box } from '../bids/box.js';
import { append, begin, breakOff, name, offsetType } from '../bids/uploading.js';
import { counts, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { startApiProcess, type ApiProcess } from './api-process.js';
import { mebibytes as mb, memoryOf } from './memory.js';

type Sent = NonNullable<RequestInit['body']>;

const mebibyte = 1_048_576;
const growthBytesMax = 160 * mebibyte;

/** Uploads in the real process, killed as a crash would (T37). */
describe('a sealed file in pieces, and a process that ends', () => {
  let app: BidsApp;
  let api: ApiProcess;
  let tender: Box;

  beforeAll(async () => {
    app = await startBids();
    api = await startApiProcess(app);
  }, 180_000);
  afterAll(async () => {
    await api.end();
    await app.close();
  });
  beforeEach(async () => {
    await app.sql('DELETE FROM bid_uploads');
    tender = await app.tender();
  });

  const sha256 = (file: Buffer): string => createHash('sha256').update(file).digest('hex');
  const large = async (mebibytes: number): Promise<Buffer> =>
    Buffer.concat([await sealedFor(tender), randomBytes(mebibytes * mebibyte)]);

  it('is killed under way: what it had said to have is there, and another process goes on', async () => {
    const [here, file] = [await app.as('supplier-shenda'), await large(30)];
    const there = await api.as('supplier-shenda');
    const { id } = (await begin(there, tender, file)).body as { id: string };
    const offset = async (): Promise<number> => Number((await here('get', `/v1/uploads/${id}`)).headers['upload-offset']);
    let seen = 0;
    await breakOff(there, id, file, { from: 0, bytes: 28 * mebibyte }, async () => {
      await until(async () => (seen = await offset()) >= 16 * mebibyte, 'two parts are there');
      api.child.kill('SIGKILL');
    });
    await api.end();
    api = await startApiProcess(app);
    const next = await api.as('supplier-shenda');
    const at = await offset();
    expect(at).toBeGreaterThanOrEqual(seen);
    expect(at).toBeLessThanOrEqual(28 * mebibyte + 65_536);
    expect((await append(next, id, file, at)).status).toBe(204);
    expect((await name(next, 'post', tender, id)).body).toMatchObject({ bytes: file.length, ciphertextSha256: sha256(file) });
  }, 180_000);

  it('lets one of two processes win at one offset', async () => {
    const [here, there] = [await app.as('supplier-shenda'), await api.as('supplier-shenda')];
    const file = await large(1);
    for (let round = 0; round < counts(3, 20); round += 1) {
      const { id } = (await begin(here, tender, file)).body as { id: string };
      const both = await Promise.all([append(here, id, file, 0), append(there, id, file, 0)]);
      expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
      expect((await here('get', `/v1/uploads/${id}`)).headers['upload-offset']).toBe(String(file.length));
      await here('delete', `/v1/uploads/${id}`);
    }
  });

  it('is measured by what sees memory that is used', () => {
    if (process.platform !== 'linux') return tellCounts('memory: not measured, there is no /proc here');
    const memory = memoryOf(process.pid);
    const used = Buffer.alloc(200 * mebibyte, 1);
    expect(memory.peak() - memory.before).toBeGreaterThan(used.length * 0.8);
  });

  it('takes a large file, in pieces or in one, in little memory', async () => {
    if (process.platform !== 'linux') return tellCounts('memory of uploads: not measured, there is no /proc here');
    const mebibytes = counts(64, 199);
    const [head, block] = [await sealedFor(tender), randomBytes(mebibyte)];
    function* chunks(): Generator<Buffer> {
      yield head;
      for (let each = 0; each < mebibytes; each += 1) yield Buffer.concat([Buffer.from([each]), block.subarray(1)]);
    }
    const hash = createHash('sha256');
    for (const chunk of chunks()) hash.update(chunk);
    const digest = hash.digest();
    const bytes = head.length + mebibytes * mebibyte;
    const send = async (method: string, path: string, headers: Record<string, string>, body?: Sent): Promise<Response> =>
      fetch(`${addressOf(api)}${path}`, {
        ...{ method, duplex: 'half', ...(body === undefined ? {} : { body }) },
        headers: { authorization: `Bearer ${await app.tokenOf('supplier-shenda', 'supplier')}`, ...headers },
      } as RequestInit);
    const stream = (): Sent => Readable.toWeb(Readable.from(chunks())) as unknown as Sent;
    const declared = `sha-256=:${digest.toString('base64')}:`;
    const memory = memoryOf(Number(api.child.pid));

    const made = await send('POST', `/v1/tenders/${tender.id}/uploads`, {
      ...{ 'idempotency-key': 'large-1', 'upload-length': String(bytes), 'repr-digest': declared },
    });
    const { id } = (await made.json()) as { id: string };
    const sent = await send('PATCH', `/v1/uploads/${id}`, { 'content-type': offsetType, 'upload-offset': '0' }, stream());
    expect(sent.status).toBe(204);
    const named = await send(
      'POST',
      `/v1/tenders/${tender.id}/bids`,
      { 'idempotency-key': 'large-2', 'content-type': 'application/json' },
      JSON.stringify({ uploadId: id }),
    );
    expect(await named.json()).toMatchObject({ bytes, ciphertextSha256: digest.toString('hex') });
    const inPieces = memory.peak();
    const plain = await send(
      'PUT',
      `/v1/tenders/${tender.id}/bids/mine`,
      { 'idempotency-key': 'large-3', 'content-type': 'application/age', 'content-digest': declared },
      stream(),
    );
    expect(await plain.json()).toMatchObject({ bytes, action: 'replacement' });
    const inOne = memory.peak();
    const { before } = memory;
    tellCounts(
      `a file of ${mb(bytes)}: memory of the API ${mb(before)}, at its peak ${mb(inPieces)} (in pieces), ${mb(inOne)} (then in one)`,
    );
    expect(inPieces - before).toBeLessThan(growthBytesMax);
    expect(inOne - before).toBeLessThan(growthBytesMax);
  }, 180_000);
});

function addressOf(api: ApiProcess): string {
  return new URL(api.http('get', '/').url).origin;
}
