import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type supertest from 'supertest';
import { resetClock } from '../../src/platform/clock.js';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import { deadline, hand, open, ruleOf, sealedFor, share, startBids, type BidsApp, type Box } from '../bids/box.js';
import { crowd, type CrowdMember } from '../bids/crowd.js';
import { counts, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { startApiProcess, type ApiProcess } from './api-process.js';
import { describeWhere, fakedTime, hasTools, startOwnPostgres, type OwnPostgres } from './own-postgres.js';

const found = hasTools('T8, clocks that jump', { faketime: true });

/**
 * T8: the database's clock alone decides, whatever the others say. Where clocks differ, that is an alarm and refuses nothing (D6). Each bid that
 * was accepted was early by that clock, each receipt tells its time, and after the opening nothing is accepted however the clock goes.
 */
describeWhere(found)('clocks that jump (T8, art. 58)', () => {
  let own: OwnPostgres;
  let app: BidsApp;
  let tender: Box;
  let bidders: CrowdMember[];
  const processes: ApiProcess[] = [];
  const shared = process.env['TEST_DATABASE_OWNER_URL'];

  beforeAll(async () => {
    own = await startOwnPostgres({ faketime: true });
    process.env['TEST_DATABASE_OWNER_URL'] = own.ownerUrl;
    app = await startBids();
    bidders = await crowd(app, 4);
    tender = await app.tender();
    await resetClock(app.database.ownerUrl);
  }, 300_000);
  afterAll(async () => {
    await app.close();
    await own.stop();
    process.env['TEST_DATABASE_OWNER_URL'] = shared;
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((one) => one.end()));
  });

  async function apiWith(env: NodeJS.ProcessEnv): Promise<ApiProcess> {
    const api = await startApiProcess(app, env);
    processes.push(api);
    return api;
  }

  /** The server's clock runs, so many seconds from the deadline. */
  const aroundDeadline = (seconds: number): void => own.setTime(offset((Date.parse(deadline) - Date.now()) / 1_000 + seconds));
  const offset = (seconds: number): string => `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(3)}`;
  const caller = (at: number): CrowdMember['caller'] => (bidders[at] as CrowdMember).caller;
  const bid = async (at: number, verb: 'post' | 'put' = 'post'): Promise<supertest.Response> =>
    hand(caller(at), verb, tender, await sealedFor(tender));
  const wrong = (): Promise<object[]> =>
    app.sql(`SELECT one.id FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id
              WHERE one.received_at >= tenders.bids_close_at OR one.received_at >= tenders.opened_at`);

  async function clocks(
    at: Pick<BidsApp, 'http'> = app,
  ): Promise<{ status: number; clocks: string; skew: Record<string, number> }> {
    const { status, body } = await at.http('get', '/health/ready');
    const { text } = await at.http('get', '/metrics');
    const skew = [...text.matchAll(/^clock_skew_seconds\{clock="(\w+)"\} (\S+)$/gm)].map(([, name, value]) => [
      name,
      Number(value),
    ]);
    return { status, clocks: (body as { clocks: string }).clocks, skew: Object.fromEntries(skew) as Record<string, number> };
  }

  it('the server two seconds off: an alarm in the log, the metric and the readiness, and bids are received', async () => {
    own.setTime('+0');
    expect(await clocks()).toMatchObject({ status: 200, clocks: 'together' });
    const alarms = (): number => app.logged().split('"alarm":"clock-skew"').length - 1;
    expect(alarms()).toBe(0);
    for (const seconds of [2, -2]) {
      own.setTime(offset(seconds));
      const seen = await clocks();
      expect(seen).toMatchObject({ status: 200, clocks: 'apart' });
      expect(Math.abs((seen.skew['process'] as number) + seconds)).toBeLessThan(0.5);
    }
    expect(alarms()).toBe(4);
    aroundDeadline(-7_200);
    expect((await bid(0)).status).toBe(201);
  });

  it('a process two seconds or half an hour off: its clock decides nothing', async () => {
    for (const seconds of [-2, 1_800]) {
      own.setTime('+0');
      const api = await apiWith(fakedTime(offset(seconds)));
      const seen = await clocks(api);
      expect(seen).toMatchObject({ status: 200, clocks: 'apart' });
      expect(Math.abs((seen.skew['process'] as number) - seconds)).toBeLessThan(0.5);
      aroundDeadline(1);
      expect(ruleOf(await hand(await api.as('supplier-hujiang'), 'post', tender, await sealedFor(tender)))).toBe('bid.late');
    }
  }, 300_000);

  it('a Redis two seconds off is an alarm, and one that is away is not', async () => {
    own.setTime('+0');
    const redis = await redisAhead(2);
    const api = await apiWith({ REDIS_URL: redis.url });
    await until(async () => (await clocks(api)).clocks === 'apart', 'the alarm');
    const { status, skew } = await clocks(api);
    expect([status, Math.round(skew['redis'] as number), Math.round(skew['process'] as number) + 0]).toEqual([200, 2, 0]);
    await redis.stop();
    expect(await clocks(api)).toMatchObject({ status: 200, clocks: 'unknown' });
  }, 300_000);

  it('an hour forward and back: late is late, early is early, and each receipt has the moment of the server', async () => {
    aroundDeadline(-600);
    const first = await bid(2);
    expect(first.status).toBe(201);
    aroundDeadline(3_000);
    expect(ruleOf(await bid(3))).toBe('bid.late');
    expect(ruleOf(await bid(2, 'put'))).toBe('bid.late');
    aroundDeadline(-4_200);
    expect(ruleOf(await share(app, tender, 'A'))).toBe('opening.too-early');
    const second = await bid(2, 'put');
    expect(second.status).toBe(200);
    const rows = await app.sql<{ id: string; at: string }>(
      'SELECT id, utc_text(received_at) AS at FROM bid_submissions WHERE supplier_id = $1 ORDER BY version',
      [(bidders[2] as CrowdMember).organizationId],
    );
    // A clock that was put back gives the later version the earlier moment; it is the version that counts.
    expect(rows).toEqual(
      [first, second].map(({ body }) => ({ id: (body as BidReceipt).id, at: (body as BidReceipt).receivedAt })),
    );
    expect((rows[0] as { at: string }).at > (rows[1] as { at: string }).at).toBe(true);
    expect(await wrong()).toEqual([]);
  });

  it('strobed around the deadline: every answer fits its moment', async () => {
    const jumps = counts(10, 150);
    const answers: supertest.Response[] = [];
    for (let jump = 0; jump < jumps; jump += 1) {
      aroundDeadline(jump % 2 === 0 ? -1 : 1);
      const file = await sealedFor(tender);
      const both = [2, 0].map((at) => hand(caller(at), 'put', tender, file).then());
      aroundDeadline(jump % 2 === 0 ? 1 : -1);
      answers.push(...(await Promise.all(both)));
    }
    const [accepted, late] = [200, 422].map((status) => answers.filter((one) => one.status === status));
    expect(answers.filter(({ status }) => ![200, 422].includes(status)).map(({ text }) => text)).toEqual([]);
    for (const { body } of accepted as supertest.Response[]) expect((body as BidReceipt).receivedAt < deadline).toBe(true);
    for (const { body } of late as supertest.Response[])
      expect(((body as { errors: { facts: { receivedAt: string } }[] }).errors[0]?.facts.receivedAt as string) >= deadline).toBe(
        true,
      );
    expect(await wrong()).toEqual([]);
    tellCounts(`T8: ${jumps} jumps, ${(accepted as object[]).length} bids received, ${(late as object[]).length} late`);
  }, 300_000);

  it('after the opening no clock brings a bid in', async () => {
    await app.setClock('2026-04-13T01:00:30Z');
    expect((await open(app, tender)).status).toBe(201);
    await resetClock(app.database.ownerUrl);
    aroundDeadline(-3_600);
    expect(ruleOf(await bid(3))).toBe('bid.late');
    expect(ruleOf(await bid(2, 'put'))).toBe('bid.late');
    expect(await wrong()).toEqual([]);
  });
});

/** Said above: what is not there cannot be tested. */
/** What a Redis says whose clock is so far ahead, and no more; a real one does not start under libfaketime (its allocator asks for the time). */
async function redisAhead(seconds: number): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const answerTo = (command: string): string => {
    if (command === 'INFO') return '$9\r\nloading:0\r\n';
    const at = String(Math.floor(Date.now() / 1_000) + seconds);
    return command === 'TIME'
      ? `*2\r\n$${at.length}\r\n${at}\r\n$6\r\n${String(Date.now() % 1_000).padStart(3, '0')}000\r\n`
      : '+OK\r\n';
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const [, command = ''] of chunk.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g))
        socket.write(answerTo(command.toUpperCase()));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
