import { startTestApp, type TestApp } from '../app.js';
import { announced, directBody, directly, drafted, organizationOf, type SourceTender } from '../journeys/single-source.js';
import { act, audited, challenge, done, look, matter, request, rulesOf, type Answered } from '../journeys/steps.js';
import { judgeLicence } from '../prequalification/invited.js';
import { declaredReviewer } from '../reviewers.js';
import { events } from './stories.js';
import type { AwardsApp } from './fixture.js';
import { heard } from '../challenges/heard.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const refused = (answer: Answered) => [answer.status, rulesOf(answer)];

/** Announced on 2 March, its notice over. */
async function over(ground = 'other'): Promise<SourceTender> {
  const tender = await announced(app, ground);
  await app.setClock('2026-03-10T09:00:00+08:00');
  return tender;
}

describe('a direct award', () => {
  it('begins the standstill, tells the source, and leaves its report', async () => {
    const tender = await over();
    const { body } = done(await directly(app, tender, '2026-03-10'));
    expect(body).toMatchObject({
      state: 'active',
      bidId: null,
      supplier: { id: tender.supplierId },
      standstill: { endsOn: '2026-03-23' },
    });
    expect((await look(app, null, `/v1/awards/${body.id}`)).body).toEqual(body);
    const notice = done(await look(app, null, `${tender.path}/notices/2`)).body;
    expect(notice).toMatchObject({ kind: 'award', content: { ground: 'other', amount: { amount: '780000.00' } } });
    const report = done(await look(app, null, `${tender.path}/single-source-report`)).body;
    expect(report['report']).toMatchObject({
      procuringEntity: { name: { zh: '上海临港公立医院' } },
      value: { amount: '780000.00', currency: 'CNY' },
      procured: { category: { zh: '货物', en: 'Goods' } },
      justification: { zh: expect.stringContaining('原厂') as string, en: expect.stringContaining('coil') as string },
    });
    const [entry] = await events(app as AwardsApp, tender.id, 'tender.awarded');
    expect(entry).toMatchObject({
      article: 48,
      payload: { reportSha256: report['reportSha256'], negotiation: { place: '医院采购科会议室' } },
    });
    await app.drain();
    const told = await app.sql(`SELECT 1 FROM deliveries WHERE tender_id = $1 AND topic = 'tender.awarded'`, [tender.id]);
    expect(told).toHaveLength(1);
  });

  it('shows its report as a page in both languages, and as nothing else', async () => {
    const tender = await over();
    const path = `${tender.path}/single-source-report`;
    expect((await app.http('get', path)).status).toBe(404);
    done(await directly(app, tender, '2026-03-10'));
    const page = await app.http('get', path).set('accept', 'text/html');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const text of ['货物', 'Goods', '780000.00 CNY', '其他情形', 'Another circumstance']) expect(page.text).toContain(text);
    expect((await app.http('get', path).set('accept', 'application/pdf')).status).toBe(406);
  });

  it('goes to the proposed supplier, within the money, on a whole record', async () => {
    const tender = await over();
    const supplierId = await organizationOf(app, 'supplier-shenda');
    const { negotiation } = directBody(tender, '2026-03-10') as { negotiation: { people: object[] } };
    const alone = { ...negotiation, people: negotiation.people.slice(0, 1) };
    for (const [change, rules] of [
      [{ supplierId }, ['single-source.other-supplier']],
      [{ price: { amount: '800000.01', currency: 'CNY' } }, ['single-source.price-over-value']],
      [{ negotiation: alone }, ['single-source.negotiation-incomplete']],
      [{ negotiation: { ...negotiation, heldOn: '2026-03-01' } }, ['single-source.negotiation-incomplete']],
    ] as const)
      expect(refused(await directly(app, tender, '2026-03-10', change))).toEqual([422, rules]);
    expect(await app.sql('SELECT 1 FROM awards WHERE tender_id = $1', [tender.id])).toEqual([]);
    done(await directly(app, tender, '2026-03-10', { price: { amount: '800000.00', currency: 'CNY' } }));
  });

  it('relies on licences of the supplier that are valid today (art. 58)', async () => {
    const tender = await over();
    const licence = {
      type: '医疗器械注册证',
      number: '国械注进20253060001',
      issuer: { zh: '国家药品监督管理局' },
      holder: '莱茵医疗技术有限公司',
      validFrom: '2020-01-01',
      validTo: '2026-03-10',
    };
    const path = `/v1/organizations/${tender.supplierId}/licences`;
    const licenceIds = [done(await act(app, 'supplier-rheinland', 'post', path, licence)).body.id];
    const strange = await directly(app, tender, '2026-03-10', { licenceIds: [tender.id] });
    expect(strange).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/licenceIds/0' }] } });
    await app.setClock('2026-03-11T00:00:00+08:00', true);
    const both = ['licence.invalid', 'licence.not-verified'];
    expect(refused(await directly(app, tender, '2026-03-10', { licenceIds }))).toEqual([422, both]);
    await app.setClock('2026-03-10T23:59:59.999999+08:00', true);
    expect(refused(await directly(app, tender, '2026-03-10', { licenceIds }))).toEqual([409, ['licence.not-verified']]);
    done(await judgeLicence(app, `${path}/${licenceIds[0]}`));
    done(await directly(app, tender, '2026-03-10', { licenceIds }));
  });

  it('is its own entity’s, on the tag it read, of an announced single source', async () => {
    const tender = await over();
    const body = directBody(tender, '2026-03-10');
    const at = `${tender.path}/direct-award`;
    expect((await act(app, 'procurer-port', 'post', at, body, tender.path)).status).toBe(404);
    expect((await act(app, 'procurer-wang', 'post', at, body)).status).toBe(428);
    const stale = (await app.as('procurer-wang'))('post', at).set('if-match', '"1-draft"');
    expect((await stale.send(body)).status).toBe(412);
    const draft = await drafted(app, 'other');
    expect(refused(await directly(app, draft, '2026-03-10'))).toEqual([409, ['tender.wrong-state']]);
    const bid = { bidId: tender.id, reasons: { zh: '最优', en: 'Best' } };
    const evaluated = await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, bid, tender.path);
    expect(refused(evaluated)).toEqual([409, ['tender.wrong-state']]);
  });

  it('is not made by somebody in a conflict of interest', async () => {
    const tender = await over();
    const declaration = { hasConflict: true, details: { zh: '亲属任职于该供应商', en: 'A relative works there' } };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/conflict-declarations`, declaration));
    expect(refused(await directly(app, tender, '2026-03-10'))).toEqual([403, ['evaluation.conflict-declared']]);
  });

  it('by two at once is one', async () => {
    const tender = await over();
    const etag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] as string;
    const callers = await Promise.all([app.as('procurer-wang'), app.as('procurer-zhao')]);
    const answers = await Promise.all(
      callers.map((caller) =>
        caller('post', `${tender.path}/direct-award`).set('if-match', etag).send(directBody(tender, '2026-03-10')),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'tender.awarded', tender.id)).toBe(1);
    expect(refused(await directly(app, tender, '2026-03-10'))).toEqual([409, ['tender.wrong-state']]);
  });

  it('has no losers to debrief', async () => {
    const tender = await over();
    const { id } = done(await directly(app, tender, '2026-03-10')).body;
    for (const clientId of ['supplier-shenda', 'supplier-rheinland'])
      expect(refused(await act(app, clientId, 'post', `/v1/awards/${id}/debriefs`))).toEqual([403, ['debrief.not-unsuccessful']]);
  });

  it('set aside on a complaint goes back to its announcement, and may be made again', async () => {
    const tender = await over();
    done(await directly(app, tender, '2026-03-10'));
    await app.setClock('2026-03-12T09:00:00+08:00');
    const at = `/v1/challenges/${done(await challenge(app, tender as never, 'result')).body.id}`;
    const grounds = { zh: '论证充分。', en: 'The review was thorough.' };
    const reply = { answers: [{ matter: '1', text: grounds }], grounds, rightToComplain: true };
    done(await act(app, 'procurer-wang', 'post', `${at}/reply`, reply, at));
    const reviewBodyId = await organizationOf(app, 'reviewer-xu');
    const filed = { matters: [{ matter: '1', facts: matter.facts }], request, reviewBodyId };
    const complaint = `/v1/complaints/${done(await act(app, 'supplier-shenda', 'post', `${at}/complaint`, filed)).body.id}`;
    const reviewer = await declaredReviewer(app, complaint);
    done(await act(app, reviewer, 'post', `${complaint}/acceptance`, {}, complaint));
    await heard(app, complaint);
    const reasons = { zh: '价格协商未留痕。', en: 'The negotiation left no trace.' };
    const decision = {
      outcome: 'upheld',
      findings: [{ matter: '1', upheld: true, irregularity: 'no-notice', reasons }],
      remedies: [{ kind: 'result-set-aside' }],
      reasons,
    };
    done(await act(app, reviewer, 'post', `${complaint}/decision`, decision, complaint));
    expect((await look(app, null, tender.path)).body.state).toBe('invited');
    done(await directly(app, tender, '2026-03-12'));
    expect((await look(app, null, `${tender.path}/single-source-report`)).body).toMatchObject({ awardState: 'active' });
  });
});

describe('a single source that does not sign', () => {
  it('takes the award no more; the procurement ends without one', async () => {
    const tender = await over();
    const award = `/v1/awards/${done(await directly(app, tender, '2026-03-10')).body.id}`;
    const why = { zh: '书面声明不签订合同。', en: 'It says in writing that it does not sign.' };
    const notice = { ground: 'declared', reasons: why, evidence: ['声明 2026-03-11'] };
    const { id } = done(await act(app, 'procurer-wang', 'post', `${award}/contract-refusals`, notice, award)).body;
    const path = `/v1/contract-refusals/${id}`;
    await app.setClock('2026-03-18T09:00:00+08:00');
    done(await act(app, 'approver-li', 'post', `${path}/decision`, { refused: true, reasons: why }, path));
    expect((await look(app, null, tender.path)).body).toMatchObject({ state: 'invited' });
    expect(refused(await directly(app, tender, '2026-03-18'))).toEqual([422, ['award.winner-refused']]);
    expect((await look(app, null, `${tender.path}/single-source-report`)).body).toMatchObject({ awardState: 'refused' });
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/cancellation`, { code: 'no-signed', reason: why }, tender.path));
  });
});
