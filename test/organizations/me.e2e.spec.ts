import { assignedReviewer } from '../reviewers.js';
import { startTestApp, type TestApp } from '../app.js';
import { begin, handInShare, openTogether } from '../custody/ceremony.js';
import {
  act,
  audited,
  awarded,
  challenge,
  declare,
  done,
  draft,
  evaluate,
  look,
  opened,
  published,
  submit,
  type Answered,
} from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

interface Due {
  kind: string;
  tenderId: string | null;
  subject: { kind: string; id: string };
  dueAt: string | null;
  dueOn: string | null;
  overdue: boolean;
  derivation: { result: string | null } | null;
}

async function duties(clientId: string, query = ''): Promise<Due[]> {
  return done(await look(app, clientId, `/v1/me/duties${query}`)).body['items'] as Due[];
}

async function dutiesFor(clientId: string, tenderId: string): Promise<Due[]> {
  return (await duties(clientId, '?limit=100')).filter((one) => one.tenderId === tenderId);
}

describe('a token without a scope for any role of the person', () => {
  it('reads nothing of its organisation and acts for none', async () => {
    const { id } = done(await draft(app)).body;
    const [hospital] = await app.sql<{ id: string }>('SELECT procurer_id AS id FROM tenders WHERE id = $1', [id]);
    const [full, bare] = [await app.as('procurer-wang'), await app.asSubject('procurer-wang', 'supplier')];
    const paths = [
      `/v1/tenders/${id}`,
      `/v1/organizations/${hospital?.id}/members`,
      `/v1/organizations/${hospital?.id}/mandates`,
    ];
    for (const path of paths) expect([(await full('get', path)).status, (await bare('get', path)).status]).toEqual([200, 404]);
    expect((await bare('get', '/v1/me')).body).toMatchObject({ organization: null, roles: [] });
    const inbox = (await bare('get', '/v1/me/inbox')).body as { items: { to: string }[] };
    expect(inbox.items.filter((one) => one.to === 'organization')).toEqual([]);
  });
});

describe('what is due', () => {
  it('follows a procurement, for the roles and the organisation of each, and ends when it is done', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const written = done(await draft(app)).body.id;
    expect(await dutiesFor('approver-li', written)).toMatchObject([{ kind: 'tender.approve', dueAt: null, overdue: false }]);
    for (const nobody of ['procurer-wang', 'approver-port', 'supplier-shenda', 'registrar'])
      expect(await dutiesFor(nobody, written)).toEqual([]);

    const tender = await published(app);
    expect(await dutiesFor('approver-li', tender.id)).toEqual([]);
    expect(await dutiesFor('custodian-notary', tender.id)).toEqual([]);
    for (const client of ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland']) done(await submit(app, tender, client));
    await app.setClock('2026-04-13T10:00:00+08:00');
    expect(await dutiesFor('custodian-notary', tender.id)).toMatchObject([{ kind: 'opening.hand-in-share' }]);
    expect(await dutiesFor('evaluator-chen', tender.id)).toEqual([]);
    const { status } = await handInShare(app, tender.locked, 'B', 1, await begin(app, tender.locked));
    expect({ status, duties: await dutiesFor('custodian-notary', tender.id) }).toEqual({ status: 201, duties: [] });
    expect(await dutiesFor('custodian-hospital', tender.id)).toMatchObject([{ kind: 'opening.hand-in-share' }]);
    await openTogether(app, tender.locked);
    expect(await dutiesFor('custodian-hospital', tender.id)).toEqual([]);
    expect(await dutiesFor('evaluator-chen', tender.id)).toMatchObject([{ kind: 'evaluation.submit' }]);
    expect(await dutiesFor('evaluator-gu', tender.id)).toMatchObject([{ kind: 'evaluation.submit' }]);
  });

  it('names replies and reasons with their due date, derived, and says when they are late', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const tender = await opened(app, await published(app));
    await declare(app, tender);
    done(await evaluate(app, tender));
    expect(await dutiesFor('evaluator-chen', tender.id)).toEqual([]);
    await app.setClock('2026-04-14T09:00:00+08:00');
    const award = await act(
      app,
      'procurer-wang',
      'post',
      `${tender.path}/awards`,
      { bidId: tender.bids['supplier-rheinland'], reasons: { zh: '综合得分最高。', en: 'The highest overall score.' } },
      tender.path,
    );
    const asked = done(await act(app, 'supplier-shenda', 'post', `/v1/awards/${done(award).body.id}/debriefs`)).body;
    const filed = done(await challenge(app, tender, 'result')).body;
    const due = await dutiesFor('procurer-wang', tender.id);
    const byKind = (kind: string): Due => due.find((one) => one.kind === kind) as Due;
    expect(due.map((one) => one.kind).sort()).toEqual(['challenge.reply', 'debrief.answer']);
    expect(byKind('debrief.answer')).toMatchObject({ subject: { id: asked.id }, dueOn: asked['dueOn'], overdue: false });
    expect(byKind('challenge.reply')).toMatchObject({
      subject: { id: filed.id },
      dueOn: filed['replyDueOn'],
      derivation: { result: filed['replyDueOn'] },
      overdue: false,
    });
    expect(await dutiesFor('procurer-port', tender.id)).toEqual([]);
    expect(await dutiesFor('supplier-shenda', tender.id)).toEqual([]);

    await app.setClock(byKind('challenge.reply').dueAt as string, true);
    const late = (await dutiesFor('procurer-wang', tender.id)).find((one) => one.kind === 'challenge.reply');
    expect(late).toMatchObject({ overdue: true });
    const complaint = {
      reviewBodyId: await financeId(),
      matters: [{ matter: '1' }],
      request: { zh: '请求纠正。', en: 'To put it right.' },
    };
    const { id } = done(await act(app, 'supplier-shenda', 'post', `/v1/challenges/${filed.id}/complaint`, complaint)).body;
    const reviewing = await dutiesFor(await assignedReviewer(app, id), tender.id);
    expect(reviewing).toMatchObject([{ kind: 'complaint.accept', subject: { id } }]);
    expect(await dutiesFor('reviewer-health', tender.id)).toEqual([]);
  });

  it('is paged by due date, soonest first, undated last', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    for (let one = 0; one < 3; one += 1) done(await draft(app, {}, 'procurer-zhao'));
    const whole = await duties('approver-li', '?limit=100');
    const paged: Due[] = [];
    for (let query = '?limit=2'; ;) {
      const { items, next } = done(await look(app, 'approver-li', `/v1/me/duties${query}`)).body as unknown as {
        items: Due[];
        next: string | null;
      };
      paged.push(...items);
      if (next === null) break;
      query = `?limit=2&after=${next}`;
    }
    expect(paged).toEqual(whole);
    const dates = whole.map((one) => one.dueAt ?? '9999');
    expect(dates).toEqual([...dates].sort());
    expect((await look(app, 'approver-li', '/v1/me/duties?after=x')).status).toBe(422);
    expect((await look(app, 'approver-li', '/v1/me/duties?limit=0')).status).toBe(422);
  });

  it('includes whom a registrar is to verify', async () => {
    const caller = await app.asSubject('waits-for-registrar', 'supplier');
    const body = {
      kinds: ['supplier'],
      name: { zh: '汉堡医疗有限公司', en: 'Hamburg Medizin GmbH' },
      scheme: 'DE-HRB',
      identifier: 'HRB 998 Hamburg',
      country: 'DE',
      applicant: { name: { zh: '安娜', en: 'Anna Voss' } },
    };
    const { id } = (await caller('post', '/v1/organizations').send(body)).body as { id: string };
    expect(await duties('registrar', '?limit=100')).toContainEqual(
      expect.objectContaining({ kind: 'organization.verify', subject: { kind: 'organization', id } }),
    );
    expect(await duties('supplier-shenda', '?limit=100')).not.toContainEqual(
      expect.objectContaining({ kind: 'organization.verify' }),
    );
  });
});

