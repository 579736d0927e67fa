import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { PublicOpening } from '../../src/bids/read-opening.js';
import { sealCommand } from '../../src/bids/seal-command.js';
import { programAt } from '../programs.js';
import { open, startBids, type BidsApp, type Box } from './box.js';
import { sealable } from './sealable.js';

const canary = 'canary-7e1f-梯度线圈绕制工艺';
const document = Buffer.from(`投标文件正本 ${canary} `.repeat(5_000));
const executablePath = programAt('CHROMIUM', 'chromium', 'chromium-browser', 'google-chrome');

let app: BidsApp;
let tender: Box;
beforeAll(async () => {
  app = await startBids();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.setClock('2026-04-12T01:00:00Z');
  tender = await sealable(app);
});

describe('the page that seals a bid', () => {
  it('may run its own script and nothing else, and is in both languages', async () => {
    const page = await app.http('get', '/seal');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
    expect(page.text).not.toMatch(/<script(?![^>]*src="\/seal\/page\.js")|\son\w+=|style=|https?:\/\//);
    expect(page.text).toMatch(/<html lang="zh-CN">[^]*<span lang="zh-CN">密封投标<\/span> <span lang="en">Seal a bid<\/span>/);
    const script = await app.http('get', '/seal/page.js');
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(script.text).not.toMatch(
      /\beval\(|new Function\(|innerHTML|localStorage|sessionStorage|indexedDB|sendBeacon|WebSocket/,
    );
    expect((await app.http('get', '/seal/page.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  });

  it('is in no counter and no log: who opens it may be about to bid', async () => {
    await app.http('get', '/seal');
    await app.http('get', '/seal/page.css');
    expect((await app.http('get', '/metrics')).text).not.toContain('/seal');
    expect(app.logged()).not.toContain('/seal');
  });
});

/** Passes everything on to the service and remembers what the browser sent. */
async function recorder(address: string): Promise<{ server: Server; url: string; sent(): Buffer }> {
  const parts: Buffer[] = [];
  const { hostname, port } = new URL(address);
  const server = createServer((client) => {
    const service = connect(Number(port), hostname);
    client.on('data', (part) => parts.push(part as Buffer));
    for (const socket of [client, service]) socket.on('error', () => socket.destroy());
    client.pipe(service).pipe(client);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent: () => Buffer.concat(parts) };
}

describe('a bid sealed in a browser', () => {
  let browser: Browser | null = null;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ftz-page-'));
    if (executablePath !== null) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function filled(page: Page, url: string): Promise<void> {
    await page.goto(`${url}/seal?tender=${tender.id}`);
    await page.locator('#bid').waitFor();
    await page.fill('#amount', '1000.00');
    for (const lot of ['mri', 'coils']) {
      await page.check(`#lot-${lot}`);
      await page.fill(`#lot-price-${lot}`, '500.00');
    }
    await page.fill('#item-system', '500.00');
    await page.fill('#item-coil', '200');
    await page.fill('#offer-zh', `磁共振成像系统一套 ${canary}`);
    await page.click('#add-secrets');
    await page.fill('#secret-label-1', '工艺');
    await page.fill('#secret-text-1', canary);
    await page.setInputFiles('#documents', { name: '投标函.pdf', mimeType: 'application/pdf', buffer: document });
  }

  async function saved(page: Page, id: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#${id}`)]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  it('leaves it sealed only, opens as any other, and stands in the minutes', async () => {
    if (browser === null) return;
    const { server, url, sent } = await recorder(app.address);
    const context = await browser.newContext({ acceptDownloads: true });
    const page = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on(
      'request',
      (one) => void (one.url().startsWith('blob:') || asked.push(`${one.method()} ${one.url().slice(url.length)}`)),
    );
    page.on('console', (one) => void (one.type() === 'error' && complaints.push(one.text())));
    page.on('pageerror', (one) => complaints.push(String(one)));
    try {
      await filled(page, url);
      await page.click('#check');
      await page.locator('#checks li').first().waitFor();
      expect(await page.locator('#checks li code').allTextContents()).toEqual(['#/answers/quality']);
      await page.fill('#answer-quality', `质保五年 ${canary}`);
      await page.click('#seal');
      await page.locator('#result').waitFor();
      expect(await page.locator('#status').textContent()).toContain('the own copy was read back and found the same');

      const file = await saved(page, 'download-sealed');
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      expect(await page.locator('#sha256').textContent()).toBe(sha256);
      const key = await saved(page, 'download-key');
      const copy = await saved(page, 'download-copy');
      await page.fill('#token', await app.tokenOf('supplier-shenda', 'supplier'));
      await page.click('#upload');
      await page.locator('#download-receipt').waitFor();
      expect(await page.locator('#status').textContent()).toContain('平台已收到');
      const receipt = await saved(page, 'download-receipt');
      expect(JSON.parse(readFileSync(receipt, 'utf8'))).toMatchObject({ ciphertextSha256: sha256, tenderId: tender.id });
      expect(complaints).toEqual([]);

      // Every request there was, by name; and all that went over the wire.
      expect(asked).toEqual([
        `GET /seal?tender=${tender.id}`,
        'GET /seal/page.css',
        'GET /seal/page.js',
        `GET /v1/tenders/${tender.id}`,
        `POST /v1/tenders/${tender.id}/bids`,
      ]);
      const wire = sent();
      expect(wire.includes(readFileSync(file))).toBe(true);
      for (const spelling of spellings(canary)) expect(wire.includes(spelling)).toBe(false);
      expect(wire.includes('1000.00')).toBe(false);
      expect(app.logged()).not.toContain('canary-7e1f');

      const said: string[] = [];
      const command = (...args: string[]): Promise<number> =>
        sealCommand([...args, '--identity', key], folder, (part) => Promise.resolve(void said.push(String(part))));
      const keys = `${app.address}/v1/keys`;
      expect(await command('verify-receipt', '--receipt', receipt, '--keys', keys, '--file', file, '--copy', copy)).toBe(0);
      expect(await command('open-copy', copy)).toBe(0);
      expect(said.join('')).toContain(canary);
      await open(app, tender);
      const { minutes } = (await app.http('get', `/v1/tenders/${tender.id}/opening`)).body as PublicOpening;
      expect(minutes.bids).toMatchObject([{ result: 'opened', price: { amount: '1000.00' }, ciphertextSha256: sha256 }] satisfies
        Partial<OpeningMinutes['bids'][number]>[] | object[]);
      const [bid] = await app.sql<{ content: { documents: object[] } }>('SELECT content FROM opened_bids WHERE tender_id = $1', [
        tender.id,
      ]);
      expect(bid?.content.documents).toEqual([
        { name: '投标函.pdf', sha256: createHash('sha256').update(document).digest('hex'), bytes: document.length },
      ]);
    } finally {
      await context.close();
      server.close();
    }
  }, 180_000);

  it('of a consortium with subcontractors says who they are, and what is wrong with them', async () => {
    if (browser === null) return;
    const page = await browser.newPage({ acceptDownloads: true });
    try {
      const partners = { terms: { consortia: { admitted: true, membersMax: 2 } }, smePlan: { subcontractAllowed: true } };
      tender = await sealable(app, partners);
      await filled(page, app.address);
      await page.fill('#answer-quality', '质保五年');
      await page.click('#add-members');
      const checked = async (): Promise<string[]> => {
        await page.evaluate(`document.getElementById('status').textContent = ''`);
        await page.click('#check');
        await page.locator('#status', { hasText: /found|wrong/ }).waitFor();
        return page.locator('#checks li code').allTextContents();
      };
      // A row that is left empty is none.
      expect(await checked()).toEqual([]);
      await page.fill('#member-name-1', '申达');
      expect(await checked()).toEqual(['#/consortium/members/0', '#/consortium/members/0/share', '#/consortium/members']);
      await page.click('#add-members');
      await page.click('#add-subcontracts');
      const member = app.organizations['shenda'] as string;
      const given = {
        'member-name-1': '',
        'member-id-1': member,
        'member-share-1': '0.60',
        'member-name-2': '莱茵影像有限公司',
        'member-scheme-2': 'DE-HRB',
        'member-identifier-2': 'HRB 4711',
        'member-country-2': 'DE',
        'member-share-2': '0.4',
        'subcontract-name-1': '浦东安装公司',
        'subcontract-part-1': '屏蔽室施工',
        'subcontract-share-1': '1.5',
      };
      for (const [id, value] of Object.entries(given)) await page.fill(`#${id}`, value);
      await page.check('#member-leader-1');
      await page.check('#joint-liability');
      await page.selectOption('#member-size-2', 'small');
      expect(await checked()).toEqual(['#/subcontracting/0/share']);
      await page.fill('#subcontract-share-1', '0.05');
      expect(await checked()).toEqual([]);
      await page.click('#seal');
      await page.locator('#result').waitFor();
      const [copy, key] = [await saved(page, 'download-copy'), await saved(page, 'download-key')];
      const said: string[] = [];
      const take = (part: unknown): Promise<void> => Promise.resolve(void said.push(String(part)));
      expect(await sealCommand(['open-copy', copy, '--identity', key], folder, take)).toBe(0);
      expect((JSON.parse(said.join('')) as { content: object }).content).toMatchObject({
        consortium: {
          members: [
            { organizationId: member, share: '0.60', leader: true },
            {
              identity: { scheme: 'DE-HRB', identifier: 'HRB 4711', country: 'DE', name: { zh: '莱茵影像有限公司' } },
              share: '0.4',
              size: 'small',
            },
          ],
          jointLiability: true,
        },
        subcontracting: [{ name: '浦东安装公司', part: '屏蔽室施工', share: '0.05' }],
      });
    } finally {
      await page.close();
    }
  }, 120_000);

  it('can be filled in without seeing the page, and tells what is wrong without sending it', async () => {
    if (browser === null) return;
    const page = await browser.newPage();
    try {
      await filled(page, app.address);
      for (const rows of ['members', 'subcontracts']) await page.click(`#add-${rows}`);
      const unnamed = await page.evaluate(
        `[...document.querySelectorAll('input,select,textarea')].filter((one) => one.labels.length !== 1 || !one.labels[0].textContent.trim()).map((one) => one.id)`,
      );
      expect(unnamed).toEqual([]);
      const twoLanguages = await page.evaluate(
        `[...document.querySelectorAll('label,legend,button,h1')].filter((one) => one.querySelectorAll('[lang="zh-CN"]').length !== 1 || one.querySelectorAll('[lang="en"]').length !== 1).map((one) => one.outerHTML)`,
      );
      expect(twoLanguages).toEqual([]);
      await page.reload();
      await filled(page, app.address);
      await page.fill('#amount', '1,000');
      await page.fill('#item-coil', '0.5.1');
      await page.click('#seal');
      await page.locator('#checks li').first().waitFor();
      expect(await page.locator('#checks li code').allTextContents()).toEqual(['#/price/amount', '#/items/1/unitPrice/amount']);
      expect(await page.locator('#result').isHidden()).toBe(true);
      await page.fill('#amount', '900.00');
      await page.fill('#item-coil', '200');
      await page.click('#check');
      await page.locator('#checks li code', { hasText: '#/answers/quality' }).waitFor();
      expect(await page.locator('#checks li code').allTextContents()).toEqual(['#/price', '#/answers/quality', '#/price/amount']);
    } finally {
      await page.close();
    }
  }, 120_000);

  it('takes the key of an own copy that the bidder has, and seals the same copy for it', async () => {
    if (browser === null) return;
    const page = await browser.newPage({ acceptDownloads: true });
    try {
      const identity = join(folder, 'mine.key');
      await filled(page, app.address);
      await page.setInputFiles('#own-key', { name: 'no.key', mimeType: 'text/plain', buffer: Buffer.from('no key') });
      await page.check('#incomplete');
      await page.click('#seal');
      await page.locator('#status', { hasText: 'It did not work' }).waitFor();
      writeFileSync(identity, `${await generateX25519Identity()}\n`);
      await page.setInputFiles('#own-key', identity);
      await page.click('#seal');
      await page.locator('#result').waitFor();
      expect(await page.locator('#download-key').isHidden()).toBe(true);
      const copy = await saved(page, 'download-copy');
      expect(await sealCommand(['open-copy', copy, '--identity', identity], folder, () => Promise.resolve())).toBe(0);
    } finally {
      await page.close();
    }
  }, 120_000);
});

/** As it would stand in a body, a form or a URL. */
function spellings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  // Whatever stands before it, base64 has three ways of writing what lies within.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    bytes,
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(text, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    ...base64.map((one) => Buffer.from(one)),
  ];
}
