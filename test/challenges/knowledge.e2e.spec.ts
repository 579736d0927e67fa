import {
  act,
  done,
  look,
  matter,
  published,
  publish,
  approved,
  request,
  contact,
  submit,
  tagOf,
  type JourneyTender,
} from '../journeys/steps.js';
import * as invited from '../prequalification/invited.js';
import * as source from '../journeys/single-source.js';
import { audited, challenge, fullReply, letter, publishedTender, reply, rulesOf, startDocket, type DocketApp } from './docket.js';

const start = '2026-03-02T09:00:00+08:00';
const grounds = { zh: '供应商于公告当日现场领取了纸质文件。', en: 'The supplier took a copy on the day of the notice.' };
const contest = { knownOn: '2026-03-04', grounds, evidence: ['领取登记表第3行'] };

interface Event {
  kind: string;
  on: string;
  source: { kind: string; what: string };
}

let app: DocketApp;
beforeAll(async () => {
  app = await startDocket();
}, 60_000);
afterAll(() => app.close());
beforeEach(() => app.setClock(start));

async function withDocument(): Promise<JourneyTender & { file: string }> {
  let documentId = '';
  const tender = await approved(app, {}, async (path) => {
    documentId = await source.addEvidence(app, path, '招标文件');
  });
  done(await publish(app, tender));
  return { ...tender, file: `${tender.path}/documents/${documentId}` };
}

const eventsOf = (answer: { body: unknown }): Event[] => (answer.body as { events: Event[] }).events;

describe('the ledger of knowledge', () => {
  it('shows a supplier its own moments, each with its row, and of another nothing', async () => {
    const tender = await withDocument();
    await app.setClock('2026-03-04T10:00:00+08:00');
    done(await look(app, 'supplier-shenda', tender.file));
    const own = done(await look(app, 'supplier-shenda', `${tender.path}/knowledge`));
    expect(eventsOf(own).map((one) => [one.kind, one.on, one.source.kind, one.source.what])).toEqual([
      ['published', '2026-03-02', 'notice', 'tender'],
      ['downloaded', '2026-03-04', 'document', expect.stringContaining('招标文件')],
    ]);
    const { subjects } = own.body as unknown as { subjects: Record<string, object> };
    expect(subjects['documents']).toMatchObject({
      earliestOn: '2026-03-04',
      window: { basis: 'downloaded', lastDay: '2026-03-16', derivation: { from: '2026-03-04' }, open: true },
    });
    expect(Object.keys(subjects).sort()).toEqual(['documents', 'process']);
    const other = done(await look(app, 'supplier-hujiang', `${tender.path}/knowledge`));
    expect(eventsOf(other).map((one) => one.kind)).toEqual(['published']);
    expect((await look(app, 'procurer-wang', `${tender.path}/knowledge`)).status).toBe(403);
    const draft = await publishedTender(app, { published: false });
    expect((await look(app, 'supplier-shenda', `/v1/tenders/${draft}/knowledge`)).status).toBe(404);
  });

  it('of a challenge tells the other side before the opening neither downloads nor what bidders are told', async () => {
    const tender = await withDocument();
    done(await look(app, 'supplier-shenda', tender.file));
    done(await submit(app, tender, 'supplier-shenda'));
    const filed = await challenge(await app.as('supplier-shenda'), tender.id);
    const path = `/v1/challenges/${filed.id}/knowledge`;
    expect(eventsOf(done(await look(app, 'supplier-shenda', path))).map((one) => one.kind)).toContain('downloaded');
    const theirs = done(await look(app, 'procurer-wang', path));
    expect(eventsOf(theirs).map((one) => [one.kind, one.source.what])).toEqual([['published', 'tender']]);
    expect(theirs.body).toMatchObject({ subject: 'documents', knowledgeContest: null, window: { basis: 'downloaded' } });
    for (const stranger of ['supplier-hujiang', 'procurer-port', 'reviewer-xu'])
      expect((await look(app, stranger, path)).status).toBe(404);
  });
});

