import { startTestApp, type TestApp } from '../app.js';
import { act, approved, audited, done, draft, look, publish, published, rulesOf, type Answered } from '../journeys/steps.js';
import {
  addLicence,
  applicationBody,
  applied,
  apply,
  applyAsStranger,
  decide,
  decisionDay,
  declareNone,
  invitedDraft,
  limited,
  points,
  prequalification,
  prequalifying,
  received,
  start,
  unmet,
  upload,
} from './invited.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

const refusal = (answer: Answered): unknown[] => [answer.status, ...rulesOf(answer)];

describe('the draft of an invited tender', () => {
  it('keeps prequalification for itself, and says one thing at a time', async () => {
    const drafted = async (over: object): Promise<unknown> => {
      const answer = await draft(app, { ...invitedDraft(), ...over });
      return [answer.status, (answer.body.errors as { pointer?: string }[] | undefined)?.[0]?.pointer];
    };
    expect(await drafted({})).toEqual([201, undefined]);
    expect(await drafted({ method: 'open' })).toEqual([422, '#/prequalification']);
    expect(await drafted({ prequalification: { ...prequalification, maxSuppliers: 3 } })).toEqual([
      422,
      '#/prequalification/maxSuppliers',
    ]);
    const twice = { ...prequalification, requirements: [...prequalification.requirements, ...prequalification.requirements] };
    expect(await drafted({ prequalification: twice })).toEqual([422, '#/prequalification/requirements']);
  });

  it('is not published with the size of an enterprise as a requirement', async () => {
    const requirements = [
      { id: 'size', text: { zh: '注册资本不低于5000万元。', en: 'A registered capital of at least CNY 50 million.' } },
    ];
    const tender = await approved(app, invitedDraft({ prequalification: { ...prequalification, requirements } }));
    expect(rulesOf(await publish(app, tender))).toContain('sme.size-as-criterion');
  });
});

