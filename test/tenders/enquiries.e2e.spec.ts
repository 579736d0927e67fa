import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  audited,
  closing,
  done,
  draft,
  look,
  published,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';
import {
  apply,
  applyAsStranger,
  decide,
  decisionDay,
  declareNone,
  invite,
  organizationOf,
  prequalifying,
  received,
  shortlist,
  told,
} from '../prequalification/invited.js';

let app: TestApp;
let tender: JourneyTender;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.setClock('2026-03-02T09:00:00+08:00');
  tender = await published(app);
});
afterAll(() => app.close());

const asker = 'supplier-shenda';
const question = { topic: 'specifications', text: { zh: '磁体孔径能否放宽至68厘米？', en: 'May the bore be 68 cm?' } };
const reply = { text: { zh: '不能，孔径要求不变。', en: 'No, the bore stays as required.' } };
const basis = { zh: '营业执照', en: 'Business licence' };
const unknownId = '019f0000-0000-7000-8000-000000000001';

const ask = (client = asker, body: object = question, of = tender): Promise<Answered> =>
  act(app, client, 'post', `${of.path}/enquiries`, body);
const answer = (id: string, body: object = reply, client = 'procurer-wang'): Promise<Answered> =>
  act(app, client, 'post', `${tender.path}/enquiries/${id}/answer`, body, `${tender.path}/enquiries/${id}`);
const refused = (one: Answered): [number, string[]] => [one.status, rulesOf(one)];

