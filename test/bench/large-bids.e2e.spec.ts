import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import type { BidContent } from '../../src/bids/bid-payload.dto.js';
import { packBid } from '../../src/bids/pack-bid.js';
import { sealedTo } from '../../src/bids/seal-stream.js';
import { ownerClient } from '../../src/platform/database.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { callersAt, freshKey, startTestApp, type Caller, type TestApp } from '../app.js';
import { name, uploaded } from '../bids/uploading.js';
import { hand } from '../bids/box.js';
import { startApiProcess, type ApiProcess } from '../faults/api-process.js';
import { mebibytes, memoryOf, type Memory } from '../faults/memory.js';
import { openTogether } from '../custody/ceremony.js';
import { done, look, published, type JourneyTender } from '../journeys/steps.js';
import { counts, tellCounts } from '../prove.js';
import { layBidders, type Bidder } from './data.js';

const bids = counts(6, 100);
const bytesEach = counts(500_000, 5_000_000);
const peakBytesMax = 400 * 1_048_576;

/** A tender with many large bids: sealed one by one, sent in pieces or in one, and opened by both custodians, with the API in a process of its own. */
describe(`sealing, sending and opening ${bids} bids of ${bytesEach / 1_000_000} MB`, () => {
  let app: TestApp;
  let api: ApiProcess;
  let remote: TestApp;
  let tender: JourneyTender;
  let memory: Memory | null;
  let bidders: Bidder[];

  beforeAll(async () => {
    app = await startTestApp();
    api = await startApiProcess(app);
    remote = { ...app, ...callersAt(new URL(api.http('get', '/').url).origin) };
    tender = await published(remote);
    bidders = Array.from({ length: bids }, (_, index) => {
      const [organizationId, personId] = [newId(), newId()];
      return { organizationId, personId, subject: `large-${index}` };
    });
    const owner = await ownerClient(app.database.ownerUrl);
    const [verifier] = await app.sql<{ id: string }>('SELECT id FROM people LIMIT 1');
    await layBidders(owner, bidders, (verifier as { id: string }).id);
    await owner.end();
    memory = process.platform === 'linux' ? memoryOf(Number(api.child.pid)) : null;
  }, 180_000);
  afterAll(async () => {
    await api.end();
    await app.close();
  });

  /** What a bidder seals; the only place that knows how a payload carries its documents. */
  function sealed(index: number): Promise<Uint8Array> {
    const document = randomBytes(bytesEach);
    const sha256 = createHash('sha256').update(document).digest('hex');
    const read = (): Readable => Readable.from([document]);
    const documents = [{ name: `响应文件${index}.pdf`, sha256, bytes: document.length, read }];
    const content = payloadOf(tender.id, offers[0] as (typeof offers)[number]) as unknown as BidContent;
    return buffer(sealedTo([tender.recipients.A, tender.recipients.B], packBid(content, documents).read()));
  }

  async function callerOf({ subject }: Bidder): Promise<Caller> {
    const token = await app.tokenOf(subject, 'supplier');
    return (verb, path, key) =>
      remote
        .http(verb, path)
        .set('authorization', `Bearer ${token}`)
        .set('idempotency-key', key ?? freshKey());
  }

  it('holds no more memory than one of them needs', async () => {
    const seconds = { sealing: 0, sending: 0, opening: 0 };
    const timed = async <Made>(what: keyof typeof seconds, act: () => Promise<Made>): Promise<Made> => {
      const began = performance.now();
      const made = await act();
      seconds[what] += (performance.now() - began) / 1_000;
      return made;
    };
    for (const [index, bidder] of bidders.entries()) {
      const file = Buffer.from(await timed('sealing', () => sealed(index)));
      const caller = await callerOf(bidder);
      const answer = await timed('sending', async () =>
        index % 2 ? hand(caller, 'post', tender, file) : name(caller, 'post', tender, await uploaded(caller, tender, file)),
      );
      expect(answer.status).toBe(201);
    }
    const sending = memory?.peak() ?? 0;
    await app.setClock('2026-04-13T10:00:00+08:00');
    await timed('opening', async () => {
      await openTogether(remote, tender.locked);
    });
    const { minutes } = done(await look(remote, null, `${tender.path}/opening`)).body as unknown as {
      minutes: { bids: { price: unknown }[] };
    };
    expect(minutes.bids.filter(({ price }) => price !== null)).toHaveLength(bids);
    const each = (what: keyof typeof seconds): string => `${what} ${((seconds[what] / bids) * 1_000).toFixed(0)} ms each`;
    tellCounts(
      `${bids} bids of ${bytesEach / 1_000_000} MB: ${each('sealing')}, ${each('sending')}, ${each('opening')}; ` +
        `peak memory of the API ${mebibytes(sending)} after sending, ${mebibytes(memory?.peak() ?? 0)} after opening${memory ? '' : ' (not measured: no /proc here)'}`,
    );
    expect(memory?.peak() ?? 0).toBeLessThan(peakBytesMax);
  }, 1_200_000);
});
