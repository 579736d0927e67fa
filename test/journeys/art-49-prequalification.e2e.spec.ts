import { startTestApp, type TestApp } from '../app.js';
import {
  applicants,
  applied,
  applyAsStranger,
  apply,
  bidsClose,
  decide,
  decisionDay,
  declareNone,
  invite,
  invitedDraft,
  limited,
  opening,
  organizationOf,
  points,
  prequalification,
  prequalifying,
  received,
  shortlist,
  start,
  told,
  unmet,
  upload,
} from '../prequalification/invited.js';
import {
  act,
  approved,
  audited,
  declare,
  done,
  evaluate,
  look,
  opened,
  publish,
  reasons,
  rulesOf,
  submit,
  winner,
} from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

describe('art. 49: limited competition begins with a prequalification notice, and invites as the notice says', () => {
  it('goes from the notice over applications, decisions and the invitation to the award, without a limit', async () => {
    const tender = await prequalifying(app);
    expect((await look(app, null, `${tender.path}/notices/1`)).body).toMatchObject({
      kind: 'prequalification',
      content: {
        state: 'prequalification',
        procurer: { name: { zh: '上海临港公立医院' }, contact: { phone: '021-00000000' } },
        prequalification,
        applicationsCloseAt: '2026-03-27T01:30:00.000000Z',
        documentsIssuedAt: null,
      },
    });
    for (const client of applicants) done(await apply(app, tender, client));
    await app.setClock(decisionDay);
    await declareNone(app, tender);
    for (const id of Object.values(await received(app, tender))) done(await decide(app, tender, id));
    const list = done(await shortlist(app, tender)).body as unknown as { ranking: { rank: number }[] };
    expect(list.ranking.map((one) => one.rank)).toEqual([1, 2, 3]);
    expect((await look(app, null, tender.path)).body).toMatchObject({ state: 'invited', bidsCloseAt: null });
    done(await invite(app, tender));
    expect((await look(app, null, tender.path)).body).toMatchObject({
      state: 'open',
      documentsIssuedAt: expect.stringMatching(/^2026-03-30T01:00/) as string,
      ruleProfile: { bidPeriod: { derivation: { from: '2026-03-30', days: 40, result: '2026-05-09' } } },
    });
    const bids = await opened(app, tender, {}, opening);
    await declare(app, tender);
    done(await evaluate(app, bids));
    const award = { bidId: bids.bids[winner], reasons };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, award, tender.path));
    expect((await look(app, null, tender.path)).body.state).toBe('awarded');
    await app.drain();
    for (const client of applicants) {
      expect(await told(app, tender, 'application.decided', client)).toBe(1);
      expect(await told(app, tender, 'tender.invited', client)).toBe(1);
    }
    expect((await look(app, null, `${tender.path}/shortlist`)).body).toMatchObject({ ranking: { length: 3 } });
  });

  it('with a limit invites the best by the published criteria, up to the number, and admits nobody else to bid', async () => {
    const tender = await prequalifying(app, { prequalification: limited });
    for (const client of applicants) done(await apply(app, tender, client));
    const fourth = await applyAsStranger(app, tender, '苏州精诊医疗设备有限公司');
    await app.setClock(decisionDay);
    await declareNone(app, tender);
    const ids = await received(app, tender);
    const given: [string | undefined, object[]][] = [
      [ids['supplier-shenda'], points('30', '20')],
      [ids['supplier-hujiang'], points('55', '30.5')],
      [ids['supplier-rheinland'], points('58', '39')],
      [fourth, points('31', '19')],
    ];
    for (const [id, marks] of given) done(await decide(app, tender, id ?? '', { points: marks }));
    const { ranking } = done(await shortlist(app, tender)).body as unknown as {
      ranking: { applicationId: string; rank: number | null; total: string }[];
    };
    expect(ranking.map((one) => [one.applicationId, one.rank, one.total])).toEqual([
      [ids['supplier-rheinland'], 1, '97.00'],
      [ids['supplier-hujiang'], 2, '85.50'],
      [fourth, 3, '50.00'],
      [ids['supplier-shenda'], null, '50.00'],
    ]);
    done(await invite(app, tender));
    const refused = await submit(app, tender, 'supplier-shenda');
    expect([refused.status, ...rulesOf(refused)]).toEqual([403, 'prequalification.not-qualified']);
    done(await submit(app, tender, 'supplier-hujiang'));
    await app.drain();
    expect(await told(app, tender, 'application.not-shortlisted', 'supplier-shenda')).toBe(1);
    expect(await told(app, tender, 'tender.invited', 'supplier-shenda')).toBe(0);
    expect(await told(app, tender, 'application.shortlisted', 'supplier-hujiang')).toBe(1);
  });

  it('① refuses a limit without its criteria, ② inviting fewer than all without a limit, ③ adding a limit later', async () => {
    const bare = await approved(app, invitedDraft({ prequalification: { ...limited, maxSuppliers: 5, selectionCriteria: [] } }));
    expect(rulesOf(await publish(app, bare))).toContain('prequalification.limit-without-criteria');
    const nameless = { ...limited, maxSuppliers: 0 };
    const numberless = await approved(app, invitedDraft({ prequalification: nameless }));
    expect(rulesOf(await publish(app, numberless))).toContain('prequalification.limit-not-published');

    const tender = await prequalifying(app);
    const later = {
      applicationsCloseAt: '2026-04-03T09:30:00+08:00',
      maxSuppliers: 3,
      reason: { zh: '限定数量。', en: 'To limit the number.' },
    };
    const amended = await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, later, tender.path);
    expect([amended.status, ...rulesOf(amended)]).toEqual([422, 'prequalification.limit-not-published']);

    const all = await applied(app);
    const ids = Object.values(await received(app, all));
    for (const id of ids) done(await decide(app, all, id));
    const fewer = await shortlist(app, all, { applications: ids.slice(0, 2) });
    expect([fewer.status, ...rulesOf(fewer)]).toEqual([422, 'prequalification.must-invite-all']);
    expect(await audited(app, 'tender.shortlisted', all.id)).toBe(0);
  });

  it('④ names what the notice lacks, and keeps it in both languages', async () => {
    const lacking = { applicationsCloseAt: null, prequalification: { ...prequalification, requirements: [] } };
    const tender = await approved(app, invitedDraft(lacking));
    const answer = await publish(app, tender);
    const found = answer.body.errors as unknown as { rule: string; facts?: { missing: string[] }; detail: { en: string } }[];
    const incomplete = found.find((one) => one.rule === 'prequalification.notice-incomplete');
    expect(incomplete?.detail.en).toContain('applicationsCloseAt, prequalification.requirements');
    const chinese = { ...prequalification, applicationAddress: { zh: '环湖西二路1号' } };
    const half = await approved(app, invitedDraft({ prequalification: chinese }));
    expect(rulesOf(await publish(app, half))).toEqual(['notice.english-incomplete']);
    expect(await audited(app, 'tender.prequalification-published', half.id)).toBe(0);
  });

  it('decides with published reasons only, and tells the supplier alone', async () => {
    const tender = await applied(app);
    const id = (await received(app, tender))['supplier-hujiang'] ?? '';
    const invented = { outcome: 'not-qualified', reasons: unmet, requirementIds: ['registered-capital'] };
    const refused = await decide(app, tender, id, invented);
    expect([refused.status, ...rulesOf(refused)]).toEqual([422, 'prequalification.requirement-not-published']);
    done(await decide(app, tender, id, { ...invented, requirementIds: ['service'] }));
    expect((await look(app, 'supplier-hujiang', `${tender.path}/applications/mine`)).body).toMatchObject({
      state: 'not-qualified',
      decision: { reasons: unmet, requirementIds: ['service'] },
    });
    await app.drain();
    expect(await told(app, tender, 'application.decided', 'supplier-hujiang')).toBe(1);
    expect(await told(app, tender, 'application.decided', 'supplier-shenda')).toBe(0);
    expect(await audited(app, 'application.decided', tender.id)).toBe(1);
  });

  it('gives the documents to those it invited, from the invitation, and to all after the opening', async () => {
    const tender = await approved(app, invitedDraft());
    const file = Buffer.from('%PDF-1.7 招标文件');
    const document = (await upload(app, 'procurer-wang', `${tender.path}/documents`, file, '招标文件.pdf')).status;
    // The draft is approved already: its documents stand.
    expect(document).toBe(409);
    done(await publish(app, tender));
    const before = await look(app, 'supplier-shenda', `${tender.path}/documents`);
    expect([before.status, ...rulesOf(before)]).toEqual([403, 'prequalification.not-qualified']);
    expect((await look(app, null, `${tender.path}/documents`)).status).toBe(403);
    expect((await look(app, 'procurer-wang', `${tender.path}/documents`)).status).toBe(200);
    for (const client of applicants) done(await apply(app, tender, client));
    await app.setClock(decisionDay);
    await declareNone(app, tender);
    for (const id of Object.values(await received(app, tender))) done(await decide(app, tender, id));
    done(await shortlist(app, tender));
    expect((await look(app, 'supplier-shenda', `${tender.path}/documents`)).status).toBe(403);
    done(await invite(app, tender, bidsClose));
    expect((await look(app, 'supplier-shenda', `${tender.path}/documents`)).status).toBe(200);
    expect((await look(app, 'procurer-port', `${tender.path}/documents`)).status).toBe(403);
    await opened(app, tender, {}, opening);
    expect((await look(app, null, `${tender.path}/documents`)).status).toBe(200);
  });

  it('keeps the qualified for a year, and lets a later application rest on one', async () => {
    const first = await applied(app, {
      itemClass: 'A02320800',
      splittingExplanation: '科室分批采购，技术要求各不相同，已说明理由。',
    });
    for (const id of Object.values(await received(app, first))) done(await decide(app, first, id));
    done(await shortlist(app, first));
    const list = '/v1/qualified-suppliers?itemClass=A02320800';
    const { items } = done(await look(app, 'procurer-wang', list)).body as unknown as {
      items: { id: string; supplier: { id: string }; validUntil: string }[];
    };
    const shenda = await organizationOf(app, 'supplier-shenda');
    const own = items.find((one) => one.supplier.id === shenda);
    expect(own?.validUntil).toBe('2027-03-30');
    expect((await look(app, 'supplier-hujiang', list)).body).toMatchObject({ items: [], next: null });
    const second = await prequalifying(app, { applicationsCloseAt: '2026-04-27T09:30:00+08:00' });
    expect(done(await apply(app, second, 'supplier-shenda', { basedOn: own?.id })).body['basedOn']).toBe(own?.id);
    const borrowed = await apply(app, second, 'supplier-hujiang', { basedOn: own?.id });
    expect(borrowed).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/basedOn' }] } });
  });
});