describe('a question', () => {
  it('is public at once, in whichever language, and the procuring entity is told', async () => {
    const { body } = done(await ask());
    done(await ask('supplier-rheinland', { text: { en: 'Is a German certificate enough?' } }));
    const list = done(await look(app, null, `${tender.path}/enquiries`)).body as unknown as { items: object[]; closesAt: string };
    expect(list).toMatchObject({
      items: [
        { ...question, state: 'open', stage: 'bids', answerDueOn: '2026-03-05', overdue: false, answer: null },
        { text: { en: 'Is a German certificate enough?' }, topic: null },
      ],
      next: null,
      closesAt: '2026-04-10T01:30:00.000000Z',
    });
    expect(done(await look(app, null, `${tender.path}/enquiries/${body.id}`)).body).toMatchObject(question);
    const page = done(await look(app, null, `${tender.path}/enquiries?limit=1`)).body as { next?: string | null };
    expect(page.next).toBe(body.id);
    expect(done(await look(app, null, `${tender.path}/enquiries?after=${page.next}`)).body['items']).toHaveLength(1);
    expect(await audited(app, 'enquiry.asked', tender.id)).toBe(2);
    await app.drain();
    const inbox = done(await look(app, 'procurer-wang', '/v1/me/inbox')).body['items'] as { topic: string }[];
    expect(inbox.filter((one) => one.topic === 'enquiry.asked')).toHaveLength(2);
  });

  it('is found again by its asker, and by nobody else', async () => {
    const { id } = done(await ask()).body;
    done(await ask('supplier-hujiang'));
    const mine = async (client: string): Promise<string[]> =>
      (done(await look(app, client, `${tender.path}/enquiries?mine=true`)).body['items'] as { id: string }[]).map(
        (one) => one.id,
      );
    expect(await mine(asker)).toEqual([id]);
    for (const client of ['supplier-rheinland', 'procurer-wang', 'auditor-feng', 'registrar'])
      expect(await mine(client)).toEqual([]);
    expect((await look(app, null, `${tender.path}/enquiries?mine=true`)).status).toBe(401);
    expect((await look(app, asker, `${tender.path}/enquiries?mine=yes`)).status).toBe(422);
  });

  it('has one effect for one key, and the key names nobody', async () => {
    const caller = await app.as(asker);
    const send = (body: object) => caller('post', `${tender.path}/enquiries`, 'one-question').send(body);
    const [first, second] = [await send(question), await send(question)];
    expect([first.status, (second.body as { id: string }).id]).toEqual([201, (first.body as { id: string }).id]);
    expect((await send({ text: { zh: '另一问题' } })).status).toBe(422);
    expect(await app.sql(`SELECT 1 FROM idempotency_keys WHERE key = 'one-question'`)).toEqual([]);
    const other = (await app.as('supplier-hujiang'))('post', `${tender.path}/enquiries`, 'one-question').send(question);
    expect(((await other).body as { id: string }).id).not.toBe((first.body as { id: string }).id);
  });

  it('is refused in no language, under its own name, and too often', async () => {
    const none = await ask(asker, { text: {} });
    expect([none.status, none.body.errors]).toMatchObject([422, [{ pointer: '#/text' }]]);
    expect((await ask(asker, { text: { zh: ' ', en: null } })).status).toBe(422);
    expect((await ask(asker, { text: { zh: '长'.repeat(5_001) } })).status).toBe(422);
    expect((await ask(asker, { ...question, topic: 'price' })).status).toBe(422);
    const { name } = (
      await app.sql<{ name: { zh: string } }>('SELECT name FROM organizations WHERE id = $1', [await organizationOf(app, asker)])
    )[0] as { name: { zh: string } };
    const signed = await ask(asker, { text: { zh: `${name.zh}请问能否放宽？` } });
    expect(refused(signed)).toEqual([422, ['enquiry.names-its-author']]);
    const hidden = [...name.zh].join('\u200b');
    expect(refused(await ask(asker, { text: { zh: `${hidden}请问能否放宽？` } }))).toEqual([422, ['enquiry.names-its-author']]);
    for (let count = 0; count < 20; count += 1) done(await ask());
    expect(refused(await ask())).toEqual([409, ['enquiry.too-many']]);
    done(await ask('supplier-hujiang'));
  });

  it('holds its bound also where two come at once', async () => {
    for (let count = 0; count < 19; count += 1) done(await ask());
    const both = await Promise.all([ask(), ask()]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
  });

  it('is refused three days before the deadline, later as an extension allows', async () => {
    await app.setClock('2026-04-10T09:29:59.999999+08:00', true);
    done(await ask());
    await app.setClock('2026-04-10T09:30:00+08:00', true);
    expect(refused(await ask())).toEqual([422, ['enquiry.too-late']]);
    const reason = { zh: '延长', en: 'Extended' };
    const more = { bidsCloseAt: '2026-04-20T09:30:00+08:00', reason };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, more, tender.path));
    done(await ask());
    await app.setClock('2026-04-21T09:00:00+08:00');
    expect(refused(await ask())).toEqual([422, ['enquiry.too-late']]);
  });

  it('comes from a verified supplier who could bid', async () => {
    expect((await ask('procurer-wang')).status).toBe(403);
    expect((await app.http('post', `${tender.path}/enquiries`).send(question)).status).toBe(401);
    const plain = done(await draft(app)).body.id;
    expect((await ask(asker, question, { ...tender, path: `/v1/tenders/${plain}` })).status).toBe(404);
    expect((await ask(asker, question, { ...tender, path: `/v1/tenders/${unknownId}` })).status).toBe(404);
    const shenda = await organizationOf(app, asker);
    await app.sql(`UPDATE organizations SET verification = 'pending', verified_at = NULL, verified_by = NULL WHERE id = $1`, [
      shenda,
    ]);
    expect(refused(await ask())).toEqual([403, ['organization.not-verified']]);
    const path = `/v1/organizations/${shenda}/verification`;
    done(await act(app, 'registrar', 'post', path, { decision: 'verified', basis }, `/v1/organizations/${shenda}`));
    done(await ask());
  });

  it('in a calendar year that nobody has loaded is taken, and its due date is pending (P11)', async () => {
    await app.setClock('2026-12-30T09:00:00+08:00');
    tender = await published(app, { bidsCloseAt: '2027-03-01T09:30:00+08:00' });
    expect(done(await ask()).body).toMatchObject({ answerDueOn: null, overdue: false, pending: ['calendarYearMissing'] });
  });
});

