import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, look, published, rulesOf, submit, type Answered, type JourneyTender } from '../journeys/steps.js';
import { applicants, applicationsClose, apply, invite, prequalifying, shortlisted, told } from '../prequalification/invited.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const description = {
  zh: '主机房断电，平台无法访问。',
  en: 'Power failed in the main machine room; nobody could reach the platform.',
};
const unknownId = '019f0000-0000-7000-8000-000000000001';

const register = (from: string, to: string, over: object = {}, by = 'registrar'): Promise<Answered> =>
  act(app, by, 'post', '/v1/outages', { from, to, kind: 'power', description, ...over });
const confirm = (id: string, by = 'supervisor-tang'): Promise<Answered> =>
  act(app, by, 'post', `/v1/outages/${id}/confirmation`, undefined, `/v1/outages/${id}`);
const refused = (one: Answered): [number, string[]] => [one.status, rulesOf(one)];
const moment = async (tender: JourneyTender, name: string): Promise<unknown> => (await look(app, null, tender.path)).body[name];

interface Extension {
  tenderId: string;
}
const extensionsOf = (answer: Answered, ...tenders: JourneyTender[]): Extension[] =>
  (answer.body['extensions'] as Extension[]).filter((one) => tenders.some((tender) => tender.id === one.tenderId));

/** Registered and confirmed at once; the clock stands after it. */
async function outage(from: string, to: string): Promise<Answered> {
  return done(await confirm(done(await register(from, to)).body.id));
}

it('an outage is told to those who were invited', async () => {
  const tender = await shortlisted(app);
  done(await invite(app, tender));
  await app.setClock('2026-05-11T09:00:00+08:00');
  await outage('2026-05-11T06:30:00+08:00', '2026-05-11T08:40:00+08:00');
  await app.drain();
  expect(await moment(tender, 'bidsCloseAt')).not.toBe('2026-05-11T01:30:00.000000Z');
  for (const client of ['procurer-wang', ...applicants]) expect(await told(app, tender, 'tender.amended', client)).toBe(1);
});

it('applicants are told that they have longer', async () => {
  const tender = await prequalifying(app);
  done(await apply(app, tender, 'supplier-shenda'));
  const more = { applicationsCloseAt: '2026-03-31T09:30:00+08:00', reason: { zh: '延长申请期限。', en: 'More time to apply.' } };
  done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, more, tender.path));
  await app.drain();
  expect(await told(app, tender, 'tender.amended', 'supplier-shenda')).toBe(1);
  expect(await told(app, tender, 'tender.amended', 'supplier-hujiang')).toBe(0);
});

