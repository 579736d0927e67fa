import { startTestApp, type TestApp } from '../app.js';
import { act, audited, published, rulesOf, type Answered, type JourneyTender } from '../journeys/steps.js';
import { rounds, tellCounts } from '../prove.js';
import { hand, ruleOf, sealedFor } from './box.js';
import { crowd, type CrowdMember } from './crowd.js';
import { direct, type Direct } from './direct.js';

tellCounts(`T7: ${rounds(2, 25).length} round(s)`);

const closing = '2026-04-13T01:30:00.000000Z';
const justBefore = '2026-04-13T01:29:59.999999Z';
const later = '2026-04-20T01:30:00.000000Z';
const reason = { zh: '应潜在供应商请求延长。', en: 'Extended at the request of potential suppliers.' };

/** T7: an extension and a submission at once have one order; after the deadline there is no extension, and none makes it earlier. */
describe('a deadline that is moved while bids come (T7, art. 51)', () => {
  let app: TestApp;
  let by: Direct;
  let bidders: CrowdMember[];
  let tender: JourneyTender;

  beforeAll(async () => {
    app = await startTestApp();
    by = direct(app);
    bidders = await crowd(app, 6);
  });
  beforeEach(async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    tender = await published(app);
  });
  afterEach(() => by.end());
  afterAll(() => app.close());

  const extend = (to = later): Promise<Answered> =>
    act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, { bidsCloseAt: to, reason }, tender.path);
  const closesAt = async (): Promise<string> =>
    (
      (await app.sql<{ at: string }>('SELECT utc_text(bids_close_at) AS at FROM tenders WHERE id = $1', [tender.id]))[0] as {
        at: string;
      }
    ).at;

  it.each(rounds(2, 25))(
    'bids of both sides of the old deadline stand under the new one, and both are in the log (round %i)',
    async (round) => {
      const files = await Promise.all(bidders.map(() => sealedFor(tender)));
      await app.setClock(justBefore, true);
      const acts = [
        extend(),
        ...bidders.slice(0, 3).map(({ caller }, at) => hand(caller, 'post', tender, files[at] as Buffer).then()),
      ];
      if (round % 2 === 0) void acts.reverse();
      const answers = await Promise.all(acts);
      expect(answers.map((one) => one.status).sort()).toEqual([201, 201, 201, 201]);
      await app.setClock('2026-04-13T01:30:00.000001Z', true);
      for (const [at, { caller }] of bidders.slice(3).entries())
        expect((await hand(caller, 'post', tender, files[at + 3] as Buffer)).status).toBe(201);
      expect([
        await closesAt(),
        await audited(app, 'tender.amended', tender.id),
        await audited(app, 'bid.submitted', tender.id),
      ]).toEqual([later, 1, 6]);
    },
  );

  it.each(rounds(2, 25))(
    'an extension raced with the passing of the deadline counts for the bid as it counts itself (round %i)',
    async () => {
      const file = await sealedFor(tender);
      await app.setClock(justBefore, true);
      const [extended] = await Promise.all([extend(), app.setClock(closing, true)]);
      const answer = await hand((bidders[0] as CrowdMember).caller, 'post', tender, file);
      if (extended?.status === 201) expect([answer.status, await closesAt()]).toEqual([201, later]);
      else
        expect([rulesOf(extended as Answered), ruleOf(answer), await closesAt()]).toEqual([
          ['tender.deadline-passed'],
          'bid.late',
          closing,
        ]);
      expect(await audited(app, 'tender.amended', tender.id)).toBe(extended?.status === 201 ? 1 : 0);
      expect(await audited(app, 'bid.refused', tender.id)).toBe(extended?.status === 201 ? 0 : 1);
    },
  );

  it('is not extended once it has passed, and never made earlier: not over HTTP, not by the service itself', async () => {
    expect(rulesOf(await extend('2026-04-10T01:30:00Z'))).toEqual(['tender.deadline-shortened']);
    const client = await by.session();
    const move = `UPDATE tenders SET bids_close_at = $2, opens_at = $2::timestamptz + interval '30 seconds' WHERE id = $1`;
    await expect(client.query(move, [tender.id, '2026-04-10T01:30:00Z'])).rejects.toThrow('tender.deadline-shortened');
    await expect(
      client.query('UPDATE tenders SET opens_at = bids_close_at + interval $$1 second$$ WHERE id = $1', [tender.id]),
    ).rejects.toThrow('tenders_open_after_submissions');
    await app.setClock(closing, true);
    expect(rulesOf(await extend())).toEqual(['tender.deadline-passed']);
    await expect(client.query(move, [tender.id, later])).rejects.toThrow('tender.deadline-passed');
    expect(await closesAt()).toBe(closing);
  });
});
