import { startTestApp, type TestApp } from '../app.js';
import { openTogether, rehearse, sealed } from '../custody/ceremony.js';
import { act, audited, done, draft, look, rulesOf, submit, type Answered, type JourneyTender } from '../journeys/steps.js';
import {
  applicants,
  applicationsClose,
  applied,
  apply,
  bidsClose,
  decide,
  decisionDay,
  declareNone,
  invite,
  invitedDraft,
  limited,
  opening,
  points,
  prequalifying,
  received,
  shortlist,
  shortlisted,
  start,
  unmet,
} from './invited.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

const refusal = (answer: Answered): unknown[] => [answer.status, ...rulesOf(answer)];
const reason = { zh: '供应商要求延长。', en: 'Suppliers asked for more time.' };

function extend(tender: JourneyTender, applicationsCloseAt: string, over: object = {}): Promise<Answered> {
  const body = { applicationsCloseAt, reason, ...over };
  return act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, body, tender.path);
}

describe('the deadline of the applications', () => {
  it('is extended in a new version of the notice, never shortened, and not once it has passed', async () => {
    const tender = await prequalifying(app, { prequalification: limited });
    expect(refusal(await extend(tender, '2026-03-27T09:29:59.999999+08:00'))).toEqual([422, 'tender.deadline-shortened']);
    expect((await extend(tender, applicationsClose)).status).toBe(422);
    expect(refusal(await extend(tender, '2026-04-03T09:30:00+08:00', { maxSuppliers: 4 }))).toEqual([
      422,
      'prequalification.limit-not-published',
    ]);
    const bids = { bidsCloseAt: '2026-05-11T09:30:00+08:00', reason };
    const wrong = await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, bids, tender.path);
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/bidsCloseAt' }] } });
    done(await extend(tender, '2026-04-03T09:30:00+08:00', { maxSuppliers: 3 }));
    expect((await look(app, null, `${tender.path}/notices/2`)).body).toMatchObject({
      kind: 'amendment',
      content: { changes: [{ field: '/applicationsCloseAt', after: '2026-04-03T01:30:00.000000Z' }] },
    });
    await app.setClock('2026-04-03T09:30:00+08:00', true);
    expect(refusal(await extend(tender, '2026-04-10T09:30:00+08:00'))).toEqual([409, 'prequalification.deadline-passed']);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('stands in the database too', async () => {
    const tender = await prequalifying(app);
    const set = (what: string): Promise<unknown> => app.sql(`UPDATE tenders SET ${what} WHERE id = $1`, [tender.id]);
    await expect(set(`applications_close_at = applications_close_at - interval '1 microsecond'`)).rejects.toThrow(
      'tender.deadline-shortened',
    );
    await expect(set('applications_close_at = NULL')).rejects.toThrow('tender.wrong-state');
    await expect(set(`bids_close_at = timestamptz '2026-05-11T01:30:00Z'`)).rejects.toThrow('tender.wrong-state');
    await expect(set('documents_issued_at = platform_now()')).rejects.toThrow('tender.wrong-state');
    await app.setClock(decisionDay);
    await expect(set(`applications_close_at = applications_close_at + interval '9 days'`)).rejects.toThrow(
      'prequalification.deadline-passed',
    );
  });
});

describe('the shortlist', () => {
  it('waits for the deadline and for every decision', async () => {
    const tender = await prequalifying(app);
    for (const client of applicants) done(await apply(app, tender, client));
    expect(refusal(await shortlist(app, tender))).toEqual([409, 'prequalification.still-open']);
    await app.setClock('2026-03-27T09:30:29+08:00', true);
    expect(refusal(await shortlist(app, tender))).toEqual([409, 'prequalification.still-open']);
    await app.setClock(decisionDay);
    expect(refusal(await shortlist(app, tender))).toEqual([409, 'prequalification.undecided']);
    const early = await invite(app, tender);
    expect(refusal(early)).toEqual([409, 'tender.wrong-state']);
    expect((await act(app, 'procurer-port', 'post', `${tender.path}/shortlist`, {}, tender.path)).status).toBe(404);
    expect((await act(app, 'supplier-shenda', 'post', `${tender.path}/shortlist`, {}, tender.path)).status).toBe(403);
    expect((await act(app, 'procurer-wang', 'post', `${tender.path}/shortlist`, {})).status).toBe(428);
    expect(await audited(app, 'tender.shortlisted', tender.id)).toBe(0);
  });

  it('needs three who qualify (采购法 art. 36)', async () => {
    const tender = await applied(app);
    const [first, ...others] = Object.values(await received(app, tender));
    done(await decide(app, tender, first ?? '', { outcome: 'not-qualified', reasons: unmet, requirementIds: ['service'] }));
    for (const id of others) done(await decide(app, tender, id));
    expect(refusal(await shortlist(app, tender))).toEqual([409, 'prequalification.too-few-qualified']);
    expect((await look(app, null, tender.path)).body.state).toBe('prequalification');
  });

  it('invites no more than the limit, and the best', async () => {
    const tender = await applied(app, { prequalification: { ...limited, maxSuppliers: 2 } });
    expect((await look(app, null, tender.path)).body['warnings']).toMatchObject([{ rule: 'prequalification.limit-below-three' }]);
    const ids = await received(app, tender);
    const [shenda, hujiang, rheinland] = applicants.map((one) => ids[one] ?? '') as [string, string, string];
    done(await decide(app, tender, shenda, { points: points('10', '10') }));
    done(await decide(app, tender, hujiang, { points: points('20', '20') }));
    done(await decide(app, tender, rheinland, { points: points('30', '30') }));
    expect(refusal(await shortlist(app, tender, { applications: [shenda, hujiang, rheinland] }))).toEqual([
      422,
      'prequalification.too-many-invited',
    ]);
    expect(refusal(await shortlist(app, tender, { applications: [shenda, rheinland] }))).toEqual([
      422,
      'prequalification.not-by-ranking',
    ]);
    done(await shortlist(app, tender, { applications: [hujiang, rheinland] }));
    expect((await look(app, 'supplier-shenda', `${tender.path}/applications/mine`)).body).toMatchObject({
      shortlisted: false,
      rank: null,
    });
    expect((await look(app, 'supplier-hujiang', `${tender.path}/applications/mine`)).body).toMatchObject({
      shortlisted: true,
      rank: 2,
    });
    expect(await audited(app, 'tender.shortlisted', tender.id)).toBe(1);
    expect(refusal(await decide(app, tender, shenda))).toEqual([409, 'prequalification.wrong-state']);
    expect(refusal(await shortlist(app, tender))).toEqual([409, 'tender.wrong-state']);
  });

  it('is the procuring entity’s alone until the opening', async () => {
    const tender = await shortlisted(app);
    const path = `${tender.path}/shortlist`;
    expect((await look(app, 'procurer-wang', path)).body).toMatchObject({ ranking: { length: 3 } });
    for (const who of [null, 'supplier-shenda', 'procurer-port', 'reviewer-xu'])
      expect((await look(app, who, path)).status).toBe(404);
    const { body } = await look(app, null, `${tender.path}/notices`);
    expect(JSON.stringify(body)).not.toMatch(/申达|沪江|莱茵/);
    done(await invite(app, tender));
    for (const client of applicants) done(await submit(app, tender, client));
    await app.setClock(opening);
    await openTogether(app, tender.locked);
    expect((await look(app, null, path)).body).toMatchObject({ ranking: { length: 3 } });
  });

  it('by two at once is one', async () => {
    const tender = await applied(app);
    for (const id of Object.values(await received(app, tender))) done(await decide(app, tender, id));
    const tag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] ?? '';
    const answers = await Promise.all(
      ['procurer-wang', 'procurer-zhao'].map(async (by) =>
        (await app.as(by))('post', `${tender.path}/shortlist`).set('if-match', tag).send({}),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'tender.shortlisted', tender.id)).toBe(1);
  });
});