describe('an outage that two people stand for', () => {
  it('moves every deadline that it reached, with a notice, and a bid after the old deadline is in time', async () => {
    const [tender, later] = [await published(app), await published(app, { bidsCloseAt: '2026-04-14T18:00:00+08:00' })];
    await app.setClock('2026-04-13T09:00:00+08:00');
    const registered = done(await register('2026-04-13T06:30:00+08:00', '2026-04-13T08:40:00+08:00'));
    expect(registered.body).toMatchObject({
      state: 'registered',
      version: 1,
      kind: 'power',
      description,
      confirmedAt: null,
      extensions: [],
    });
    expect(await moment(tender, 'bidsCloseAt')).toBe('2026-04-13T01:30:00.000000Z');
    const answer = done(await confirm(registered.body.id));
    expect(answer.body).toMatchObject({ state: 'confirmed', version: 2 });
    expect(extensionsOf(answer, tender, later)).toEqual([
      {
        tenderId: tender.id,
        deadline: 'bidsCloseAt',
        before: '2026-04-13T01:30:00.000000Z',
        after: '2026-04-13T04:30:00.000000Z',
        outcome: 'extended',
        noticeVersion: 2,
      },
    ]);
    expect((await look(app, null, tender.path)).body).toMatchObject({
      bidsCloseAt: '2026-04-13T04:30:00.000000Z',
      opensAt: '2026-04-13T04:30:30.000000Z',
      noticeVersion: 2,
    });
    expect(done(await look(app, null, `${tender.path}/notices/2`)).body).toMatchObject({
      kind: 'amendment',
      content: {
        outageId: registered.body.id,
        changes: [{ field: 'bidsCloseAt' }],
        reason: {
          zh: `平台于2026-04-13 06:30至2026-04-13 08:40发生故障，截止时间顺延180分钟：${description.zh}`,
          en: expect.stringContaining('moves by 180 minutes') as string,
        },
      },
    });
    const page = await app.http('get', `${tender.path}/notices/2`).set('accept', 'text/html');
    expect([page.status, page.text.includes(description.en)]).toEqual([200, true]);
    await app.setClock('2026-04-13T10:00:00+08:00');
    done(await submit(app, tender, 'supplier-shenda'));
    for (const type of ['outage.registered', 'outage.confirmed']) expect(await audited(app, type)).toBeGreaterThan(0);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
    expect(await audited(app, 'tender.amended', later.id)).toBe(0);
  });

  it('reaches deadlines until a day after it, and applications as well as bids', async () => {
    const at = async (bidsCloseAt: string): Promise<JourneyTender> => published(app, { bidsCloseAt });
    const edge = await at('2026-04-21T08:00:00+08:00');
    const beyond = await at('2026-04-21T08:00:00.000001+08:00');
    await app.setClock('2026-04-20T08:30:00+08:00');
    const answer = await outage('2026-04-20T07:00:00+08:00', '2026-04-20T08:00:00+08:00');
    expect(extensionsOf(answer, edge, beyond)).toMatchObject([{ tenderId: edge.id, after: '2026-04-21T01:00:00.000000Z' }]);
    await app.setClock('2026-03-02T09:00:00+08:00');
    const applying = await prequalifying(app);
    await app.setClock('2026-03-27T09:00:00+08:00');
    await outage('2026-03-27T08:00:00+08:00', '2026-03-27T08:20:00+08:00');
    expect(await moment(applying, 'applicationsCloseAt')).toBe('2026-03-27T02:30:00.000000Z');
    expect(applicationsClose).toBe('2026-03-27T09:30:00+08:00');
  });

  it('opens nothing again: a deadline that has passed is written down as passed', async () => {
    const tender = await published(app, { bidsCloseAt: '2026-04-22T09:30:00+08:00' });
    await app.setClock('2026-04-22T09:30:00+08:00', true);
    const answer = await outage('2026-04-22T08:00:00+08:00', '2026-04-22T09:00:00+08:00');
    expect(extensionsOf(answer, tender)).toMatchObject([{ outcome: 'passed', after: null, noticeVersion: null }]);
    expect(await moment(tender, 'bidsCloseAt')).toBe('2026-04-22T01:30:00.000000Z');
    expect((await look(app, null, tender.path)).body.state).toBe('closed');
    expect(await audited(app, 'outage.deadline-passed', tender.id)).toBe(1);
  });

  /** A tender that the confirmation did not come to: its deadline is moved there past the service. */
  async function leftOver(bidsCloseAt: string): Promise<JourneyTender> {
    const tender = await published(app, { bidsCloseAt: '2026-06-23T10:30:00+08:00' });
    await app.sql('ALTER TABLE tenders DISABLE TRIGGER USER');
    await app.sql('UPDATE tenders SET bids_close_at = $2 WHERE id = $1', [tender.id, bidsCloseAt]);
    await app.sql('ALTER TABLE tenders ENABLE TRIGGER USER');
    return tender;
  }

  it('extends once: the queue and a repeated request find nothing to do, and finish what a crash left', async () => {
    const [first, second] = [
      await published(app, { bidsCloseAt: '2026-04-23T09:30:00+08:00' }),
      await published(app, { bidsCloseAt: '2026-04-23T10:30:00+08:00' }),
    ];
    await app.setClock('2026-04-23T09:00:00+08:00');
    const { id } = done(await register('2026-04-23T08:00:00+08:00', '2026-04-23T08:30:00+08:00')).body;
    const path = `/v1/outages/${id}/confirmation`;
    const caller = await app.as('supervisor-tang');
    const tag = (await look(app, null, `/v1/outages/${id}`)).headers['etag'] ?? '';
    const send = () => caller('post', path, 'confirm-once').set('if-match', tag);
    const answers = [await send(), await send()];
    expect(answers.map((one) => [one.status, one.body as object])).toEqual([
      [201, answers[0]?.body],
      [201, answers[0]?.body],
    ]);
    const left = await leftOver('2026-04-23T10:45:00+08:00');
    await app.drain();
    expect(await moment(left, 'bidsCloseAt')).toBe('2026-04-23T03:45:00.000000Z');
    const another = await leftOver('2026-04-23T10:50:00+08:00');
    expect((await send()).status).toBe(201);
    expect(await moment(another, 'bidsCloseAt')).toBe('2026-04-23T03:50:00.000000Z');
    for (const tender of [first, second, left, another]) expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });
});

