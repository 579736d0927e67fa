import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type supertest from 'supertest';
import { bundleOf, leavesIn } from '../../src/log/tiles.js';
import { leafHashOf } from '../../src/platform/audit-leaf.js';
import { startTestApp, type TestApp } from '../app.js';
import { mirror, put } from '../archive/mirror.js';
import { MadeLog, signedByThief } from '../archive/trees.js';
import { handIn, openedBox, twoLots } from './downloaded.js';
import { secondVerifier } from './python.js';
import { verified, type Verified } from './verified.js';

const suppliers = ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland'] as const;

let app: TestApp;
let folder: string;
/** By file name. */
const receipts: Record<string, Buffer> = {};
const early: number[] = [];

const idOf = (name: string): string => (JSON.parse(String(receipts[name])) as { id: string }).id;
const proofOf = async (client: string, name: string): Promise<supertest.Response> =>
  (await app.as(client))('get', `/v1/receipts/${idOf(name)}/proof`);

beforeAll(async () => {
  app = await startTestApp({ env: { LOG_CHECKPOINT_SECONDS: '0' } });
  folder = mkdtempSync(join(tmpdir(), 'ftz-log-'));
  const tender = await twoLots(app);
  for (const client of suppliers.slice(0, 2))
    receipts[`${client}.json`] = await handIn(app, tender, client, {
      lots: [{ id: 'mri', price: { amount: '11000000.00', currency: 'CNY' } }],
    });
  receipts['replaced.json'] = await handIn(
    app,
    tender,
    suppliers[0],
    { lots: [{ id: 'mri', price: { amount: '10000000.00', currency: 'CNY' } }] },
    'put',
  );
  const withdrawn = await (await app.as(suppliers[1]))('delete', `${tender.path}/bids/mine`);
  receipts['withdrawn.json'] = Buffer.from(withdrawn.text);
  await app.drain();
  await mirror(app, join(folder, 'log'));
  early.push((await proofOf(suppliers[0], `${suppliers[0]}.json`)).status);
  const { keys } = await openedBox(app, tender, receipts);
  await app.drain();
  await mirror(app, join(folder, 'log'));
  put(folder, 'keys.json', keys);
  for (const [name, bytes] of Object.entries(receipts)) put(folder, name, bytes);
}, 240_000);
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const verify = (...args: string[]): Promise<Verified> => verified(folder, ...args, '--log-key', 'log/log.vkeys');

/** What both verifiers say; where there is no Python, what ours says. */
async function both(verb: 'log' | 'proof', file: string, receipt?: string): Promise<number[]> {
  const keys = join(folder, 'log/log.vkeys');
  const ours =
    receipt === undefined ? await verify(verb, file) : await verify('receipt', receipt, '--keys', 'keys.json', '--proof', file);
  const second = await secondVerifier(
    verb,
    join(folder, file),
    keys,
    ...(receipt === undefined ? [] : ['--receipt', join(folder, receipt)]),
  );
  return [...new Set([ours.code, second?.code ?? ours.code])];
}