async function financeId(): Promise<string> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM organizations WHERE name->>'zh' LIKE '上海市财政局%'`);
  return (rows[0] as { id: string }).id;
}

describe('the inbox', () => {
  const inbox = async (clientId: string): Promise<Record<string, unknown>[]> =>
    done(await look(app, clientId, '/v1/me/inbox?limit=100')).body['items'] as Record<string, unknown>[];
  const receipt = (clientId: string, id: unknown): Promise<Answered> =>
    act(app, clientId, 'post', `/v1/me/inbox/${String(id)}/receipt`);

  it('says when each message came and where its subject is read, and keeps who has read it', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const tender = await opened(app, await published(app));
    await awarded(app, tender);
    await app.drain();
    const [message] = (await inbox('supplier-shenda')).filter((one) => one['topic'] === 'tender.awarded');
    expect(message).toMatchObject({
      to: 'organization',
      tenderId: tender.id,
      readAt: null,
      links: { tender: tender.path },
      deliveredAt: expect.stringMatching(/\.\d{6}Z$/) as string,
    });
    const before = await audited(app, 'delivery.receipt-confirmed');
    const read = done(await receipt('supplier-shenda', message?.['id'])).body;
    const again = done(await receipt('supplier-shenda', message?.['id'])).body;
    expect(again).toEqual(read);
    expect((await inbox('supplier-shenda')).find((one) => one['id'] === read.id)).toMatchObject({ readAt: read['readAt'] });
    expect(await audited(app, 'delivery.receipt-confirmed')).toBe(before + 2);
    for (const other of ['supplier-hujiang', 'procurer-wang', 'registrar'])
      expect((await receipt(other, message?.['id'])).status).toBe(404);
    expect(await app.sql('SELECT 1 FROM delivery_receipts')).toHaveLength(1);
    await expect(app.sql('UPDATE delivery_receipts SET read_at = platform_now()')).rejects.toMatchObject({ code: 'P0APP' });
  });

  it('reaches a person whatever organisation it belongs to, and nobody else', async () => {
    await app.drain();
    const own = (await inbox('procurer-zhao')).filter((one) => one['to'] === 'person');
    expect(own).toMatchObject([{ topic: 'membership.added', subject: { kind: 'membership' }, links: {} }]);
    const id = own[0]?.['id'];
    expect((await inbox('procurer-wang')).map((one) => one['id'])).not.toContain(id);
    expect((await receipt('procurer-wang', id)).status).toBe(404);
    expect((await receipt('procurer-zhao', id)).status).toBe(201);
  });
});