describe('a register of outages', () => {
  const [from, to] = ['2026-05-12T08:00:00+08:00', '2026-05-12T09:00:00+08:00'];

  it('is public and paged, without who wrote in it', async () => {
    await app.setClock('2026-05-12T10:00:00+08:00');
    const ids = [done(await register(from, to)).body.id, done(await register(from, to)).body.id];
    const first = done(await look(app, null, '/v1/outages?limit=1'));
    expect(first.body).toMatchObject({ items: [{ id: ids[1] }], next: ids[1] });
    expect(done(await look(app, null, `/v1/outages?limit=1&after=${ids[1]}`)).body['items']).toMatchObject([{ id: ids[0] }]);
    expect(JSON.stringify(first.body)).not.toMatch(/registeredBy|confirmedBy/);
    expect((await look(app, null, `/v1/outages/${unknownId}`)).status).toBe(404);
    expect((await confirm(unknownId)).status).toBe(404);
  });

  it('takes what is over, of some days at most, from a registrar', async () => {
    await app.setClock('2026-05-12T10:00:00+08:00');
    expect(refused(await register(from, '2026-05-12T10:00:01+08:00'))).toEqual([422, ['outage.not-over']]);
    expect(refused(await register('2026-04-01T08:00:00+08:00', to))).toEqual([422, ['outage.too-long']]);
    expect((await register(to, from)).body.errors).toMatchObject([{ pointer: '#/to' }]);
    expect((await register(from, to, { kind: 'laziness' })).status).toBe(422);
    expect((await register(from, to, { description: { zh: '断电' } })).status).toBe(422);
    for (const client of ['supervisor-tang', 'procurer-wang', 'supplier-shenda'])
      expect((await register(from, to, {}, client)).status).toBe(403);
  });

  it('is confirmed by another person, once, on what it has read, and not twice for one time', async () => {
    await app.setClock('2026-05-12T10:00:00+08:00');
    const [one, other] = [
      done(await register(from, to)).body.id,
      done(await register('2026-05-12T08:59:00+08:00', '2026-05-12T09:30:00+08:00')).body.id,
    ];
    expect(refused(await confirm(one, 'registrar'))).toEqual([403, ['outage.same-person']]);
    expect((await act(app, 'supervisor-tang', 'post', `/v1/outages/${one}/confirmation`)).status).toBe(428);
    expect((await confirm(one, 'procurer-wang')).status).toBe(403);
    const tag = (await look(app, null, `/v1/outages/${one}`)).headers['etag'] ?? '';
    const caller = await app.as('supervisor-tang');
    const send = () => caller('post', `/v1/outages/${one}/confirmation`).set('if-match', tag);
    const both = await Promise.all([send(), send()]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 412]);
    expect(refused(await confirm(one))).toEqual([409, ['outage.confirmed-already']]);
    expect(refused(await confirm(other))).toEqual([409, ['outage.overlaps']]);
    expect(await audited(app, 'outage.confirmed')).toBeGreaterThan(0);
  });

  it('holds in the database whatever the service does', async () => {
    await app.setClock('2026-05-13T10:00:00+08:00');
    const { id } = done(await register('2026-05-13T08:00:00+08:00', '2026-05-13T09:00:00+08:00')).body;
    const alone = 'UPDATE outages SET confirmed_by = registered_by, confirmed_at = platform_now() WHERE id = $1';
    await expect(app.sql(alone, [id])).rejects.toThrow('outages_four_eyes');
    done(await confirm(id));
    const twice = done(await register('2026-05-13T08:30:00+08:00', '2026-05-13T09:00:00+08:00')).body.id;
    const again = `UPDATE outages SET confirmed_by = (SELECT id FROM people WHERE subject = 'auditor-feng'), confirmed_at = platform_now() WHERE id = $1`;
    await expect(app.sql(again, [twice])).rejects.toThrow('outages_once');
    await expect(app.sql('DELETE FROM outage_extensions')).rejects.toThrow('append-only');
  });
});