describe('the asker', () => {
  it('is named nowhere: not in a row, an audit entry, a message, a key, a delivery or a log', async () => {
    const { id } = done(await ask()).body;
    done(await answer(id));
    await app.drain();
    const [own] = await app.sql<{ person: string; organization: string }>(
      `SELECT person.id AS person, member.organization_id AS organization FROM people person JOIN memberships member ON member.person_id = person.id
        WHERE person.subject = $1`,
      [asker],
    );
    const names = Object.values(own as object) as string[];
    const tables = (await app.sql<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)).map(
      (one) => one.name,
    );
    const naming: string[] = [];
    for (const table of tables) {
      const rows = await app.sql<{ line: string }>(`SELECT row_to_json(one)::text AS line FROM ${table} one`);
      const about = rows.filter(({ line }) => line.includes(id) || line.includes(tender.id));
      if (about.some(({ line }) => names.some((name) => line.includes(name)))) naming.push(table);
    }
    expect(naming).toEqual([]);
    const [entry] = await app.sql<object>(
      `SELECT actor_organization_id AS organization, actor_person_id AS person FROM audit_entries WHERE subject_id = $1 AND type = 'enquiry.asked'`,
      [id],
    );
    expect(entry).toEqual({ organization: null, person: '00000000-0000-7000-8000-000000000000' });
    expect(app.logged()).not.toContain(names[0]);
  });

  it('has another hash in another tender, and two askers differ', async () => {
    const hashes = async (of: JourneyTender): Promise<string[]> =>
      (
        await app.sql<{ author: string }>(`SELECT encode(author, 'hex') AS author FROM enquiries WHERE tender_id = $1`, [of.id])
      ).map((one) => one.author);
    const other = await published(app);
    for (const which of [tender, other])
      for (const client of [asker, asker, 'supplier-hujiang']) done(await ask(client, question, which));
    const both = [await hashes(tender), await hashes(other)];
    for (const [first, second, third] of both) expect([first === second, first === third]).toEqual([true, false]);
    expect(new Set(both.flat()).size).toBe(4);
  });
});

