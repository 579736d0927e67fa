import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import type { OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { PublicOpening } from '../../src/bids/read-opening.js';
import { sealCommand } from '../../src/bids/seal-command.js';
import { keptDocument } from './kept-document.js';
import { programAt } from '../programs.js';
import { hand, open, payloadFor, startBids, type BidsApp, type Box } from './box.js';
import { sealable } from './sealable.js';

const canary = '梯度线圈绕制工艺参数为7.25微米';
const form = {
  price: { amount: '1000.00', currency: 'CNY' },
  lots: [
    { id: 'mri', price: { amount: '500.00', currency: 'CNY' } },
    { id: 'coils', price: { amount: '500.00', currency: 'CNY' } },
  ],
  items: [
    { id: 'system', unitPrice: { amount: '500.00', currency: 'CNY' } },
    { id: 'coil', unitPrice: { amount: '200.00', currency: 'CNY' } },
  ],
  offer: { zh: '磁共振成像系统一套' },
  answers: { quality: '质保五年' },
  tradeSecrets: [{ label: '工艺', text: canary }],
};

let app: BidsApp;
let tender: Box;
let folder: string;
beforeAll(async () => {
  app = await startBids();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.setClock('2026-04-12T01:00:00Z');
  tender = await sealable(app);
  folder = mkdtempSync(join(tmpdir(), 'ftz-command-'));
  mkdirSync(join(folder, 'in'));
  mkdirSync(join(folder, 'out'));
  write('方案.txt', `技术方案 ${canary}`);
  write('large.pdf', Buffer.alloc(300_000, 'x'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, 'in', name), content);
const hashOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const out = (name: string): string => join(folder, 'out', name);
const address = (): string => `${app.address}/v1/tenders/${tender.id}`;

interface Said {
  code: number;
  text: string;
  bytes: Buffer;
}

/** The command as a bidder gives it. */
async function command(...args: string[]): Promise<Said> {
  const parts: Buffer[] = [];
  const code = await sealCommand([...args, '--identity', 'out/own.key'], folder, (part) => {
    parts.push(Buffer.from(part as string));
    return Promise.resolve();
  });
  const bytes = Buffer.concat(parts);
  return { code, bytes, text: bytes.toString('utf8') };
}

function seals(changes: object = {}, ...more: string[]): Promise<Said> {
  write('form.json', JSON.stringify({ ...form, ...changes }));
  return command('--tender', address(), '--form', 'in/form.json', '--out', 'out/bid.age', 'in/方案.txt', 'in/large.pdf', ...more);
}

/** What a bid is told, by place. */
async function found(changes: object, ...more: string[]): Promise<string[]> {
  write('form.json', JSON.stringify({ ...form, ...changes }));
  const { code, text } = await command('check', '--tender', address(), '--form', 'in/form.json', ...more);
  const places = text.split('\n').filter((line) => line.startsWith('#'));
  expect(code).toBe(places.length === 0 ? 0 : 1);
  if (places.length > 0) expect(text).toMatch(/(错误|缺项)：.*\n {2}(fault|gap): /);
  return places;
}

async function handIn(who: string, file: Buffer): Promise<BidReceipt> {
  const { status, body } = await hand(await app.as(`supplier-${who}`), 'post', tender, file);
  expect(status).toBe(201);
  return body as BidReceipt;
}

const minutes = async (): Promise<OpeningMinutes['bids']> =>
  ((await app.http('get', `${address().slice(app.address.length)}/opening`)).body as PublicOpening).minutes.bids;

describe('npm run seal', () => {
  it('seals a bid that the opening reads, and keeps a copy that only its bidder reads', async () => {
    const said = await seals();
    expect([said.code, said.text]).toEqual([0, expect.stringContaining('核对无误。\nNothing was found wrong.')]);
    const file = readFileSync(out('bid.age'));
    expect(said.text).toContain(
      `SHA-256 ${hashOf(file)}\nContent-Digest: sha-256=:${createHash('sha256').update(file).digest('base64')}:`,
    );
    expect(said.text).toContain(`curl -X POST -T '${out('bid.age')}' '${address()}/bids'`);
    expect(said.text).toContain(tender.recipients.A);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['bid.age', 'bid.own.age', 'own.key']);
    for (const name of readdirSync(join(folder, 'out'))) {
      expect(statSync(out(name)).mode & 0o077).toBe(0);
      expect(readFileSync(out(name)).includes(Buffer.from(canary))).toBe(false);
    }
    await handIn('shenda', file);
    await open(app, tender);
    expect(await minutes()).toMatchObject([{ result: 'opened', price: { amount: '1000.00' }, ciphertextSha256: hashOf(file) }]);
    const [bid] = await app.sql<{ content: { documents: object[] } }>('SELECT content FROM opened_bids WHERE tender_id = $1', [
      tender.id,
    ]);
    expect(bid?.content).toMatchObject({ ...form, documents: [{ name: '方案.txt' }, { name: 'large.pdf', bytes: 300_000 }] });
    const document = readFileSync(join(folder, 'in', '方案.txt'));
    expect(await keptDocument(app, hashOf(document))).toEqual(document);

    const copy = await command('open-copy', 'out/bid.own.age');
    expect(JSON.parse(copy.text)).toMatchObject({ fact: { tenderId: tender.id, sha256: hashOf(file) }, content: form });
    expect((await command('open-copy', 'out/bid.own.age', '--document', 'large.pdf')).bytes).toEqual(Buffer.alloc(300_000, 'x'));
    expect((await command('open-copy', 'out/bid.own.age', '--document', 'none')).code).toBe(1);
  });

  it('tells everything that is wrong, where, and seals nothing', async () => {
    expect(await found({})).toEqual([]);
    expect(await found({ price: { amount: '1,000', currency: 'XYZ' }, discount: 1, offer: { fr: 'non' } })).toEqual([
      '#/discount',
      '#/price/amount',
      '#/price/currency',
      '#/offer/fr',
    ]);
    expect(
      await found({ price: { amount: '1000.00', currency: 'EUR' }, lots: undefined, offer: {}, answers: { colour: '红' } }),
    ).toEqual([
      '#/price/currency',
      '#/lots',
      '#/offer',
      '#/answers/quality',
      '#/answers/colour',
      '#/items/0/unitPrice/currency',
      '#/items/1/unitPrice/currency',
    ]);
    expect(await found({ items: [form.items[0], form.items[0], { ...form.items[0], id: 'x' }] })).toEqual([
      '#/items/1',
      '#/items/2',
      '#/items',
    ]);
    expect(await found({ items: [form.items[0], { id: 'coil', unitPrice: { amount: '200.01', currency: 'CNY' } }] })).toEqual([
      '#/price/amount',
    ]);
    expect(await found({ lots: [form.lots[0]], items: [form.items[0]] })).toEqual(['#/price', '#/price/amount']);
    expect(await found({ items: [form.items[0], { id: 'coil', unitPrice: { amount: '200.00', currency: 'EUR' } }] })).toEqual([
      '#/items/1/unitPrice/currency',
    ]);
    expect(await found({ tenderId: '0192f0c1-0000-7000-8000-000000000001' })).toEqual(['#/tenderId']);
    expect(await found({ smeDeclaration: { size: 'huge' }, consortium: { members: [] } })).toEqual([
      '#/smeDeclaration/size',
      '#/consortium/members',
      '#/consortium/jointLiability',
    ]);
    mkdirSync(join(folder, 'in', 'other'));
    write('other/方案.TXT', '');
    expect(await found({}, 'in/方案.txt', 'in/other/方案.TXT')).toEqual(['#/documents', '#/documents/1']);
    const said = await seals({ answers: {} });
    expect([said.code, readdirSync(join(folder, 'out'))]).toEqual([1, []]);
    expect((await seals({ answers: {} }, '--incomplete')).code).toBe(0);
  });

  it('says what is missing, and writes over nothing', async () => {
    expect((await command('--form', 'in/form.json')).text).toContain('--tender');
    expect((await command('--nonsense')).code).toBe(2);
    expect((await command('check', '--tender', 'in/none.json', '--form', 'in/none.json')).text).toContain('none.json');
    expect((await seals({}, 'in/none.pdf')).text).toContain('none.pdf');
    write('tender.json', '{"id":"x"}');
    expect((await command('check', '--tender', 'in/tender.json', '--form', 'in/tender.json')).text).toContain('公开数据');
    write('form.json', '{"price":1,"price":2}');
    expect((await command('check', '--tender', address(), '--form', 'in/form.json')).text).toContain('twice');
    expect((await seals()).code).toBe(0);
    const before = readFileSync(out('bid.age'));
    expect((await seals()).text).toContain('is not written over');
    expect(readFileSync(out('bid.age')).equals(before)).toBe(true);
  });

  it('keeps its key to its owner, and tells a foreign or damaged copy', async () => {
    await seals();
    chmodSync(out('own.key'), 0o644);
    expect((await command('open-copy', 'out/bid.own.age')).code).toBe(0);
    expect(statSync(out('own.key')).mode & 0o777).toBe(0o600);
    expect((await command('open-copy', 'out/bid.age')).text).toContain('not sealed for this key');
    writeFileSync(out('bid.own.age'), readFileSync(out('bid.own.age')).subarray(0, -9));
    expect((await command('open-copy', 'out/bid.own.age')).text).toContain('no whole own copy');
    expect((await command('open-copy', 'out/none.age')).code).toBe(1);
    writeFileSync(out('own.key'), 'no key');
    expect((await command('open-copy', 'out/bid.own.age')).text).toContain('no age identity');
  });

  it('holds a receipt against the sealed file and the own copy', async () => {
    await seals();
    const receipt = await handIn('hujiang', readFileSync(out('bid.age')));
    const verify = async (one: object, ...against: string[]): Promise<[number, string]> => {
      write('receipt.json', JSON.stringify(one));
      const { code, text } = await command(
        'verify-receipt',
        '--receipt',
        'in/receipt.json',
        '--keys',
        `${app.address}/v1/keys`,
        ...against,
      );
      return [code, text];
    };
    const [file, copy] = [
      ['--file', 'out/bid.age'],
      ['--copy', 'out/bid.own.age'],
    ];
    expect(await verify(receipt, ...file, ...copy)).toEqual([0, expect.stringContaining('The receipt holds')]);
    expect(await verify(receipt, ...copy)).toEqual([0, expect.stringContaining('回执有效')]);
    expect(await verify(receipt)).toEqual([1, expect.stringContaining('to compare with')]);
    expect(await verify({ ...receipt, receivedAt: '2026-04-12T00:00:00.000000Z' }, ...file)).toEqual([
      1,
      expect.stringContaining('signature is wrong'),
    ]);
    expect(await verify({ ...receipt, keyId: 'x' }, ...file)).toEqual([
      1,
      expect.stringContaining('none that the platform publishes'),
    ]);
    expect(await verify({ ...receipt, format: 'x' }, ...file)).toEqual([1, expect.stringContaining('no receipt of a bid')]);
    expect(await verify({ ...receipt, signature: 7 }, ...file)).toEqual([1, expect.stringContaining('signature is wrong')]);
    expect(await verify({ ...receipt, tenderId: 'x' }, ...copy)).toEqual([1, expect.stringContaining('another tender')]);
    writeFileSync(out('bid.age'), 'another');
    expect(await verify(receipt, ...file)).toEqual([1, expect.stringContaining('not that of the sealed file')]);
    expect((await verify(receipt, '--file', 'out/none'))[0]).toBe(1);
  });
});

describe('a bid sealed with the program age', () => {
  const age = programAt('AGE', 'age');

  it('opens as any other and stands in the minutes, as JSON and as a tar', async () => {
    if (age === null) return;
    const sealed = (plain: Buffer): Buffer =>
      execFileSync(age, ['-r', tender.recipients.B], { input: execFileSync(age, ['-r', tender.recipients.A], { input: plain }) });
    const bytes = readFileSync(join(folder, 'in', '方案.txt'));
    const document = { name: '方案.txt', sha256: hashOf(bytes), bytes: bytes.length };
    const lots = (amount: string): object[] => [{ id: 'mri', price: { amount, currency: 'CNY' } }];
    const embedded = [{ ...document, bytes: bytes.toString('base64') }];
    const json = payloadFor(tender, '7.00', { lots: lots('7.00'), documents: embedded });
    write('bid.json', JSON.stringify(payloadFor(tender, '8.00', { lots: lots('8.00'), documents: [document] })));
    const tar = execFileSync('tar', ['-cf', '-', 'bid.json', '方案.txt'], { cwd: join(folder, 'in') });
    await handIn('shenda', sealed(Buffer.from(JSON.stringify(json))));
    await handIn('hujiang', sealed(tar));
    await seals();
    await handIn('rheinland', readFileSync(out('bid.age')));
    await open(app, tender);
    expect((await minutes()).map((one) => [one.result, one.price?.amount])).toEqual([
      ['opened', '7.00'],
      ['opened', '8.00'],
      ['opened', '1000.00'],
    ]);
    const opened = await app.sql<{ content: { documents: object[] } }>(
      'SELECT content FROM opened_bids WHERE tender_id = $1 ORDER BY received_at',
      [tender.id],
    );
    expect(opened.map((one) => one.content.documents[0])).toEqual([document, document, document]);
    expect(execFileSync(age, ['-d', '-i', out('own.key'), out('bid.own.age')]).includes(Buffer.from(canary))).toBe(true);
  });
});