describe('an application', () => {
  it('is received, replaced and withdrawn by its supplier, sealed in the audit trail', async () => {
    const tender = await prequalifying(app);
    const first = done(await apply(app, tender, 'supplier-shenda'));
    expect(first.body).toMatchObject({ version: 1, state: 'submitted', decision: null, shortlisted: null });
    expect(refusal(await apply(app, tender, 'supplier-shenda'))).toEqual([409, 'prequalification.already-applied']);
    const replaced = done(await apply(app, tender, 'supplier-shenda', {}, 'put'));
    expect(replaced.body).toMatchObject({ version: 2, state: 'submitted' });
    const shenda = await app.as('supplier-shenda');
    const stale = await shenda('delete', `${tender.path}/applications/mine`).set('if-match', first.headers['etag'] ?? '');
    expect(stale.status).toBe(412);
    const withdrawn = await shenda('delete', `${tender.path}/applications/mine`);
    expect(withdrawn.body).toMatchObject({ version: 3, state: 'withdrawn' });
    expect((await shenda('delete', `${tender.path}/applications/mine`)).status).toBe(404);
    expect((await apply(app, tender, 'supplier-shenda', {}, 'put')).status).toBe(404);
    expect(done(await apply(app, tender, 'supplier-shenda')).body).toMatchObject({ version: 4, state: 'submitted' });
    const rows = await app.sql<{ type: string; sealed: boolean }>(
      `SELECT type, sealed FROM audit_entries WHERE tender_id = $1 AND type LIKE 'application.%' ORDER BY inserted`,
      [tender.id],
    );
    expect(rows.map((one) => `${one.type} ${one.sealed}`)).toEqual([
      'application.submitted true',
      'application.replaced true',
      'application.withdrawn true',
      'application.submitted true',
    ]);
    const [outbox] = await app.sql<{ count: string }>(
      `SELECT count(*) FROM outbox WHERE topic IN ('application.submitted', 'application.replaced')`,
    );
    expect(outbox?.count).toBe('0');
  });

  it('comes from a verified supplier outside the procuring entity’s group, for an invited tender', async () => {
    const tender = await prequalifying(app);
    expect((await act(app, 'procurer-wang', 'post', `${tender.path}/applications`, {})).status).toBe(403);
    const open = await published(app);
    expect((await apply(app, open, 'supplier-shenda')).status).toBe(404);
    const { path } = await approved(app, invitedDraft());
    expect(
      (await act(app, 'supplier-shenda', 'post', `${path}/applications`, await applicationBody(app, 'supplier-shenda'))).status,
    ).toBe(404);
    await app.sql(
      `INSERT INTO control_relations (controller_id, controlled_id, recorded_at)
       SELECT hospital.id, supplier.id, platform_now() FROM organizations hospital, organizations supplier
        WHERE hospital.name->>'zh' = '上海自贸区港务管理中心' AND supplier.name->>'en' LIKE 'Shanghai Hujiang%'`,
    );
    const ports = await prequalifying(app);
    await app.sql('ALTER TABLE tenders DISABLE TRIGGER USER');
    await app.sql(
      `UPDATE tenders SET procurer_id = (SELECT id FROM organizations WHERE name->>'zh' = '上海自贸区港务管理中心') WHERE id = $1`,
      [ports.id],
    );
    await app.sql('ALTER TABLE tenders ENABLE TRIGGER USER');
    await app.sql('ALTER TABLE tenders ENABLE ALWAYS TRIGGER tender_stands_after_publication');
    expect(refusal(await apply(app, ports, 'supplier-hujiang'))).toEqual([403, 'bid.own-tender']);
    expect(await audited(app, 'application.submitted', ports.id)).toBe(0);
  });

  it('answers every requirement, once, with its own valid licence', async () => {
    const tender = await prequalifying(app);
    const path = `${tender.path}/applications`;
    const pointer = async (statements: object[]): Promise<unknown> => {
      const answer = await act(app, 'supplier-shenda', 'post', path, { statements });
      return [answer.status, (answer.body.errors as { pointer?: string }[] | undefined)?.[0]?.pointer];
    };
    const [licence, service] = ((await applicationBody(app, 'supplier-shenda')) as { statements: object[] }).statements as [
      object,
      object,
    ];
    const { statements: others } = (await applicationBody(app, 'supplier-hujiang')) as { statements: { licenceId?: string }[] };
    expect(await pointer([licence])).toEqual([422, '#/statements']);
    expect(await pointer([licence, service, service])).toEqual([422, '#/statements/2/requirementId']);
    expect(await pointer([licence, service, { requirementId: 'capital', text: '注册资本充足。' }])).toEqual([
      422,
      '#/statements/2/requirementId',
    ]);
    expect(await pointer([{ ...licence, licenceId: undefined }, service])).toEqual([422, '#/statements']);
    expect(await pointer([{ ...licence, licenceId: others[0]?.licenceId }, service])).toEqual([422, '#/statements/0/licenceId']);
    const ending = await addLicence(app, 'supplier-shenda', { validTo: '2026-03-19', number: '沪药监械经营许20260319号' });
    await app.setClock('2026-03-20T09:00:00+08:00');
    const expired = await act(app, 'supplier-shenda', 'post', path, { statements: [{ ...licence, licenceId: ending }, service] });
    expect(refusal(expired)).toEqual([422, 'licence.invalid']);
    expect(await audited(app, 'application.submitted', tender.id)).toBe(0);
  });

  it('by one supplier twice at once is one', async () => {
    const tender = await prequalifying(app);
    const body = await applicationBody(app, 'supplier-rheinland');
    const path = `${tender.path}/applications`;
    const answers = await Promise.all([1, 2, 3].map(() => act(app, 'supplier-rheinland', 'post', path, body)));
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409]);
    expect(await audited(app, 'application.submitted', tender.id)).toBe(1);
  });

  it('is unread by the procuring entity before the deadline, and by others ever', async () => {
    const tender = await prequalifying(app);
    const id = done(await apply(app, tender, 'supplier-shenda')).body.id;
    const file = Buffer.from('%PDF-1.7 营业执照');
    const added = await upload(app, 'supplier-shenda', `${tender.path}/applications/mine/documents`, file);
    expect(added.status).toBe(201);
    const early = await look(app, 'procurer-wang', `${tender.path}/applications`);
    expect(refusal(early)).toEqual([409, 'prequalification.read-too-early']);
    expect(refusal(await look(app, 'procurer-wang', `${tender.path}/applications/${id}`))).toEqual([
      409,
      'prequalification.read-too-early',
    ]);
    expect((await look(app, 'supplier-hujiang', `${tender.path}/applications/mine`)).status).toBe(404);
    const { body } = await look(app, null, `${tender.path}/timeline`);
    expect(JSON.stringify(body)).not.toContain('application');
    await app.setClock(decisionDay);
    const read = done(await look(app, 'procurer-wang', `${tender.path}/applications/${id}`)).body as unknown as {
      documents: { id: string }[];
    };
    const download = await (
      await app.as('procurer-wang')
    )('get', `${tender.path}/applications/${id}/documents/${read.documents[0]?.id}`);
    expect(Buffer.from(download.body as Buffer).equals(file)).toBe(true);
    expect((await look(app, 'procurer-port', `${tender.path}/applications`)).status).toBe(404);
    expect((await look(app, 'procurer-port', `${tender.path}/applications/${id}`)).status).toBe(404);
    expect((await look(app, 'supplier-shenda', `${tender.path}/applications/${id}`)).status).toBe(403);
    const late = await upload(app, 'supplier-shenda', `${tender.path}/applications/mine/documents`, Buffer.from('%PDF-1.7 补充'));
    expect([late.status, (late.body as { type: string }).type]).toEqual([422, 'urn:ftz:rule:prequalification.application-late']);
    expect(await audited(app, 'application.refused', tender.id)).toBe(1);
  });
});

