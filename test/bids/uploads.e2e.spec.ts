import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import { UploadFiles } from '../../src/bids/upload-files.js';
import { BlobStore } from '../../src/platform/blob-store.js';
import { sessionOptions } from '../../src/platform/database.js';
import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import { contentDigest } from '../content-digest.js';
import { counts } from '../prove.js';
import { until } from '../until.js';
import { deadline, hand, justBefore, open, ruleOf, sealedFor, startBids, type BidsApp, type Box } from './box.js';
import { append, begin, breakOff, name, offsetType, uploaded } from './uploading.js';

describe('a sealed file in pieces (art. 51, 58; tus 1.0.0)', () => {
  let app: BidsApp;
  let tender: Box;
  let shenda: Caller;
  let hujiang: Caller;

  beforeAll(async () => {
    app = await startBids();
    shenda = await app.as('supplier-shenda');
    hujiang = await app.as('supplier-hujiang');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.sql('DELETE FROM bid_uploads');
    await app.setClock('2026-04-12T01:00:00Z', true);
    tender = await app.tender();
  });

  const bidsOf = (box: Box): Promise<{ action: string; received_at: string }[]> =>
    app.sql('SELECT * FROM bid_submissions WHERE tender_id = $1 ORDER BY version', [box.id]);
  const folderOf = (id: string): string => join(app.config.dataDir, 'blobs', 'uploads', id);
  const offsetOf = async (id: string): Promise<number> =>
    Number((await shenda('get', `/v1/uploads/${id}`)).headers['upload-offset']);
  const begun = async (file: Buffer): Promise<string> => ((await begin(shenda, tender, file)).body as { id: string }).id;

  it('comes in any pieces, says how far it is, and becomes a bid with the receipt that the same file gets in one piece', async () => {
    const file = await sealedFor(tender);
    const made = await begin(shenda, tender, file, 'begin-1');
    expect([made.status, made.headers['upload-offset'], made.headers['tus-resumable']]).toEqual([201, '0', '1.0.0']);
    const { id } = made.body as { id: string };
    expect(made.headers['location']).toBe(`/v1/uploads/${id}`);
    expect(made.headers['upload-expires']).toBe('Mon, 13 Apr 2026 01:00:00 GMT');
    expect((await begin(shenda, tender, file, 'begin-1')).body).toMatchObject({ id });
    for (const [from, to] of [
      [0, 10],
      [10, 300],
      [300, file.length - 1],
    ] as const) {
      const answer = await append(shenda, id, file, from, to);
      expect([answer.status, answer.headers['upload-offset']]).toEqual([204, String(to)]);
    }
    const asked = await fetch(`${app.address}/v1/uploads/${id}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${await app.tokenOf('supplier-shenda', 'supplier')}` },
    });
    const seen = ['upload-offset', 'upload-length', 'cache-control', 'tus-resumable'].map((one) => asked.headers.get(one));
    expect(seen).toEqual([String(file.length - 1), String(file.length), 'no-store', '1.0.0']);
    const early = await name(shenda, 'post', tender, id);
    expect([early.status, ruleOf(early)]).toEqual([409, 'bid.transfer-incomplete']);
    expect((await append(shenda, id, file, file.length - 1)).status).toBe(204);
    expect(readdirSync(folderOf(id))).toEqual(['whole']);

    const answer = await name(shenda, 'post', tender, id, 'bid-1');
    expect(answer.status).toBe(201);
    const receipt = answer.body as BidReceipt;
    const other = await app.tender();
    const plain = (await hand(hujiang, 'post', other, file)).body as BidReceipt;
    const alike = ({ ciphertextSha256, bytes, state, action, version, statement, keyId, format }: BidReceipt): unknown => ({
      ciphertextSha256,
      bytes,
      state,
      action,
      version,
      statement,
      keyId,
      format,
    });
    expect(alike(receipt)).toEqual(alike(plain));
    expect(receipt.ciphertextSha256).toBe(createHash('sha256').update(file).digest('hex'));
    expect((await name(shenda, 'post', tender, id, 'bid-1')).body).toEqual(receipt);
    expect(ruleOf(await name(shenda, 'post', tender, id))).toBe('bid.already-submitted');
    const hashes = await app.sql<{ same: boolean }>(
      'SELECT count(DISTINCT ct_sha512) = 1 AS same FROM bid_submissions WHERE tender_id = ANY ($1)',
      [[tender.id, other.id]],
    );
    expect(hashes).toEqual([{ same: true }]);
  });

  it('is opened as any bid, also where its upload was given up or is over since', async () => {
    const file = await sealedFor(tender, '1970000.00');
    const id = await uploaded(shenda, tender, file);
    expect((await name(shenda, 'post', tender, id)).status).toBe(201);
    const second = await uploaded(shenda, tender, await sealedFor(tender, '1960000.00'));
    expect((await name(shenda, 'put', tender, second)).body).toMatchObject({ action: 'replacement', version: 2 });
    expect((await shenda('delete', `/v1/uploads/${id}`)).status).toBe(204);
    expect(existsSync(folderOf(id))).toBe(false);
    expect((await shenda('get', `/v1/uploads/${id}`)).status).toBe(404);
    await open(app, tender);
    await app.drain();
    expect(existsSync(folderOf(second))).toBe(false);
    expect(await app.sql('SELECT price::text FROM opened_bids WHERE tender_id = $1', [tender.id])).toEqual([
      { price: '1960000.00' },
    ]);
  });

  it('is no bid: the moment is that of the submission, after the last byte', async () => {
    const file = await sealedFor(tender);
    const id = await uploaded(shenda, tender, file);
    expect(await bidsOf(tender)).toEqual([]);
    await app.setClock(justBefore, true);
    expect((await name(shenda, 'post', tender, id)).status).toBe(201);
    expect(await bidsOf(tender)).toMatchObject([{ received_at: justBefore }]);
    const late = await app.tender();
    const lateId = await uploaded(shenda, late, file);
    await app.setClock(deadline, true);
    const refused = await name(shenda, 'post', late, lateId);
    expect([refused.status, ruleOf(refused)]).toEqual([422, 'bid.late']);
    expect(await bidsOf(late)).toEqual([]);
    expect(ruleOf(await begin(shenda, late, file))).toBe('bid.late');
  });

  it('keeps what came before a connection broke at 99 %, and goes on there', async () => {
    const file = await sealedFor(tender, '1.00', { offer: { zh: '甲'.repeat(1_500_000) } });
    const id = await begun(file);
    const bytes = Math.floor(file.length * 0.99);
    const staging = join(app.config.dataDir, 'blobs', 'staging');
    await breakOff(shenda, id, file, { from: 0, bytes }, () =>
      until(async () => {
        const sizes = await Promise.all(readdirSync(staging).map((one) => stat(join(staging, one)).then(({ size }) => size)));
        return sizes.includes(bytes);
      }, 'the bytes are there'),
    );
    await until(async () => (await offsetOf(id)) === bytes, 'what came is kept');
    await until(() => Promise.resolve(readdirSync(staging).length === 0), 'nothing is left of the broken request');
    expect((await append(shenda, id, file, bytes)).status).toBe(204);
    expect((await name(shenda, 'post', tender, id)).body).toMatchObject({
      bytes: file.length,
      ciphertextSha256: createHash('sha256').update(file).digest('hex'),
    });
    expect(app.logged()).not.toContain('"fault"');
  });

  it('takes bytes at its offset only, and no more than were declared', async () => {
    const file = await sealedFor(tender);
    const id = await begun(file);
    await append(shenda, id, file, 0, 500);
    for (const from of [0, 499, 501]) {
      const answer = await append(shenda, id, file, from, 600);
      expect([answer.status, ruleOf(answer), answer.headers['upload-offset']]).toEqual([409, 'upload-offset-differs', '500']);
    }
    const long = Buffer.concat([file, Buffer.alloc(1)]);
    const answer = await append(shenda, id, long, 500);
    expect([answer.status, await offsetOf(id)]).toEqual([413, 500]);
    const patch = (): ReturnType<Caller> => shenda('patch', `/v1/uploads/${id}`);
    expect((await patch().set('content-type', offsetType).send(file.subarray(500))).status).toBe(400);
    expect((await patch().set('upload-offset', '500').send({ a: 1 })).status).toBe(415);
    expect((await append(shenda, id, file, 500)).status).toBe(204);
    expect((await append(shenda, id, file, file.length)).status).toBe(204);
  });

  it.each([1, 2, 3, 4, 5, 6])('lets one of two at once win (%i)', async () => {
    const file = await sealedFor(tender, '1.00', { offer: { zh: '乙'.repeat(100_000) } });
    const id = await begun(file);
    const ends = [file.length, 70_000];
    const both = await Promise.all(ends.map((to) => append(shenda, id, file, 0, to)));
    const winners = both.flatMap(({ status }, index) => (status === 204 ? [ends[index] as number] : []));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await offsetOf(id)).toBe(winners[0]);
    if (winners[0] !== file.length) await append(shenda, id, file, winners[0] as number);
    expect((await name(shenda, 'post', tender, id)).status).toBe(201);
  });

  /** All bytes are there, but the process ended before it checked them. */
  async function unchecked(file: Buffer): Promise<string> {
    const id = await begun(file);
    const part = await app.app.get(BlobStore).stage(Readable.from([file]), { bytesMax: file.length });
    expect(await app.app.get(UploadFiles).append(id, 0, part)).toBe(true);
    return id;
  }

  it('is checked once where several come to the check at once, and nobody loses it', async () => {
    for (let round = 0; round < counts(4, 40); round += 1) {
      const file = await sealedFor(tender, '1.00', { offer: { zh: '丙'.repeat(150_000) } });
      const id = await unchecked(file);
      const made = await Promise.all(
        [1, 2, 3, 4].map(() => name(shenda, round ? 'put' : 'post', tender, id, `at-once-${round}`)),
      );
      expect(made.map(({ status }) => status)).toEqual(Array(4).fill(round ? 200 : 201));
      expect(new Set(made.map(({ text }) => text)).size).toBe(1);
      await shenda('delete', `/v1/uploads/${id}`);
    }
  });

  it('takes no part after it is complete, whoever set out before', async () => {
    const file = await sealedFor(tender);
    const id = await uploaded(shenda, tender, file);
    const late = await app.app.get(BlobStore).stage(Readable.from([Buffer.from('other bytes')]), { bytesMax: 100 });
    expect(await app.app.get(UploadFiles).append(id, 0, late)).toBe(false);
    expect(readdirSync(folderOf(id))).toEqual(['whole']);
    expect(await offsetOf(id)).toBe(file.length);
    expect((await name(shenda, 'post', tender, id)).status).toBe(201);
  });

  it('is there for its own organisation and tender only', async () => {
    const file = await sealedFor(tender);
    const id = await uploaded(shenda, tender, file);
    const [nothing, other] = [newId(), await app.tender()];
    for (const asked of [id, nothing]) {
      expect((await hujiang('get', `/v1/uploads/${asked}`)).status).toBe(404);
      expect((await append(hujiang, asked, file, 0)).status).toBe(404);
      expect((await hujiang('delete', `/v1/uploads/${asked}`)).status).toBe(404);
      expect((await name(hujiang, 'post', tender, asked)).status).toBe(404);
    }
    expect((await name(shenda, 'post', other, id)).status).toBe(404);
    expect((await begin(await app.as('procurer-wang'), tender, file)).status).toBe(403);
    expect((await begin(shenda, { id: nothing }, file)).status).toBe(404);
    expect((await name(shenda, 'post', tender, id)).status).toBe(201);
  });

  it('may be sent by who has a power of attorney to bid, in the tenders it names', async () => {
    const [attorney, organization] = [await app.person('supplier-hujiang'), app.organizations['shenda'] as string];
    await app.sql(
      `INSERT INTO delegations (id, version, kind, principal_id, person_id, acts, tender_ids, valid_from, valid_to, evidence, granted_by, granted_at)
       VALUES ($1, 1, 'power', $2, $3, '{bid}', ARRAY[$4::uuid], platform_now(), platform_now() + interval '1 year', '{}', $5, platform_now())`,
      [newId(), organization, attorney, tender.id, await app.person('supplier-shenda')],
    );
    const acting: Caller = (verb, path, key) => hujiang(verb, path, key).set('acting-for', organization);
    const file = await sealedFor(tender);
    const id = await uploaded(acting, tender, file);
    expect(await offsetOf(id)).toBe(file.length);
    expect((await name(acting, 'post', tender, id)).status).toBe(201);
    const other = await app.tender();
    expect(ruleOf(await begin(acting, other, file))).toBe('organization.power-missing');
    const theirs = await uploaded(shenda, other, file);
    expect(ruleOf(await acting('get', `/v1/uploads/${theirs}`))).toBe('organization.power-missing');
  });

  it('refuses what is not sealed at its first bytes, and ends an upload whose bytes are not those declared', async () => {
    const file = await sealedFor(tender);
    const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(5_000)]);
    const bad = await begun(zip);
    const refused = await append(shenda, bad, zip, 0, 10);
    expect([refused.status, ruleOf(refused), await offsetOf(bad)]).toEqual([422, 'bid.not-sealed', 0]);
    const changed = Buffer.from(file);
    changed.writeUInt8(file.readUInt8(file.length - 1) ^ 1, file.length - 1);
    const id = await begun(file);
    await append(shenda, id, changed, 0, 100);
    const last = await append(shenda, id, changed, 100);
    expect([last.status, ruleOf(last)]).toEqual([422, 'bid.digest-mismatch']);
    expect((await shenda('get', `/v1/uploads/${id}`)).status).toBe(404);
    expect(existsSync(folderOf(id))).toBe(false);
    expect(await app.sql('SELECT 1 FROM bid_uploads WHERE id = $1', [id])).toEqual([]);
    for (const half of [file.subarray(0, 60), file.subarray(0, 199)]) {
      const short = await begun(Buffer.from(half));
      expect(ruleOf(await append(shenda, short, Buffer.from(half), 0))).toBe('bid.not-sealed');
    }
    for (const body of [{}, { uploadId: 'x' }, { uploadId: id, price: '1' }]) {
      const answer = await shenda('post', `/v1/tenders/${tender.id}/bids`).send(body);
      expect([answer.status, ruleOf(answer)]).toEqual([422, 'invalid']);
    }
  });

  it('is bounded: in length, in number and in bytes of an organisation', async () => {
    const file = await sealedFor(tender);
    const declare = (length: string) =>
      shenda('post', `/v1/tenders/${tender.id}/uploads`).set('upload-length', length).set('repr-digest', contentDigest(file));
    for (const length of ['0', '-1', '1e3', 'x']) expect((await declare(length)).status).toBe(400);
    expect((await declare('209715201')).status).toBe(413);
    expect((await shenda('post', `/v1/tenders/${tender.id}/uploads`).set('upload-length', '5')).status).toBe(400);
    for (let each = 0; each < 5; each += 1) expect((await declare('209715200')).status).toBe(201);
    expect([(await declare('209715200')).status, (await declare('1000')).status]).toEqual([429, 201]);
    for (let each = 0; each < 4; each += 1) expect((await declare('1000')).status).toBe(201);
    const answer = await declare('1000');
    expect([answer.status, ruleOf(answer)]).toEqual([429, 'too-many-uploads']);
    expect((await begin(hujiang, tender, file)).status).toBe(201);
    await app.setClock('2026-04-13T00:59:00Z');
    expect((await begin(shenda, tender, file)).status).toBe(429);
  });

  it('is over after a day, with its bytes', async () => {
    const file = await sealedFor(tender);
    const id = await begun(file);
    await append(shenda, id, file, 0, 700);
    await app.setClock('2026-04-13T00:59:59.999999Z', true);
    await app.drain();
    expect(await offsetOf(id)).toBe(700);
    await app.setClock('2026-04-13T01:00:00.000000Z', true);
    expect((await append(shenda, id, file, 700)).status).toBe(404);
    await app.drain();
    expect(existsSync(folderOf(id))).toBe(false);
    expect(await app.sql('SELECT 1 FROM bid_uploads')).toEqual([]);
  });

  it('tells nobody: no entry, no log, no metric, nothing for the service to read', async () => {
    const metrics = async (): Promise<string[]> =>
      (await app.http('get', '/metrics')).text.split('\n').filter((line) => /upload|patch"/i.test(line));
    const entries = (): Promise<unknown[]> => app.sql('SELECT id FROM audit_entries UNION ALL SELECT id FROM outbox ORDER BY id');
    const [before, logged] = [await entries(), app.logged().length];
    const id = await uploaded(shenda, tender, await sealedFor(tender));
    await shenda('get', `/v1/uploads/${id}`);
    await shenda('delete', `/v1/uploads/${id}`);
    expect(await entries()).toEqual(before);
    expect(await metrics()).toEqual([]);
    expect(app.logged().slice(logged)).not.toMatch(/upload/i);
    const service = new pg.Client({ connectionString: app.database.appUrl, options: sessionOptions });
    await service.connect();
    for (const sql of ['SELECT count(*) FROM bid_uploads', 'DELETE FROM bid_uploads', 'UPDATE bid_uploads SET bytes = 1'])
      await expect(service.query(sql)).rejects.toThrow('permission denied');
    await service.end();
  });
});