describe('a contested day', () => {
  it('is recorded once, told to the supplier, shown on both sides, and moves nothing', async () => {
    const supplier = await app.as('supplier-shenda');
    const { id, body } = await challenge(supplier, await publishedTender(app));
    await app.setClock('2026-03-05T09:00:00+08:00');
    const [wang, zhao] = [await app.as('procurer-wang'), await app.as('procurer-zhao')];
    const both = await Promise.all([wang, zhao].map((by) => by('post', `/v1/challenges/${id}/knowledge-contest`).send(contest)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.filter((one) => one.status === 409).map(rulesOf)).toEqual([['challenge.knowledge-contested']]);
    await app.drain();
    const read = await supplier('get', `/v1/challenges/${id}`);
    expect(read.body).toMatchObject({
      state: 'submitted',
      window: body['window'],
      knowledgeContest: { knownOn: '2026-03-04', grounds, evidence: contest.evidence },
    });
    const ledger = await supplier('get', `/v1/challenges/${id}/knowledge`);
    expect(eventsOf(ledger).map((one) => [one.kind, one.on])).toContainEqual(['contested', '2026-03-04']);
    expect(eventsOf(ledger).map((one) => one.source.what)).toContain('challenge.knowledge-contested');
    expect(await audited(app, id)).toEqual(['challenge.submitted', 'challenge.knowledge-contested']);
  });

  it('is refused where the record disproves it, and to strangers', async () => {
    const { id } = await challenge(await app.as('supplier-shenda'), await publishedTender(app));
    const by = async (client: string, over: object = {}) =>
      (await app.as(client))('post', `/v1/challenges/${id}/knowledge-contest`).send({ ...contest, ...over });
    await app.setClock('2026-03-12T09:00:00+08:00');
    for (const knownOn of ['2026-03-01', '2026-03-09', '2026-03-10']) {
      const refused = await by('procurer-wang', { knownOn });
      expect([refused.status, rulesOf(refused)]).toEqual([422, ['challenge.knowledge-disproved']]);
      expect(refused.body).toMatchObject({
        errors: [{ pointer: '#/knownOn', derivation: { result: '2026-03-19' } }],
      });
    }
    expect((await by('procurer-wang', { knownOn: '2026-03-13' })).body).toMatchObject({ errors: [{ pointer: '#/knownOn' }] });
    expect((await by('procurer-wang', { evidence: [] })).status).toBe(422);
    expect((await by('procurer-port')).status).toBe(404);
    expect((await by('supplier-shenda')).status).toBe(403);
    await (await app.as('supplier-shenda'))('post', `/v1/challenges/${id}/withdrawal`).send({});
    expect(rulesOf(await by('procurer-wang'))).toEqual(['challenge.wrong-state']);
  });
});

describe('what may be challenged besides', () => {
  const cancelled = async (): Promise<JourneyTender & { file: string }> => {
    const tender = await withDocument();
    done(await look(app, 'supplier-shenda', tender.file));
    const body = {
      code: 'chan-need',
      reason: { zh: '采购需求变化，终止采购。', en: 'The need has changed; the procurement ends.' },
    };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/cancellation`, body, tender.path));
    return tender;
  };
  const file = (tender: JourneyTender, subject: string, client = 'supplier-shenda', over: object = {}) =>
    act(app, client, 'post', `${tender.path}/challenges`, { subject, matters: [matter], request, contact, ...over });

  it('a cancellation, by whoever took or meant to take part, from its notice', async () => {
    const tender = await cancelled();
    const windows = done(await look(app, null, `${tender.path}/challenge-window`));
    expect(windows.body).toMatchObject({
      windows: { cancellation: { basis: 'published', lastDay: '2026-03-12' }, exclusion: null },
    });
    expect(rulesOf(await file(tender, 'cancellation', 'supplier-hujiang'))).toEqual(['challenge.not-participant']);
    const remedies = { requestedRemedies: ['cancellation', 'other'] };
    const filed = done(await file(tender, 'cancellation', 'supplier-shenda', remedies));
    expect(filed.body).toMatchObject({ subject: 'cancellation', state: 'submitted', warnings: [], ...remedies });
    await app.setClock('2026-03-13T00:00:00+08:00', true);
    expect(rulesOf(await file(tender, 'cancellation'))).toEqual(['challenge.out-of-time']);
    await app.setClock(start);
    expect(rulesOf(await file(await published(app), 'cancellation'))).toEqual(['tender.wrong-state']);
  });

  it('the decision on an application, by the applicant, from its delivery', async () => {
    const tender = await invited.applied(app);
    expect(rulesOf(await file(tender, 'prequalification'))).toEqual(['tender.wrong-state']);
    const ids = await invited.received(app, tender);
    const unmet = { outcome: 'not-qualified', reasons: invited.unmet, requirementIds: ['service'] };
    done(await invited.decide(app, tender, ids['supplier-shenda'] as string, unmet));
    await app.drain();
    const windows = done(await look(app, 'supplier-shenda', `${tender.path}/challenge-window`));
    expect(windows.body).toMatchObject({ windows: { prequalification: { basis: 'delivered', startsOn: '2026-03-30' } } });
    expect(done(await look(app, 'supplier-hujiang', `${tender.path}/challenge-window`)).body).toMatchObject({
      windows: { prequalification: null },
    });
    const filed = done(await file(tender, 'prequalification'));
    expect(filed.body).toMatchObject({ window: { basis: 'delivered', lastDay: '2026-04-09' } });
    expect((await look(app, 'newcomer-qian', `${tender.path}/knowledge`)).status).toBe(403);
    const path = `/v1/challenges/${filed.body.id}`;
    done(await act(app, 'procurer-wang', 'post', `${path}/reply`, { ...fullReply, answers: [fullReply.answers[0]] }, path));
    await app.drain();
    expect((await look(app, 'supplier-hujiang', `${path}/public-reply`)).status).toBe(200);
    expect((await look(app, 'supplier-hujiang', path)).status).toBe(404);
  });
});

describe('the reply for others', () => {
  it('is read by who downloaded or bid, and by nobody else; it names no challenger', async () => {
    const tender = await withDocument();
    done(await look(app, 'supplier-hujiang', tender.file));
    const supplier = await app.as('supplier-shenda');
    const { id } = await challenge(supplier, tender.id, { ...letter, matters: letter.matters });
    const path = `/v1/challenges/${id}/public-reply`;
    expect((await look(app, 'procurer-wang', path)).status).toBe(404);
    const [name] = await app.sql<{ zh: string }>(`SELECT name ->> 'zh' AS zh FROM organizations WHERE id = $1`, [
      app.orgs['shenda'],
    ]);
    const naming = { ...fullReply, grounds: { zh: `${name?.zh}的质疑不成立。` } };
    const refused = await reply(app, id, naming);
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['public-reply.names-challenger']]);
    expect((await reply(app, id)).status).toBe(201);
    expect((await look(app, 'supplier-hujiang', path)).status).toBe(404);
    await app.drain();
    const read = done(await look(app, 'supplier-hujiang', path));
    expect(read.body).toMatchObject({
      challengeId: id,
      subject: 'documents',
      answers: fullReply.answers,
      grounds: fullReply.grounds,
      text: null,
    });
    expect(JSON.stringify(read.body)).not.toContain(String(app.orgs['shenda']));
    expect((await look(app, 'supplier-rheinland', path)).status).toBe(404);
    const told = await app.sql<{ sealed: boolean }>(
      `SELECT sealed FROM deliveries WHERE topic = 'challenge.reply-published' AND subject_id = $1`,
      [id],
    );
    expect(told).toEqual([{ sealed: true }]);
    expect(await tagOf(app, 'procurer-wang', path)).toBeDefined();
  });
});