describe('a decision', () => {
  it('comes after the deadline, from an officer of the entity without a conflict, on the application as read', async () => {
    const tender = await prequalifying(app);
    const id = done(await apply(app, tender, 'supplier-shenda')).body.id;
    const path = `${tender.path}/applications/${id}/decision`;
    const body = { outcome: 'qualified', reasons: unmet };
    expect(refusal(await act(app, 'procurer-wang', 'post', path, body))).toEqual([409, 'prequalification.read-too-early']);
    await app.setClock(decisionDay);
    expect((await act(app, 'procurer-wang', 'post', path, body)).status).toBe(428);
    expect((await act(app, 'procurer-port', 'post', path, body)).status).toBe(404);
    expect((await act(app, 'supplier-hujiang', 'post', path, body)).status).toBe(403);
    expect(refusal(await decide(app, tender, id))).toEqual([409, 'evaluation.conflict-undeclared']);
    const declaration = { hasConflict: true, details: { zh: '配偶为该供应商股东。', en: 'The spouse holds shares.' } };
    done(await act(app, 'procurer-zhao', 'post', `${tender.path}/conflict-declarations`, declaration));
    expect(refusal(await decide(app, tender, id, {}, 'procurer-zhao'))).toEqual([403, 'evaluation.conflict-declared']);
    await declareNone(app, tender);
    expect((await decide(app, tender, id, { requirementIds: ['service'] })).status).toBe(422);
    const unreasoned = { outcome: 'not-qualified', reasons: unmet };
    expect(refusal(await decide(app, tender, id, unreasoned))).toEqual([422, 'prequalification.requirement-not-published']);
    expect(await audited(app, 'application.decided', tender.id)).toBe(0);
    done(await decide(app, tender, id));
    const corrected = done(await decide(app, tender, id, { ...unreasoned, requirementIds: ['service'] }));
    expect(corrected.body).toMatchObject({ state: 'not-qualified', version: 3, decision: { version: 2, validUntil: null } });
    expect(await audited(app, 'application.decided', tender.id)).toBe(2);
  });

  it('gives points under a published limit, for every criterion within its maximum, and none without', async () => {
    const tender = await applied(app, { prequalification: limited });
    const id = (await received(app, tender))['supplier-shenda'] ?? '';
    for (const given of [undefined, points('60.01', '1'), points('1', '1').slice(1)])
      expect(refusal(await decide(app, tender, id, given ? { points: given } : {}))).toEqual([
        422,
        'prequalification.points-mismatch',
      ]);
    done(await decide(app, tender, id, { points: points('60', '0') }));
    const free = await applied(app);
    const other = (await received(app, free))['supplier-shenda'] ?? '';
    expect(refusal(await decide(app, free, other, { points: points('1', '1') }))).toEqual([
      422,
      'prequalification.points-mismatch',
    ]);
  });

  it('by two officers at once is one decision, and the other reads again', async () => {
    const tender = await applied(app);
    await declareNone(app, tender, 'procurer-zhao');
    const id = (await received(app, tender))['supplier-hujiang'] ?? '';
    const path = `${tender.path}/applications/${id}`;
    const tag = (await look(app, 'procurer-wang', path)).headers['etag'] ?? '';
    const answers = await Promise.all(
      ['procurer-wang', 'procurer-zhao'].map(async (by) =>
        (await app.as(by))('post', `${path}/decision`).set('if-match', tag).send({ outcome: 'qualified', reasons: unmet }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'application.decided', tender.id)).toBe(1);
  });

  it('is not made on a withdrawn application', async () => {
    const tender = await prequalifying(app);
    const id = await applyAsStranger(app, tender, '宁波影像科技有限公司');
    done(await apply(app, tender, 'supplier-shenda'));
    await (
      await app.as('supplier-shenda')
    )('delete', `${tender.path}/applications/mine`);
    await app.setClock(decisionDay);
    await declareNone(app, tender);
    expect(Object.keys(await received(app, tender))).toEqual([]);
    done(await decide(app, tender, id));
  });
});
