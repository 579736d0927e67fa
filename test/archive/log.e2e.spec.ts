import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isConsistent } from '../../src/archive/consistency.js';
import { includes } from '../../src/platform/merkle.js';
import { leafHashOf, salted } from '../../src/platform/audit-leaf.js';
import { parseCheckpoint, type SignedCheckpoint } from '../../src/log/checkpoint.js';
import { parseVkey, signedBy, type VerifierKey } from '../../src/log/signed-note.js';
import { leavesIn, tilePath, tilesOf } from '../../src/log/tiles.js';
import { parseTlogProof, type TlogProof } from '../../src/log/tlog-proof-text.js';
import { startTestApp, type TestApp } from '../app.js';
import { act, done, draft, look } from '../journeys/steps.js';
import { secondVerifier } from '../verification/python.js';
import { verified } from '../verification/verified.js';
import { fetched, mirror } from './mirror.js';

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startTestApp({ env: { LOG_CHECKPOINT_SECONDS: '0' } });
  id = done(await draft(app)).body.id;
  await app.drain();
});
afterAll(() => app.close());

const checkpoint = async (): Promise<SignedCheckpoint> =>
  parseCheckpoint((await fetched(app, 'checkpoint')).toString('utf8')) as SignedCheckpoint;
const logKey = async (): Promise<VerifierKey> =>
  parseVkey((await fetched(app, 'key')).toString('utf8').split('\n')[0] ?? '') as VerifierKey;
const get = (path: string): Promise<Response> => fetch(`${app.address}/v1/log/${path}`);

