import { sealBid } from '../src/bids/seal.js';
import { openingShareOf } from '../src/custody/held-share.js';
import type { Answer } from './client.js';
import { begin, deal, quorum, rehearse, type Deals } from './demo-ceremony.js';
import { demoHeldShare } from './demo-custodians.js';
import { mriTender, offers, payloadOf } from './demo-data.js';
import type { Story } from './story.js';

export interface Published {
  id: string;
  recipients: { A: string; B: string };
  /** As the dealers have it: each holder's share sealed for it alone. */
  deals: Deals;
}

export function tagOf(answer: Answer): string {
  return answer.headers.get('etag') ?? '';
}

export async function freshTag(story: Story, clientId: string, path: string): Promise<string> {
  return tagOf(await story.api.send(clientId, 'GET', path));
}

/** Draft, check, seal, approve, publish (arts. 47, 51 to 53, 55, 58). */
export async function publish(story: Story): Promise<Published> {
  story.act('采购人起草并发布双语招标公告', 'The procuring entity drafts and publishes a bilingual tender');
  await story.time('2026-03-02T09:00:00+08:00');
  await story.refused(
    'procurer-wang',
    { zh: '起草涉及国家秘密的项目', en: 'drafts a project with state secrets', article: 47 },
    'POST',
    '/v1/tenders',
    { json: { ...mriTender, stateSecret: true } },
    'scope.security-excluded',
  );
  const draft = await story.does(
    'procurer-wang',
    { zh: '起草采购文件', en: 'drafts the tender', article: 52 },
    'POST',
    '/v1/tenders',
    { json: { ...mriTender, bidsCloseAt: '2026-03-19T09:30:00+08:00' } },
    (body) => [`${String(body['referenceNumber'])} ${JSON.stringify(body['title'])} (${String(body['state'])})`],
  );
  const path = `/v1/tenders/${String(draft.body['id'])}`;
  await approve(story, path);
  await story.refused(
    'approver-li',
    { zh: '发布截止期仅17日的公告', en: 'publishes with a deadline of 17 days', article: 51 },
    'POST',
    `${path}/publication`,
    { ifMatch: await freshTag(story, 'procurer-wang', path) },
    'tender.bid-period-short',
    true,
  );
  await story.does(
    'procurer-wang',
    { zh: '改定截止期', en: 'sets a lawful deadline', article: 51 },
    'PATCH',
    path,
    { json: { bidsCloseAt: mriTender.bidsCloseAt }, ifMatch: await freshTag(story, 'procurer-wang', path) },
    (body) => [`bidsCloseAt ${String(body['bidsCloseAt'])} (${String(body['state'])})`],
  );
  await approve(story, path);
  await story.refused(
    'approver-li',
    { zh: '在两把锁分发之前发布', en: 'publishes before both locks are dealt', article: 58 },
    'POST',
    `${path}/publication`,
    { ifMatch: await freshTag(story, 'procurer-wang', path) },
    'tender.sealing-missing',
  );
  await nameCustodians(story, path);
  const deals = await deal(story, path, String(draft.body['id']));
  await rehearse(story, path, deals);
  await approve(story, path);
  await story.does(
    'approver-li',
    { zh: '发布公告', en: 'publishes the notice', article: 53 },
    'POST',
    `${path}/publication`,
    { ifMatch: await freshTag(story, 'procurer-wang', path) },
    (body) => [`${String(body['ocid'])}: ${String(body['state'])}, bidsCloseAt ${String(body['bidsCloseAt'])}`],
  );
  const recipients = { A: deals.A.recipient, B: deals.B.recipient };
  return { id: String(draft.body['id']), recipients, deals };
}

async function approve(story: Story, path: string): Promise<void> {
  const tag = await freshTag(story, 'procurer-wang', path);
  await story.does(
    'approver-li',
    { zh: '复核并批准（四眼原则）', en: 'approves as the second person (four eyes)' },
    'POST',
    `${path}/approval`,
    { ifMatch: tag },
    (body) => [`state ${String(body['state'])}`],
  );
}

/** What is approved names the locks too, so the draft goes back before they are registered. */
async function nameCustodians(story: Story, path: string): Promise<void> {
  const keeper = async (clientId: string): Promise<string> => {
    const me = (await story.api.send(clientId, 'GET', '/v1/me')).body;
    return (me['organization'] as { id: string }).id;
  };
  const custodians = { A: await keeper('custodian-hospital'), B: await keeper('custodian-notary') };
  await story.does(
    'procurer-wang',
    {
      zh: '收回草案并指定两家持锁机构',
      en: 'takes the draft back and names the two organisations that keep the locks',
      article: 58,
    },
    'PATCH',
    path,
    { json: { custodians }, ifMatch: await freshTag(story, 'procurer-wang', path) },
    (body) => [`A ${custodians.A}, B ${custodians.B} (${String(body['state'])})`],
  );
}