describe('a receipt in the log', () => {
  it('is proved to its bidder once the bids are opened, to nobody else, and not before', async () => {
    expect(early).toEqual([404]);
    const [own] = suppliers;
    const answer = await proofOf(own, `${own}.json`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect((await proofOf(suppliers[1], `${own}.json`)).status).toBe(404);
    expect((await proofOf('auditor-feng', `${own}.json`)).status).toBe(403);
    expect((await app.http('get', `/v1/receipts/${idOf(`${own}.json`)}/proof`)).status).toBe(401);
  });

  it('of a bid, a replacement and a withdrawal is checked offline, by both verifiers', async () => {
    for (const [name, client] of Object.entries({
      [`${suppliers[0]}.json`]: suppliers[0],
      'replaced.json': suppliers[0],
      'withdrawn.json': suppliers[1],
    })) {
      put(folder, `${name}.tlog-proof`, (await proofOf(client, name)).text);
      expect({ name, codes: await both('proof', `${name}.tlog-proof`, name) }).toEqual({ name, codes: [0] });
    }
    const { out } = await verify('proof', 'replaced.json.tlog-proof');
    expect(out).toContain('VERDICT');
    expect(out).not.toContain('FAULT');
  });

  it('does not go with another receipt, nor with any octet changed', async () => {
    const text = readFileSync(join(folder, 'replaced.json.tlog-proof'), 'utf8');
    expect(await both('proof', 'replaced.json.tlog-proof', `${suppliers[0]}.json`)).toEqual([1]);
    const extra = /^extra (\S+)$/m.exec(text)?.[1] ?? '';
    const said = JSON.parse(Buffer.from(extra, 'base64').toString('utf8')) as { leaf: string; payload: string; salt: string };
    const retold = (over: Partial<typeof said>): string =>
      text.replace(extra, Buffer.from(JSON.stringify({ ...said, ...over })).toString('base64'));
    const { payload: _payload, salt: _salt, ...bare } = said;
    const forged: Record<string, string> = {
      payload: retold({ payload: said.payload.replace('replacement', 'submission_') }),
      salt: retold({ salt: '00'.repeat(32) }),
      leaf: retold({ leaf: said.leaf.replace('sealed', 'opened') }),
      'no payload': text.replace(extra, Buffer.from(JSON.stringify(bare)).toString('base64')),
      'no extra': text.replace(/^extra .*\n/m, ''),
      index: text.replace(/^index (\d+)$/m, (_, index: string) => `index ${Number(index) + 1}`),
      'one hash less': text.replace(/^(index \d+\n)[^\n]{44}\n/m, '$1'),
      root: text.replace(/(\n\n[^\n]+\n\d+\n)./, '$1/'),
      'no proof': 'c2sp.org/tlog-proof@v1\n',
    };
    for (const [name, content] of Object.entries(forged)) {
      put(folder, 'forged.tlog-proof', content);
      expect({ name, codes: await both('proof', 'forged.tlog-proof', 'replaced.json') }).toEqual({ name, codes: [1] });
    }
  }, 240_000);
});

describe('a whole log', () => {
  const whole = (): string => readFileSync(join(folder, 'log/checkpoint'), 'utf8');
  const width = (): number => Number(whole().split('\n')[1]);

  it('holds from its entries to its signatures, at every checkpoint, for both verifiers', async () => {
    const { code, out } = await verify('log', 'log');
    expect({ code, faults: out.match(/FAULT.*/g) }).toEqual({ code: 0, faults: null });
    expect(out).not.toContain('There is one checkpoint');
    expect(await both('log', 'log')).toEqual([0]);
  });

  it('forged in any way is found by both', async () => {
    const [entries, hashes] = [`tile/entries/000.p/${width()}`, `tile/0/000.p/${width()}`];
    const flip = (name: string, at: number) => (copy: string) => {
      const bytes = readFileSync(join(copy, name));
      bytes[at] = (bytes[at] as number) ^ 1;
      writeFileSync(join(copy, name), bytes);
    };
    // One leaf changed, and everything that rests on it made again; what the thief cannot reach are earlier checkpoints that others kept.
    const rewritten = (copy: string, dataDir: string): void => {
      const leaves = (leavesIn(readFileSync(join(copy, entries))) ?? []).map((leaf, at) =>
        at === 0 ? String(leaf).replace('"v":1', '"v":2') : String(leaf),
      );
      rmSync(join(copy, 'tile'), { recursive: true });
      put(copy, entries, bundleOf(leaves));
      put(copy, hashes, Buffer.concat(leaves.map(leafHashOf)));
      const note = signedByThief(dataDir, app.config.logOrigin, new MadeLog(leaves).head());
      put(copy, 'checkpoint', note);
      put(copy, `checkpoint.${width()}`, note);
    };
    const forgeries: Record<string, (copy: string) => void> = {
      'an entry changed': flip(entries, 40),
      'a length changed': flip(entries, 1),
      'a leaf hash changed': flip(hashes, 40),
      'a signature changed': (copy) => put(copy, 'checkpoint', whole().replace(/.{6}\n$/, 'AAAA==\n')),
      'the size changed': (copy) => put(copy, 'checkpoint', whole().replace(`\n${width()}\n`, `\n${width() - 1}\n`)),
      'no entries': (copy) => rmSync(join(copy, entries)),
      'no hashes': (copy) => rmSync(join(copy, hashes)),
      'no checkpoint': (copy) => {
        for (const name of ['checkpoint', `checkpoint.${width()}`]) rmSync(join(copy, name));
      },
      'another file': (copy) => put(copy, 'tile/0/more', 'x'),
      'a tile beyond': (copy) => put(copy, 'tile/1/000.p/1', Buffer.alloc(32)),
      'the whole log rewritten and signed by another key': (copy) => rewritten(copy, copy),
      'the whole log rewritten and signed by its own key, beside an earlier checkpoint': (copy) =>
        rewritten(copy, app.config.dataDir),
    };
    for (const [name, forge] of Object.entries(forgeries)) {
      const copy = join(folder, 'copy');
      rmSync(copy, { recursive: true, force: true });
      cpSync(join(folder, 'log'), copy, { recursive: true });
      forge(copy);
      expect({ name, codes: await both('log', 'copy') }).toEqual({ name, codes: [1] });
    }
  }, 240_000);
});
