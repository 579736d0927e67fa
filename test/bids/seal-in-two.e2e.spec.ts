import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sealCommand } from '../../src/bids/seal-command.js';
import { openSealed } from '../../src/bids/seal.js';
import { identityOf } from '../../src/custody/deal-lock.js';
import { startTestApp, type TestApp } from '../app.js';
import { openTogether, splitOnce } from '../custody/ceremony.js';
import { done } from '../journeys/steps.js';
import { handIn, minutesOf, publishedInTwo, type Envelopes, type TwoStepTender } from '../journeys/two-steps.js';

const form = {
  price: { amount: '9817263.00', currency: 'CNY' },
  offer: { zh: '申达S300，含三年全保。' },
  answers: { quality: '质保五年' },
};

describe('npm run seal, where prices are opened later', () => {
  let app: TestApp;
  let tender: TwoStepTender;
  let folder: string;

  beforeAll(async () => {
    app = await startTestApp();
    tender = await publishedInTwo(app);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ftz-two-'));
    writeFileSync(join(folder, '方案.txt'), '技术方案');
    writeFileSync(join(folder, '报价明细.txt'), '明细 9817263.00');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => app.close());

  const command = async (...args: string[]): Promise<{ code: number; text: string }> => {
    let text = '';
    const code = await sealCommand([...args, '--identity', 'own.key'], folder, (part) => {
      text += Buffer.from(part as string).toString('utf8');
      return Promise.resolve();
    });
    return { code, text };
  };
  const seals = (changes: object = {}, ...more: string[]): ReturnType<typeof command> => {
    writeFileSync(join(folder, 'form.json'), JSON.stringify({ ...form, ...changes }));
    const at = ['--tender', `${app.address}${tender.path}`, '--form', 'form.json', '--price-document', '报价明细.txt'];
    return command(...at, ...more, '方案.txt');
  };
  const file = (part: keyof Envelopes, kind = 'age'): Buffer => readFileSync(join(folder, `bid.${part}.${kind}`));
  const opened = async (part: keyof Envelopes): Promise<string> => {
    const keyOf = async (lock: 'A' | 'B'): Promise<string> =>
      (await identityOf((await splitOnce(lock, 2, 2, part)).shares)) as string;
    const parts: Uint8Array[] = [];
    for await (const one of openSealed(Readable.from([file(part)]), await keyOf('A'), await keyOf('B'))) parts.push(one);
    return Buffer.concat(parts).toString('utf8');
  };

  it('writes two files, each for the locks of its envelope, and nothing of the price into the first', async () => {
    const said = await seals({}, '--incomplete');
    expect(said).toMatchObject({ code: 0 });
    for (const part of ['qualification', 'price'] as const)
      expect(said.text).toContain(createHash('sha256').update(file(part)).digest('hex'));
    const first = await opened('qualification');
    expect(first).toContain('ftz-qualification-1');
    expect(first).toContain('技术方案');
    expect(first).not.toMatch(/9817263|报价明细|"price"/);
    const second = await opened('price');
    expect(second).toContain('ftz-price-1');
    expect(second).toContain('明细 9817263.00');
    expect(second).not.toContain('质保五年');
    for (const part of ['qualification', 'price'] as const)
      expect(JSON.parse((await command('open-copy', `bid.${part}.own.age`)).text)).toMatchObject({
        content: { format: `ftz-${part}-1` },
      });
  });

  it('writes what the opening takes, and the receipt of which it can verify for either file', async () => {
    await seals({}, '--incomplete');
    const files = { qualification: file('qualification'), price: file('price') };
    const receipt = done(await handIn(await app.as('supplier-shenda'), tender, files)).body;
    writeFileSync(join(folder, 'receipt.json'), JSON.stringify(receipt));
    const verify = (...more: string[]): ReturnType<typeof command> =>
      command('verify-receipt', '--receipt', 'receipt.json', '--keys', `${app.address}/v1/keys`, ...more);
    for (const part of ['qualification', 'price'])
      expect(await verify('--file', `bid.${part}.age`, '--copy', `bid.${part}.own.age`)).toMatchObject({ code: 0 });
    expect(await verify('--file', 'form.json')).toMatchObject({ code: 1 });
    const { price, ...without } = receipt;
    writeFileSync(join(folder, 'receipt.json'), JSON.stringify(without));
    expect(await verify('--file', 'bid.qualification.age')).toMatchObject({ code: 1 });
    await app.setClock('2026-04-13T10:00:00+08:00');
    await openTogether(app, tender.locks.qualification);
    const { bids } = await minutesOf(app, tender);
    expect(bids).toMatchObject([{ result: 'opened', sealedPrice: price }]);
    await app.setClock('2026-03-02T09:00:00+08:00');
  });

  it('says so where the words of the first file tell the price', async () => {
    const told = await seals({ answers: { quality: '质保五年，总价9,817,263元' } });
    expect(told).toMatchObject({ code: 1 });
    expect(told.text).toContain('tell the price');
  });
});