describe('an answer', () => {
  it('is everybody’s, stands in the timeline and ends the duty', async () => {
    const { id } = done(await ask()).body;
    const duties = async (client: string): Promise<unknown[]> =>
      (done(await look(app, client, '/v1/me/duties?limit=100')).body['items'] as { tenderId: string; kind: string }[]).filter(
        (one) => one.tenderId === tender.id && one.kind === 'enquiry.answer',
      );
    expect(await duties('procurer-zhao')).toMatchObject([{ dueOn: '2026-03-05', overdue: false, subject: { id } }]);
    expect([await duties('procurer-port'), await duties(asker)]).toEqual([[], []]);
    expect(done(await answer(id)).body).toMatchObject({ state: 'answered', version: 2, answer: reply, warnings: [] });
    expect(done(await look(app, 'supplier-hujiang', `${tender.path}/enquiries/${id}`)).body).toMatchObject({ answer: reply });
    expect(await duties('procurer-zhao')).toEqual([]);
    expect(await audited(app, 'enquiry.answered', tender.id)).toBe(1);
    const { items } = done(await look(app, null, `${tender.path}/timeline`)).body as unknown as { items: { type: string }[] };
    expect(items.map((one) => one.type)).toEqual(expect.arrayContaining(['enquiry.asked', 'enquiry.answered']));
  });

  it('after three working days is marked, before as after', async () => {
    const { id } = done(await ask()).body;
    await app.setClock('2026-03-06T00:00:00+08:00');
    expect((await look(app, null, `${tender.path}/enquiries/${id}`)).body).toMatchObject({ overdue: true });
    const duty = done(await look(app, 'procurer-wang', '/v1/me/duties?limit=100')).body['items'] as { subject: { id: string } }[];
    expect(duty.find((one) => one.subject.id === id)).toMatchObject({ overdue: true, dueOn: '2026-03-05' });
    expect(done(await answer(id)).body).toMatchObject({
      overdue: false,
      warnings: [{ rule: 'enquiry.answer-overdue', severity: 'warning' }],
    });
  });

  it('is given once, by the procuring entity, in both languages, on what it has read', async () => {
    const { id } = done(await ask()).body;
    const path = `${tender.path}/enquiries/${id}/answer`;
    expect((await act(app, 'procurer-wang', 'post', path, reply)).status).toBe(428);
    expect(refused(await answer(id, { text: { zh: '不能。' } }))).toEqual([422, ['notice.english-incomplete']]);
    for (const named of ['莱茵\u200b医疗技术有限公司', '上海申达 医疗设备有限公司']) {
      const text = { zh: `${named}的问题：交货期不变。`, en: 'The delivery time stays.' };
      expect(refused(await answer(id, { text }))).toEqual([422, ['enquiry.answer-names-supplier']]);
    }
    expect((await answer(id, reply, 'procurer-port')).status).toBe(404);
    expect((await answer(id, reply, asker)).status).toBe(403);
    expect((await answer(unknownId)).status).toBe(404);
    const tag = (await look(app, null, `${tender.path}/enquiries/${id}`)).headers['etag'] ?? '';
    const caller = await app.as('procurer-wang');
    const send = () => caller('post', path).set('if-match', tag).send(reply);
    const two = await Promise.all([send(), send()]);
    expect(two.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(refused(await answer(id))).toEqual([409, ['enquiry.answered-already']]);
    await expect(app.sql(`UPDATE enquiries SET answer = '{}' WHERE id = $1`, [id])).rejects.toThrow('enquiry.answered-already');
    const other = await published(app);
    expect((await look(app, null, `${other.path}/enquiries/${id}`)).status).toBe(404);
    const crossed = `${other.path}/enquiries/${id}/answer`;
    expect((await act(app, 'procurer-wang', 'post', crossed, reply, `${tender.path}/enquiries/${id}`)).status).toBe(404);
  });

  it('is owed after the deadline, and barred once the procurement is over', async () => {
    const [first, second] = [done(await ask()).body.id, done(await ask()).body.id];
    await app.setClock(closing);
    done(await answer(first));
    const why = { code: 'ins-fund', reason: { zh: '资金取消', en: 'The funds are gone' } };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/cancellation`, why, tender.path));
    expect(refused(await answer(second))).toEqual([409, ['tender.wrong-state']]);
    expect(refused(await ask())).toEqual([409, ['tender.wrong-state']]);
  });
});

describe('an invited tender', () => {
  it('is asked about by whoever may apply, until three days before the applications close', async () => {
    tender = await prequalifying(app);
    expect(done(await ask()).body).toMatchObject({ stage: 'applications' });
    expect(done(await look(app, null, `${tender.path}/enquiries`)).body['items']).toHaveLength(1);
    await app.setClock('2026-03-24T09:30:00+08:00');
    expect(refused(await ask())).toEqual([422, ['enquiry.too-late']]);
  });

  it('after the invitation is asked about by the invited, read by them, and answered to all of them', async () => {
    tender = await prequalifying(app);
    const first = done(await ask()).body.id;
    for (const client of ['supplier-shenda', 'supplier-hujiang']) done(await apply(app, tender, client));
    const stranger = await applyAsStranger(app, tender, '上海浦江影像设备有限公司');
    await app.setClock(decisionDay);
    await declareNone(app, tender);
    for (const id of [...Object.values(await received(app, tender)), stranger]) done(await decide(app, tender, id));
    done(await shortlist(app, tender));
    expect(refused(await ask())).toEqual([409, ['tender.wrong-state']]);
    done(await answer(first));
    done(await invite(app, tender));
    expect(refused(await ask('supplier-rheinland'))).toEqual([403, ['prequalification.not-qualified']]);
    const { id, ...asked } = done(await ask('supplier-hujiang')).body;
    expect(asked).toMatchObject({ stage: 'bids' });
    for (const client of [null, 'supplier-rheinland', 'procurer-port'])
      expect((await look(app, client, `${tender.path}/enquiries/${id}`)).status).toBe(404);
    for (const [client, count] of [
      [null, 1],
      ['supplier-shenda', 2],
      ['procurer-wang', 2],
    ] as const)
      expect(done(await look(app, client, `${tender.path}/enquiries`)).body['items']).toHaveLength(count);
    done(await answer(id));
    await app.drain();
    for (const client of ['supplier-shenda', 'supplier-hujiang'])
      expect(await told(app, tender, 'enquiry.answered', client)).toBe(1);
    expect(await told(app, tender, 'enquiry.answered', 'supplier-rheinland')).toBe(0);
  });
});
