import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { demoHolders, demoIdentities } from '../../seeds/demo-custodians.js';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import type { PublicOpening } from '../../src/bids/read-opening.js';
import type { ReleasedIdentities } from '../../src/bids/release-identities.js';
import { openText } from '../../src/custody/age-text.js';
import type { TenderAnswer } from '../../src/tenders/present-tender.js';
import type { TestApp } from '../app.js';
import { openTogether, rehearsed } from '../custody/ceremony.js';
import { act, done, draft, publish, recipientsOf, type JourneyTender } from '../journeys/steps.js';

const terms = {
  currencies: ['CNY', 'EUR'],
  conversion: {
    source: { zh: '中国外汇交易中心人民币汇率中间价', en: 'Central parity of the China Foreign Exchange Trade System' },
    on: '2026-03-02',
    rates: [{ currency: 'EUR', rate: '7.8123' }],
  },
};
const lots = [
  { id: 'mri', title: { zh: '磁共振主机', en: 'MRI system' } },
  { id: 'service', title: { zh: '维保服务', en: 'Maintenance' } },
];

/** Everything that can be had of an opening over HTTP, as it came: bytes. */
export interface Downloaded {
  keys: Buffer;
  tender: Buffer;
  minutes: Buffer;
  /** Of the auditor, sealed to its own key. */
  identities: Buffer;
  /** By the name under which they are kept. */
  receipts: Record<string, Buffer>;
  /** By bid. */
  sealed: Record<string, Buffer>;
}

/** The same, read, so that a test can change it. */
export interface Kit {
  keys: { keys: Record<string, unknown>[] };
  tender: TenderAnswer;
  opening: PublicOpening;
  identities: ReleasedIdentities;
  receipts: Record<string, BidReceipt>;
  sealed: Record<string, Buffer>;
}

export const auditorKey = demoIdentities['auditor-feng'] as string;

/** A published tender with two lots, three holders of each lock, and prices in EUR allowed. */
export async function twoLots(app: TestApp): Promise<JourneyTender> {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const { id } = done(await draft(app, { terms, lots })).body;
  const path = `/v1/tenders/${id}`;
  const locked = await rehearsed(app, id, { holders: demoHolders.three });
  done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
  const tender = { id, path, locked, recipients: recipientsOf(locked) };
  done(await publish(app, tender));
  return tender;
}

const money = (amount: string, currency = 'CNY'): object => ({ amount, currency });
const lot = (id: string, amount: string, currency = 'CNY'): object => ({ id, price: money(amount, currency) });

/** What each supplier seals: in EUR; in CNY; and a bid for a lot that there is not. */
const euros = { price: money('1300000.00', 'EUR'), lots: [lot('mri', '1300000.00', 'EUR')] };
const yuan = { lots: [lot('mri', '11000000.00'), lot('service', '200000.00')] };
const strange = { lots: [lot('ct', '10400000.00')] };

/** Handed in, replaced, withdrawn and handed in again, opened, and downloaded. */
export async function opening(app: TestApp): Promise<Downloaded> {
  const tender = await twoLots(app);
  const receipts: Record<string, Buffer> = {};
  const hand = async (name: string, client: string, over: object, verb: 'post' | 'put' = 'post'): Promise<void> => {
    receipts[name] = await handIn(app, tender, client, over, verb);
  };
  await hand('shenda-1.json', 'supplier-shenda', euros);
  await hand('hujiang-1.json', 'supplier-hujiang', yuan);
  await hand('shenda-2.json', 'supplier-shenda', euros, 'put');
  receipts['hujiang-2.json'] = await bytesOf((await app.as('supplier-hujiang'))('delete', `${tender.path}/bids/mine`));
  await hand('rheinland-1.json', 'supplier-rheinland', strange);
  await hand('hujiang-3.json', 'supplier-hujiang', yuan);
  return openedBox(app, tender, receipts);
}

/** Opened after the deadline, and everything of it downloaded. */
export async function openedBox(app: TestApp, tender: JourneyTender, receipts: Downloaded['receipts']): Promise<Downloaded> {
  await app.setClock('2026-04-13T10:00:00+08:00');
  await openTogether(app, tender.locked);
  const auditor = await app.as('auditor-feng');
  const minutes = await bytesOf(app.http('get', `${tender.path}/opening`));
  const { bids } = (JSON.parse(minutes.toString('utf8')) as PublicOpening).minutes;
  const sealed: Record<string, Buffer> = {};
  for (const { bidId } of bids)
    sealed[`${bidId}.age`] = await bytesOf(auditor('get', `${tender.path}/opening/sealed-files/${bidId}`));
  return {
    keys: await bytesOf(app.http('get', '/v1/keys')),
    tender: await bytesOf(app.http('get', tender.path)),
    minutes,
    identities: await bytesOf(auditor('get', `${tender.path}/opening/identities`)),
    receipts,
    sealed,
  };
}

export async function handIn(
  app: TestApp,
  tender: JourneyTender,
  client: string,
  over: object = {},
  verb: 'post' | 'put' = 'post',
): Promise<Buffer> {
  const offer = offers.find((one) => one.client === client) as (typeof offers)[number];
  const payload = { ...payloadOf(tender.id, offer), ...over };
  const sealed = Buffer.from(await sealBid(payload, tender.recipients.A, tender.recipients.B));
  const request = (await app.as(client))(verb, `${tender.path}/bids${verb === 'put' ? '/mine' : ''}`);
  return bytesOf(request.set('content-type', 'application/age').set('content-digest', contentDigest(sealed)), sealed);
}

/** The body of the answer, byte for byte. */
async function bytesOf(request: supertest.Test, body?: Buffer): Promise<Buffer> {
  const read = request.buffer(true).parse((answer, take) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => take(null, Buffer.concat(chunks)));
  });
  const answer = await (body === undefined ? read : read.send(body));
  if (answer.status >= 300) throw new Error(`${answer.status}: ${(answer.body as Buffer).toString('utf8')}`);
  return answer.body as Buffer;
}

export async function kitOf(got: Downloaded): Promise<Kit> {
  const read = <Value>(bytes: Buffer): Value => JSON.parse(bytes.toString('utf8')) as Value;
  const { sealedIdentities } = read<{ sealedIdentities: string }>(got.identities);
  const identities = Buffer.from((await openText(auditorKey, sealedIdentities)) ?? []);
  return {
    keys: read(got.keys),
    tender: read(got.tender),
    opening: read(got.minutes),
    identities: read(identities),
    receipts: Object.fromEntries(Object.entries(got.receipts).map(([name, bytes]) => [name, read<BidReceipt>(bytes)])),
    sealed: got.sealed,
  };
}

/** Puts all of it into a folder, sealed files in one of their own. */
export function write(
  folder: string,
  files: Readonly<Record<string, Buffer | object>>,
  sealed: Readonly<Record<string, Buffer>>,
): void {
  mkdirSync(join(folder, 'sealed'), { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), Buffer.isBuffer(content) ? content : JSON.stringify(content));
  for (const [name, bytes] of Object.entries(sealed)) writeFileSync(join(folder, 'sealed', name), bytes);
}