/** Sealed bids, a replacement, what is refused, and the deadline (arts. 51, 58). */
export async function bid(story: Story, tender: Published): Promise<void> {
  story.act('供应商递交密封投标', 'Suppliers submit sealed bids');
  await story.time('2026-04-10T10:00:00+08:00');
  const path = `/v1/tenders/${tender.id}`;
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2_000)]);
  await story.refused(
    'supplier-shenda',
    { zh: '递交未密封的压缩包', en: 'submits an unsealed archive', article: 58 },
    'POST',
    `${path}/bids`,
    { sealed: zip },
    'bid.not-sealed',
  );
  for (const offer of offers) {
    const sealed = await sealBid(payloadOf(tender.id, offer), tender.recipients.A, tender.recipients.B);
    await story.does(
      offer.client,
      { zh: '递交密封投标', en: 'submits a sealed bid', article: 58 },
      'POST',
      `${path}/bids`,
      { sealed },
      (body) => [
        `sha256 ${String(body['ciphertextSha256'])}, ${String(body['bytes'])} B, ${String(body['receivedAt'])}`,
        `signature ${String(body['signature']).slice(0, 24)}… (${String(body['keyId']).slice(0, 8)})`,
      ],
    );
  }
  await story.refused(
    null,
    { zh: '截止前查看开标记录', en: 'asks for the opening record before the opening', article: 58 },
    'GET',
    `${path}/opening`,
    {},
    'bid.still-sealed',
  );
  await story.refused(
    'custodian-notary',
    { zh: '截止前发起开标', en: 'begins the opening before the deadline', article: 58 },
    'POST',
    `${path}/opening/sessions`,
    { json: {} },
    'opening.too-early',
  );
  await story.time(mriTender.bidsCloseAt);
  const late = await sealBid(
    payloadOf(tender.id, offers[0] as (typeof offers)[number]),
    tender.recipients.A,
    tender.recipients.B,
  );
  await story.refused(
    'supplier-hujiang',
    { zh: '截止后替换投标', en: 'replaces its bid after the deadline', article: 51 },
    'PUT',
    `${path}/bids/mine`,
    { sealed: late },
    'bid.late',
  );
}

/** Two custodians of each lock open the bids together (art. 58). */
export async function open(story: Story, tender: Published): Promise<Record<string, string>> {
  story.act('持锁人共同开标', 'The custodians open the bids together');
  await story.time('2026-04-13T09:35:00+08:00');
  const path = `/v1/tenders/${tender.id}/opening`;
  const session = await begin(story, `${path}/sessions`, { zh: '发起开标', en: 'begins the opening', article: 58 });
  const first = await demoHeldShare('custodian-hospital', tender.deals.A, 1);
  await story.refused(
    'custodian-hospital',
    { zh: '误交演练分片', en: 'hands in its rehearsal share by mistake', article: 58 },
    'POST',
    `${path}/shares`,
    { json: await openingShareOf({ ...first, share: first.rehearsalShare }, session) },
    'opening.share-mismatch',
  );
  for (const { client, lock, index } of quorum()) {
    const held = await demoHeldShare(client, tender.deals[lock], index);
    await story.does(
      client,
      { zh: `提交分片${lock}${index}`, en: `hands in share ${lock}${index}`, article: 58 },
      'POST',
      `${path}/shares`,
      { json: await openingShareOf(held, session) },
      (body) => [`opened: ${String(body['opened'])}`],
    );
  }
  const opening = await story.does(
    null,
    { zh: '查阅签名的开标记录', en: 'reads the signed minutes', article: 58 },
    'GET',
    path,
    {},
    (body) => bidsOf(body).map((one) => `${one.supplier}: ${one.price} CNY, sha256 ${one.sha256.slice(0, 16)}…, ${one.state}`),
  );
  return Object.fromEntries(bidsOf(opening.body).map((one) => [one.supplier, one.bidId]));
}

interface MinuteBid {
  bidId: string;
  supplier: string;
  price: string;
  sha256: string;
  state: string;
}

function bidsOf(body: Record<string, unknown>): MinuteBid[] {
  const minutes = body['minutes'] as { bids: Record<string, unknown>[] };
  return minutes.bids.map((one) => ({
    bidId: String(one['bidId']),
    supplier: String((one['supplierName'] as { zh?: string }).zh),
    price: (one['price'] as { amount?: string } | null)?.amount ?? '—',
    sha256: String(one['ciphertextSha256']),
    state: String(one['result']),
  }));
}