describe('the invitation', () => {
  it('needs locks held apart, which may be registered until it is made', async () => {
    const { id } = done(await draft(app, invitedDraft())).body;
    const tender = { id, path: `/v1/tenders/${id}` } as JourneyTender;
    done(await act(app, 'approver-li', 'post', `${tender.path}/approval`, undefined, tender.path));
    done(await act(app, 'approver-li', 'post', `${tender.path}/publication`, undefined, tender.path));
    for (const client of applicants) done(await apply(app, tender, client));
    await app.setClock(decisionDay);
    await declareNone(app, tender);
    for (const one of Object.values(await received(app, tender))) done(await decide(app, tender, one));
    done(await shortlist(app, tender));
    expect(refusal(await invite(app, tender))).toEqual([409, 'tender.sealing-missing']);
    const locked = await sealed(app, id);
    expect(refusal(await invite(app, tender))).toEqual([409, 'tender.rehearsal-missing']);
    await rehearse(app, locked);
    expect(await audited(app, 'tender.invited', tender.id)).toBe(0);
    done(await invite(app, tender));
  });

  it('belongs to the procuring entity, lies ahead, and is made once, also by two at once', async () => {
    const tender = await shortlisted(app);
    const body = { bidsCloseAt: bidsClose };
    const path = `${tender.path}/invitation`;
    expect((await act(app, 'procurer-port', 'post', path, body, tender.path)).status).toBe(404);
    expect((await act(app, 'supplier-shenda', 'post', path, body, tender.path)).status).toBe(403);
    expect((await act(app, 'procurer-wang', 'post', path, body)).status).toBe(428);
    expect(rulesOf(await invite(app, tender, '2026-03-29T09:30:00+08:00'))).toContain('tender.deadline-in-the-past');
    const tag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] ?? '';
    const answers = await Promise.all(
      ['procurer-wang', 'procurer-zhao'].map(async (by) => (await app.as(by))('post', path).set('if-match', tag).send(body)),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'tender.invited', tender.id)).toBe(1);
    const { items } = done(await look(app, null, `${tender.path}/notices`)).body as unknown as { items: { kind: string }[] };
    expect(items.map((one) => one.kind)).toEqual(['prequalification', 'invitation']);
    const late = await act(app, 'custodian-notary', 'put', `${tender.path}/sealing`, tender.locked.deals.B);
    expect(refusal(late)).toEqual([409, 'tender.wrong-state']);
  });

  it('opens bidding to those on the shortlist, before it to nobody', async () => {
    const tender = await shortlisted(app);
    expect(refusal(await submit(app, tender, 'supplier-shenda'))).toEqual([409, 'tender.wrong-state']);
    done(await invite(app, tender));
    done(await submit(app, tender, 'supplier-shenda'));
  });
});
