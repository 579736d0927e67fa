import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { verified } from '../verification/verified.js';
import { act, audited, declare, done, evaluate, look, reasons, recipientsOf, rulesOf, type Opened } from './steps.js';
import {
  announce,
  bidInTwo,
  fourthBid,
  judge,
  minutesOf,
  pricesOpenAt,
  publishedInTwo,
  unfit,
  type TwoStepMinutes,
  type TwoStepTender,
} from './two-steps.js';

// Amounts that stand nowhere else.
const prices = { 'supplier-shenda': '9817263.45', 'supplier-hujiang': '10736251.89', 'supplier-rheinland': '10418273.64' };
const fourth = '11987654.32';
const clients = Object.keys(prices) as (keyof typeof prices)[];
const told = (amount: string): RegExp => new RegExp(`${amount.replace('.', '\\.')}|${amount.replace('.', '')}`);

describe('two envelopes: the qualification is opened first, and prices of the qualified once it is decided', () => {
  let app: TestApp;
  let tender: TwoStepTender;
  const bids: Record<string, string> = {};
  let first: TwoStepMinutes;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const seen: string[] = [];
  const looked = async (client: string | null, path: string): Promise<Record<string, unknown>> => {
    const { body } = done(await look(app, client, path));
    seen.push(JSON.stringify(body));
    return body;
  };

  it('bids are handed in as two sealed files by one act, with one receipt of both', async () => {
    tender = await publishedInTwo(app);
    for (const client of clients) {
      const made = done(
        await bidInTwo(app, tender, client, { price: { price: { amount: prices[client], currency: 'CNY' } } }),
      ).body;
      expect(made).toMatchObject({ format: 'ftz-receipt-2', version: 1, price: { bytes: expect.any(Number) as number } });
      bids[client] = made.id;
      seen.push(JSON.stringify(made));
      expect(await looked(client, `${tender.path}/bids/mine`)).toMatchObject({ state: 'submitted', receipts: [made] });
    }
    bids['fourth'] = done(await fourthBid(app, tender, fourth)).body.id;
  });

  it('no share of the prices is taken before the deadline, nor right after it', async () => {
    const asked = { envelope: 'price' };
    for (const at of ['2026-04-01T10:00:00+08:00', '2026-04-13T10:00:00+08:00']) {
      await app.setClock(at);
      expect(rulesOf(await act(app, 'custodian-hospital', 'post', `${tender.path}/opening/sessions`, asked))).toEqual([
        'opening.qualification-undecided',
      ]);
    }
    expect(rulesOf(await look(app, null, `${tender.path}/opening`))).toEqual(['bid.still-sealed']);
  });

  it('the first opening reads out who bid, and lists every price as sealed', async () => {
    await openTogether(app, tender.locks.qualification);
    first = await minutesOf(app, tender);
    expect(first).toMatchObject({ format: 'ftz-opening-minutes-3', envelope: 'qualification' });
    expect(first).not.toHaveProperty('unopened');
    expect(first.bids.map((one) => one.bidId)).toEqual(Object.values(bids));
    for (const one of first.bids) {
      expect(one).toMatchObject({ result: 'opened', price: null, defect: null });
      const client = clients.find((name) => bids[name] === one.bidId);
      if (client === undefined) continue;
      const receipt = await looked(client, `/v1/receipts/${one.bidId}`);
      expect(one).toMatchObject({ ciphertextSha256: receipt['ciphertextSha256'], sealedPrice: receipt['price'] });
    }
    expect(await looked(null, tender.path)).toMatchObject({ state: 'opened' });
    expect(rulesOf(await look(app, null, `${tender.path}/opening?envelope=price`))).toEqual(['bid.still-sealed']);
  });

  it('evaluators see and judge the qualification alone', async () => {
    const opened = opening();
    await declare(app, opened);
    const shown = (await looked('evaluator-chen', `${tender.path}/opened-bids`))['items'] as {
      price: unknown;
      content: object;
    }[];
    expect(shown).toHaveLength(4);
    for (const one of shown) {
      expect(one.price).toBeNull();
      expect(one.content).not.toHaveProperty('price');
      expect(one.content).toHaveProperty('offer');
    }
    expect(rulesOf(await evaluate(app, opened, { scores: { fourth: '60' } }))).toEqual(['evaluation.prices-sealed']);
    expect(rulesOf(await announce(app, tender))).toEqual(['opening.qualification-undecided']);
    expect(await dutiesOf('evaluator-chen')).toContain('evaluation.submit');
    const decided = done(await judge(app, tender, Object.values(bids), [bids['supplier-hujiang'] as string])).body;
    expect(decided).toMatchObject({ stage: 1, decided: true });
    expect(await dutiesOf('evaluator-chen')).not.toContain('evaluation.submit');
    const all = await looked('evaluator-chen', `${tender.path}/qualification`);
    expect(all).toMatchObject({
      pricesOpenAt: null,
      verdicts: [{ qualified: true }, { qualified: false }, { qualified: true }, { qualified: true }],
    });
    const own = await looked('supplier-hujiang', `${tender.path}/qualification`);
    expect(own['verdicts']).toEqual([
      expect.objectContaining({ bidId: bids['supplier-hujiang'], qualified: false, reasons: [unfit], priceOpenedAt: null }),
    ]);
  });

  it('bidders and custodians are told when prices are opened, and nobody opens them earlier', async () => {
    const sessions = `${tender.path}/opening/sessions`;
    expect(rulesOf(await act(app, 'custodian-hospital', 'post', sessions, { envelope: 'price' }))).toEqual([
      'opening.prices-unannounced',
    ]);
    done(await announce(app, tender));
    await app.drain();
    for (const client of [...clients, 'custodian-hospital', 'custodian-notary']) {
      const { items } = (await looked(client, '/v1/me/inbox')) as { items: { type?: string; topic?: string }[] };
      expect(items.map((one) => one.type ?? one.topic)).toContain('tender.price-opening-announced');
    }
    expect(rulesOf(await act(app, 'custodian-hospital', 'post', sessions, { envelope: 'price' }))).toEqual(['opening.too-early']);
  });

  it('until then no price stands anywhere: not in the database, an answer or the minutes', async () => {
    seen.push(JSON.stringify(first), JSON.stringify(await looked(null, `${tender.path}/timeline`)));
    const stored = await everythingStored();
    for (const amount of [...Object.values(prices), fourth]) {
      expect(stored).not.toMatch(told(amount));
      expect(seen.join('\n')).not.toMatch(told(amount));
    }
  });

  it('the second opening has minutes of its own: prices of the qualified, and whose stays sealed', async () => {
    expect(await dutiesOf('custodian-notary')).not.toContain('opening.hand-in-share');
    await app.setClock(pricesOpenAt);
    expect(await dutiesOf('custodian-notary')).toContain('opening.hand-in-share');
    expect(await openTogether(app, tender.locks.price)).toMatchObject({ opened: true, envelope: 'price' });
    const minutes = await minutesOf(app, tender, 'price');
    expect(minutes).toMatchObject({
      format: 'ftz-opening-minutes-3',
      envelope: 'price',
      openableAt: '2026-04-15T02:00:00.000000Z',
      unopened: [{ bidId: bids['supplier-hujiang'], reason: 'not-qualified' }],
    });
    expect(minutes.bids.map((one) => [one.bidId, one.price?.amount])).toEqual([
      [bids['supplier-shenda'], prices['supplier-shenda']],
      [bids['supplier-rheinland'], prices['supplier-rheinland']],
      [bids['fourth'], fourth],
    ]);
    expect(await minutesOf(app, tender)).toEqual(first);
    expect(await audited(app, 'tender.prices-opened', tender.id)).toBe(1);
    // The price of who does not qualify is open to nobody, for good.
    expect(await everythingStored()).not.toMatch(told(prices['supplier-hujiang']));
  });

  it('auditors can do both openings again, and open no price that stayed sealed', async () => {
    for (const envelope of ['qualification', 'price'])
      expect(done(await look(app, 'auditor-feng', `${tender.path}/opening/identities?envelope=${envelope}`)).body).toMatchObject({
        envelope,
      });
    const file = async (client: string): Promise<{ status: number; sha256: string; rules: string[] }> => {
      const path = `${tender.path}/opening/sealed-files/${bids[client]}?envelope=price`;
      const answer = await (await app.as('auditor-feng'))('get', path).buffer(true).responseType('blob');
      const bytes = answer.body as Buffer;
      const rules = answer.status === 200 ? [] : rulesOf({ ...answer, body: JSON.parse(bytes.toString()) } as never);
      return { status: answer.status, sha256: createHash('sha256').update(bytes).digest('hex'), rules };
    };
    const receipt = await looked('supplier-shenda', `/v1/receipts/${bids['supplier-shenda']}`);
    expect(await file('supplier-shenda')).toMatchObject({
      status: 200,
      sha256: (receipt['price'] as { ciphertextSha256: string }).ciphertextSha256,
    });
    expect(await file('supplier-hujiang')).toMatchObject({ rules: ['bid.still-sealed'] });
  });

  it('both minutes, the tender and every receipt hold offline; a digest that is another is found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ftz-two-'));
    const keep = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
    try {
      keep('keys.json', await looked(null, '/v1/keys'));
      keep('tender.json', await looked(null, tender.path));
      for (const client of clients) keep(`${client}.json`, await looked(client, `/v1/receipts/${bids[client]}`));
      const receipts = clients.flatMap((client) => ['--receipt', `${client}.json`]);
      const verify = async (file: string): Promise<[number, string[]]> => {
        const args = ['opening', file, '--keys', 'keys.json', '--tender', 'tender.json', ...receipts];
        const { code, lines } = await verified(folder, ...args);
        return [code, lines.filter((line) => line.includes('FAULT'))];
      };
      for (const query of ['', '?envelope=price']) {
        const opening = (await looked(null, `${tender.path}/opening${query}`)) as { minutes: TwoStepMinutes };
        keep('minutes.json', opening);
        expect(await verify('minutes.json')).toEqual([0, []]);
        const bids = opening.minutes.bids.map((bid) => ({ ...bid, ciphertextSha256: '0'.repeat(64) }));
        keep('forged.json', { ...opening, minutes: { ...opening.minutes, bids } });
        const [code, faults] = await verify('forged.json');
        expect(code).toBe(1);
        expect(faults.join('\n')).toContain('/minutes/bids/0/ciphertextSha256');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is evaluated and awarded among the qualified; the report says why the other one was rejected', async () => {
    const { 'supplier-hujiang': unqualified, ...qualified } = bids;
    done(await evaluate(app, { ...opening(), bids: qualified }, { scores: { fourth: '60' } }));
    const award = { bidId: bids['supplier-rheinland'], reasons };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, award, tender.path));
    const { report } = (await looked('evaluator-chen', `${tender.path}/evaluation-report`)) as {
      report: { ranked: { bidId: string }[]; rejected: object[]; prices: { bidId: string; price: string }[] };
    };
    expect(report.ranked.map((one) => one.bidId)).toEqual([bids['supplier-rheinland'], bids['supplier-shenda'], bids['fourth']]);
    expect(report.rejected).toEqual([expect.objectContaining({ bidId: unqualified, rejectedBy: 1, reasons: [unfit] })]);
    expect(report.prices.map((one) => one.price).sort()).toEqual(
      [prices['supplier-shenda'], prices['supplier-rheinland'], fourth].sort(),
    );
    expect(await looked(null, tender.path)).toMatchObject({ state: 'awarded' });
  });

  async function dutiesOf(client: string): Promise<string[]> {
    const { items } = (await looked(client, '/v1/me/duties')) as { items: { kind: string; tenderId: string }[] };
    return items.filter((one) => one.tenderId === tender.id).map((one) => one.kind);
  }

  function opening(): Opened {
    const locked = tender.locks.qualification;
    return { id: tender.id, path: tender.path, locked, recipients: recipientsOf(locked), bids };
  }

  /** Every row of every table, as text. */
  async function everythingStored(): Promise<string> {
    const tables = await app.sql<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => app.sql<{ row: string }>(`SELECT one::text AS row FROM ${name} one`)),
    );
    return rows
      .flat()
      .map((one) => one.row)
      .join('\n');
  }
});