describe('the log as a stranger reads it', () => {
  it('is signed by its own key, which is not the one of receipts', async () => {
    const [served, key] = [await checkpoint(), await logKey()];
    expect(served.origin).toBe(key.name);
    expect(signedBy(served.note, key)).toBe('valid');
    const { keys } = (await app.http('get', '/v1/keys')).body as { keys: { x: string }[] };
    expect(keys.map((one) => one.x)).not.toContain(key.publicKey.toString('base64url'));
  });

  it('has tiles and entries that give the signed root, and nothing beyond it', async () => {
    const { size } = await checkpoint();
    const [tile] = tilesOf(0, size);
    const [bundle] = tilesOf('entries', size);
    const hashes = await fetched(app, `tile/${tilePath(tile!)}`);
    const leaves = leavesIn(await fetched(app, `tile/${tilePath(bundle!)}`)) ?? [];
    expect(hashes.length).toBe(size * 32);
    expect(Buffer.concat(leaves.map((leaf) => leafHashOf(leaf.toString('utf8')))).equals(hashes)).toBe(true);
    for (const path of [
      `tile/0/000.p/${size + 1}`,
      'tile/0/000',
      'tile/1/000.p/1',
      'tile/0/000.p/0',
      'tile/0/0',
      'tile/00/000.p/1',
      'tile/entries/001',
    ])
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 404 });
  });

  it('is cached as it may be', async () => {
    const { size } = await checkpoint();
    const tile = await get(`tile/0/000.p/${size}`);
    expect(tile.headers.get('content-type')).toBe('application/octet-stream');
    expect(tile.headers.get('cache-control')).toContain('public');
    const head = await get('checkpoint');
    expect([head.headers.get('content-type'), head.headers.get('cache-control')]).toEqual([
      'text/plain; charset=utf-8',
      'max-age=2',
    ]);
    const again = await fetch(`${app.address}/v1/log/checkpoint`, {
      headers: { 'if-none-match': head.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('grows consistently', async () => {
    const before = await checkpoint();
    done(await act(app, 'procurer-wang', 'post', `/v1/tenders/${id}/conflict-declarations`, { hasConflict: false }));
    await app.drain();
    const after = await checkpoint();
    expect(after.size).toBeGreaterThan(before.size);
    const answer = (await (await get(`consistency?from=${before.size}&to=${after.size}`)).json()) as { proof: string[] };
    expect(
      isConsistent(
        before,
        after,
        answer.proof.map((one) => Buffer.from(one, 'base64')),
      ),
    ).toBe(true);
    for (const query of ['from=2&to=1', `from=1&to=${after.size + 1}`, 'from=-1&to=1', 'from=1', 'from=01&to=2'])
      expect({ query, status: (await get(`consistency?${query}`)).status }).toEqual({ query, status: 422 });
  });

  it('proves an entry to anyone, without its payload', async () => {
    const { items } = done(await look(app, 'auditor-feng', `/v1/archive/tenders/${id}`)).body as unknown as {
      items: { id: string; index: number }[];
    };
    const [entry] = items;
    const proof = parseTlogProof((await fetched(app, `entries/${entry?.id}/proof`)).toString('utf8')) as TlogProof;
    const { leaf, ...others } = JSON.parse(String(proof.extra)) as { leaf: string };
    expect(others).toEqual({});
    expect(proof.index).toBe(entry?.index);
    expect(includes(proof.index, proof.checkpoint.size, leafHashOf(leaf), proof.hashes, proof.checkpoint.root)).toBe(true);
    expect(signedBy(proof.checkpoint.note, await logKey())).toBe('valid');
    for (const path of [`entries/${id}/proof`, 'entries/x/proof']) expect((await get(path)).status).toBe(404);
  });

  it('says nothing of what is sealed, and proves none of it', async () => {
    const { size } = await checkpoint();
    const leaves = leavesIn(await fetched(app, `tile/entries/000.p/${size}`)) ?? [];
    const sealed = leaves
      .map((leaf) => JSON.parse(leaf.toString('utf8')) as { type: string })
      .filter((leaf) => leaf.type === 'sealed');
    expect(sealed.length).toBeGreaterThan(0);
    for (const leaf of sealed) expect(Object.keys(leaf).sort()).toEqual(['sha256', 'sha512', 'type', 'v']);
    const [cover] = await app.sql<{ id: string; salt: Buffer; payload: string; leaf: string }>(
      `SELECT id, salt, payload, leaf FROM audit_entries JOIN audit_payloads ON entry_id = id WHERE type = 'log.cover' LIMIT 1`,
    );
    expect(JSON.parse(cover!.leaf)).toMatchObject({ sha256: salted('sha256', cover!.salt, cover!.payload) });
    expect((await get(`entries/${cover?.id}/proof`)).status).toBe(404);
  });

  it('is signed at its cadence, and not before', async () => {
    const rows = await app.sql<{ size: string }>('SELECT size FROM log_checkpoints ORDER BY published');
    expect(rows.length).toBeGreaterThan(1);
    await app.drain();
    expect((await checkpoint()).size).toBe(Number(rows.at(-1)?.size));
    expect(((await app.http('get', '/health/ready')).body as { alarms: string[] }).alarms).toEqual([]);
  });
});

describe('a log of some size', () => {
  it('is served in full tiles, which may be kept for good, and holds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ftz-log-'));
    try {
      await mirror(app, folder);
      await app.sql(
        `INSERT INTO audit_entries (id, type, subject_kind, recorded_at, sealed, leaf, leaf_hash)
         SELECT id, 'calendar.recorded', 'calendar', platform_now(), false, leaf, sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))
           FROM generate_series(1, 600) place, LATERAL (SELECT md5(place::text)::uuid AS id) one, LATERAL (SELECT format('{"id":"%s"}', id) AS leaf) two`,
      );
      await app.drain();
      const size = await mirror(app, folder);
      expect(size).toBeGreaterThan(600);
      const full = await get('tile/0/001');
      expect([full.headers.get('cache-control'), (await full.arrayBuffer()).byteLength]).toEqual([
        expect.stringContaining('immutable'),
        8192,
      ]);
      expect((await fetched(app, 'tile/1/000.p/2')).length).toBe(64);
      expect((await get('tile/1/000.p/3')).status).toBe(404);
      expect((await verified(folder, 'log', '.', '--log-key', 'log.vkeys')).code).toBe(0);
      const second = await secondVerifier('log', folder, join(folder, 'log.vkeys'));
      if (second) expect(second).toEqual({ code: 0, lines: [] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);
});
