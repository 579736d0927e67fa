import { startTestApp, type TestApp } from '../app.js';
import { act, approved, audited, done, look, publish, rulesOf } from '../journeys/steps.js';
import { join, organizationId } from '../organizations/delegated.js';
import { announcePlan, intention, plan, planned, withdrawPlan } from './planned.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const pathOf = (id: string) => `/v1/planned-notices/${id}`;

describe('a planned notice (采购意向公开)', () => {
  it('is there for its own organisation until another person publishes it, then for everybody', async () => {
    const { id } = done(await plan(app)).body;
    for (const reader of [null, 'procurer-port', 'supplier-shenda'])
      expect((await look(app, reader, pathOf(id))).status).toBe(404);
    expect((await look(app, 'procurer-zhao', pathOf(id))).body).toMatchObject({ state: 'draft', publishedAt: null });
    const answer = done(await announcePlan(app, id)).body;
    expect(answer).toMatchObject({
      state: 'published',
      publishedAt: expect.stringMatching(/^2026-03-02T01:/) as string,
      warnings: [],
    });
    const { nationalSecurity: _one, stateSecret: _other, ...said } = intention;
    const shown = await look(app, null, pathOf(id));
    expect(shown.body).toMatchObject({ ...said, tenders: [], contentSha256: answer['contentSha256'] });
    expect(shown.headers['etag']).toBe('"2-published"');
    const entries = ['planned-notice.drafted', 'planned-notice.published'].map((type) => audited(app, type));
    expect((await Promise.all(entries)).every((count) => count >= 1)).toBe(true);
  });

  it('is a page for people once it is published, with its heading in both languages', async () => {
    const { id } = done(await plan(app)).body;
    const wang = await app.as('procurer-wang');
    expect((await wang('get', pathOf(id)).set('accept', 'text/html')).headers['content-type']).toContain('application/json');
    done(await announcePlan(app, id));
    const page = await app.http('get', pathOf(id)).set('accept', 'text/html');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    for (const text of [
      '采购意向公开：2026年医学影像设备采购意向',
      'Planned procurement: Planned purchase',
      '2026-06-01',
      'A02320700',
    ])
      expect(page.text).toContain(text);
    expect((await app.http('get', pathOf(id)).set('accept', 'image/png')).status).toBe(406);
  });

  it('and its withdrawal at once with the tender that rests on it: it was withdrawn, or it is used, and never both in that order', async () => {
    await app.setClock('2026-01-05T09:00:00+08:00');
    const id = await planned(app);
    await app.setClock('2026-03-02T09:00:00+08:00');
    const reductions = [
      { ground: 'plannedNotice', justification: '采购意向已提前公开四十日以上，供应商有充分时间准备。', plannedNoticeId: id },
    ];
    const tender = await approved(app, { reductions });
    const [withdrawn, taken] = await Promise.all([withdrawPlan(app, id), publish(app, tender)]);
    expect(withdrawn.status).toBe(201);
    const { tenders } = (await look(app, null, pathOf(id))).body as unknown as { tenders: { id: string }[] };
    expect(tenders.map((one) => one.id)).toEqual(taken.status === 201 ? [tender.id] : []);
    if (taken.status !== 201) expect(rulesOf(taken)).toEqual(['tender.planned-notice-unfit']);
  });

  it('is published neither by its author nor by a procurer nor by another organisation, nor twice', async () => {
    const own = done(await plan(app, {}, 'approver-li')).body.id;
    const byAuthor = await announcePlan(app, own);
    expect([byAuthor.status, rulesOf(byAuthor)]).toEqual([403, ['tender.approver-is-author']]);
    const { id } = done(await plan(app)).body;
    expect((await announcePlan(app, id, 'procurer-zhao')).status).toBe(403);
    const port = await app.as('approver-port');
    expect((await port('post', `${pathOf(id)}/publication`).set('if-match', '"1-draft"')).status).toBe(404);
    const li = await app.as('approver-li');
    expect((await li('post', `${pathOf(id)}/publication`)).status).toBe(428);
    expect((await li('post', `${pathOf(id)}/publication`).set('if-match', '"9"')).status).toBe(412);
    const both = await Promise.all([1, 2].map(() => li('post', `${pathOf(id)}/publication`).set('if-match', '"1-draft"')));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    const again = await announcePlan(app, id);
    expect([again.status, rulesOf(again)]).toEqual([409, ['planned-notice.wrong-state']]);
  });

  it('cannot be published by its author, nor changed afterwards, in the database either', async () => {
    const { id } = done(await plan(app)).body;
    const publishedBy = (person: string) =>
      app.sql(
        `UPDATE planned_notices SET state = 'published', published_at = platform_now(), published_by = ${person} WHERE id = $1`,
        [id],
      );
    await expect(publishedBy('created_by')).rejects.toThrow('planned_notices_four_eyes');
    done(await announcePlan(app, id));
    await expect(
      app.sql("UPDATE planned_notices SET published_at = published_at - interval '50 days' WHERE id = $1", [id]),
    ).rejects.toThrow('planned-notice.wrong-state');
    await expect(app.sql('DELETE FROM planned_notice_versions WHERE planned_notice_id = $1', [id])).rejects.toThrow();
  });

  it('comes in both languages, or in Chinese with a reason, and not in half English', async () => {
    const { en: _en, ...zh } = intention.title;
    const { documentsAddress: _a, expressionOfInterest: _e, ...bare } = intention;
    const only = { ...bare, title: zh, description: { zh: intention.description.zh } };
    const publish = async (body: object) => {
      const { id } = done(await act(app, 'procurer-wang', 'post', '/v1/planned-notices', body)).body;
      return announcePlan(app, id);
    };
    expect(rulesOf(await publish(only))).toEqual(['notice.english-missing']);
    done(await publish({ ...only, noEnglishReason: '仅限境内供货的急用耗材。' }));
    expect(rulesOf(await publish({ ...intention, description: only.description }))).toEqual(['notice.english-incomplete']);
    const half = await publish({ ...intention, documentsAddress: { zh: '本平台。' } });
    expect(half.body.errors).toMatchObject([{ rule: 'notice.english-incomplete', pointer: '#/documentsAddress/en' }]);
  });

  it('lies ahead of its procurement, and fits together', async () => {
    const today = done(await plan(app, { plannedNoticeOn: '2026-03-02' })).body.id;
    const late = await announcePlan(app, today);
    expect(late.body.errors).toMatchObject([{ rule: 'planned-notice.date-past', pointer: '#/plannedNoticeOn' }]);
    const pointer = async (over: object) => ((await plan(app, over)).body.errors as { pointer?: string }[])[0]?.pointer;
    expect(await pointer({ itemClass: 'C06010000' })).toBe('#/itemClass');
    expect(await pointer({ plannedBidsCloseOn: '2026-06-01' })).toBe('#/plannedBidsCloseOn');
    expect((await plan(app, { title: { zh: '' } })).status).toBe(422);
  });

  it('is never kept where it touches national security or a state secret (art. 47)', async () => {
    const marked = { title: { zh: '雷达站密件甲七九', en: 'Radar station' } };
    const rows = () => app.sql<{ count: string }>('SELECT count(*) FROM planned_notices');
    const before = await rows();
    for (const over of [{ nationalSecurity: true }, { stateSecret: true }]) {
      const answer = await plan(app, { ...marked, ...over });
      expect([answer.status, rulesOf(answer)]).toEqual([403, ['scope.security-excluded']]);
    }
    expect(await rows()).toEqual(before);
    expect(app.logged()).not.toContain('雷达站密件甲七九');
  });

  it('is written by people who procure: not by suppliers, not without a key', async () => {
    expect((await plan(app, {}, 'supplier-shenda')).status).toBe(403);
    expect((await app.http('post', '/v1/planned-notices')).status).toBe(401);
    const wang = await app.as('procurer-wang');
    const twice = await Promise.all([1, 2].map(() => wang('post', '/v1/planned-notices', 'plan-once').send(intention)));
    const again = await wang('post', '/v1/planned-notices', 'plan-once').send(intention);
    expect(
      new Set([...twice, again].filter((one) => one.status === 201).map((one) => (one.body as { id: string }).id)).size,
    ).toBe(1);
  });

  it('waits among the duties of approvers who did not write it', async () => {
    const { id } = done(await plan(app, {}, 'approver-li')).body;
    const other = done(await plan(app)).body.id;
    const { items } = (await look(app, 'approver-li', '/v1/me/duties?limit=100')).body as unknown as {
      items: { kind: string; subject: { id: string } }[];
    };
    const waiting = items.filter((one) => one.kind === 'planned-notice.publish').map((one) => one.subject.id);
    expect(waiting).toContain(other);
    expect(waiting).not.toContain(id);
  });
});

describe('the withdrawal of a planned notice', () => {
  it('is an act of its own: what was published stays, and the reason beside it', async () => {
    const id = await planned(app);
    const answer = done(await withdrawPlan(app, id)).body;
    expect(answer).toMatchObject({ state: 'withdrawn', withdrawalReason: { zh: '预算调整，本项目暂不采购。' } });
    expect((await look(app, null, pathOf(id))).body).toMatchObject({ state: 'withdrawn', title: intention.title });
    const again = await withdrawPlan(app, id);
    expect([again.status, rulesOf(again)]).toEqual([409, ['planned-notice.wrong-state']]);
    expect(await audited(app, 'planned-notice.withdrawn')).toBeGreaterThan(0);
  });

  it('is refused in half English, to another organisation and without the tag', async () => {
    const id = await planned(app);
    expect(rulesOf(await withdrawPlan(app, id, 'procurer-wang', { zh: '预算调整。' }))).toEqual(['notice.english-incomplete']);
    expect((await withdrawPlan(app, id, 'procurer-port')).status).toBe(404);
    const wang = await app.as('procurer-wang');
    expect((await wang('post', `${pathOf(id)}/withdrawal`).send({ reason: { zh: '预算调整。' } })).status).toBe(428);
  });

  it('hides a draft that nobody ever saw', async () => {
    const { id } = done(await plan(app)).body;
    done(await withdrawPlan(app, id));
    expect((await look(app, null, pathOf(id))).status).toBe(404);
    expect((await look(app, 'procurer-wang', pathOf(id))).body.state).toBe('withdrawn');
  });
});

describe('a planned notice that is written anew', () => {
  const reason = { zh: '预算下达后调整。', en: 'Adjusted after the budget was decided.' };
  const revise = (id: string, body: object, by: string) => act(app, by, 'patch', pathOf(id), body, pathOf(id));
  const versions = async (id: string, by: string | null = null) =>
    (await look(app, by, `${pathOf(id)}/versions`)).body['items'] as {
      kind: string;
      contentSha256: string;
      content: { changes?: object[] };
    }[];

  it('as a draft is its procurers’, and whoever wrote a part of it does not publish it', async () => {
    const { id } = done(await plan(app)).body;
    const changed = { plannedNoticeOn: '2026-07-01', expressionOfInterest: null, itemClass: 'A02320600' };
    await join(app, await organizationId(app, '上海临港公立医院'), 'approver-only', 'approver');
    const only = await app.asSubject('approver-only', 'approver');
    expect((await only('patch', pathOf(id)).set('if-match', '"1-draft"').send(changed)).status).toBe(403);
    const answer = done(await revise(id, { ...changed, plannedBidsCloseOn: '2026-08-01' }, 'procurer-zhao')).body;
    expect(answer).toMatchObject({ state: 'draft', version: 2, plannedNoticeOn: '2026-07-01', itemClass: 'A02320600' });
    expect(answer).not.toHaveProperty('expressionOfInterest');
    expect(await versions(id, 'procurer-wang')).toEqual([]);
    for (const wrong of [{ category: 'works' }, { plannedBidsCloseOn: '2026-06-30' }, { title: null }, {}])
      expect((await revise(id, wrong, 'procurer-wang')).status).toBe(422);
    expect(rulesOf(await revise(id, { stateSecret: true }, 'procurer-wang'))).toEqual(['scope.security-excluded']);
    expect((await act(app, 'procurer-wang', 'patch', pathOf(id), changed)).status).toBe(428);
    expect((await revise(id, changed, 'procurer-port')).status).toBe(404);
    done(await revise(id, { budget: { amount: '9000000.00', currency: 'CNY' } }, 'approver-li'));
    const own = await announcePlan(app, id);
    expect([own.status, rulesOf(own)]).toEqual([403, ['tender.approver-is-author']]);
  });

  it('once published is a further version with its differences, by another approver; the day of publication stays', async () => {
    const id = await planned(app);
    const first = (await look(app, null, pathOf(id))).body;
    await app.setClock('2026-03-20T09:00:00+08:00');
    const body = { plannedNoticeOn: '2026-07-01', plannedBidsCloseOn: '2026-08-10', reason };
    expect((await revise(id, { plannedNoticeOn: '2026-07-01', plannedBidsCloseOn: '2026-08-10' }, 'approver-li')).status).toBe(
      422,
    );
    expect((await revise(id, body, 'procurer-zhao')).status).toBe(403);
    const answer = done(await revise(id, body, 'approver-li')).body;
    expect(answer).toMatchObject({ state: 'published', publishedAt: first['publishedAt'], plannedNoticeOn: '2026-07-01' });
    expect(answer['contentSha256']).not.toBe(first['contentSha256']);
    const kept = await versions(id);
    expect(kept.map((one) => one.kind)).toEqual(['publication', 'revision']);
    expect(kept[0]?.contentSha256).toBe(first['contentSha256']);
    expect(kept[1]?.content).toMatchObject({
      reason,
      changes: [
        { field: '/plannedNoticeOn', before: '2026-06-01', after: '2026-07-01' },
        { field: '/plannedBidsCloseOn', before: '2026-06-12', after: '2026-08-10' },
      ],
    });
    expect(await audited(app, 'planned-notice.revised')).toBeGreaterThan(0);
    const tag = (await look(app, null, pathOf(id))).headers['etag'] ?? '';
    const li = await app.as('approver-li');
    const both = await Promise.all(
      ['2026-09-01', '2026-10-01'].map((plannedBidsCloseOn) =>
        li('patch', pathOf(id)).set('if-match', tag).send({ plannedBidsCloseOn, reason }),
      ),
    );
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
  });

  it('once published stays a notice of the same thing', async () => {
    const id = await planned(app);
    const fixed = async (changes: object) => {
      const refused = await revise(id, { ...changes, reason }, 'approver-li');
      return [refused.status, rulesOf(refused), (refused.body.errors?.[0] as { pointer?: string } | undefined)?.pointer];
    };
    const rule = ['planned-notice.field-fixed'];
    expect(await fixed({ itemClass: 'A02320600' })).toEqual([422, rule, '#/itemClass']);
    expect(await fixed({ documentsAddress: null })).toEqual([422, rule, '#/documentsAddress']);
    expect(await fixed({ plannedNoticeOn: '2026-03-02' })).toEqual([422, ['planned-notice.date-past'], '#/plannedNoticeOn']);
    expect((await fixed({ title: { zh: '只有中文' } }))[0]).toBe(422);
    const half = await revise(id, { budget: null, reason: { zh: reason.zh } }, 'approver-li');
    expect(rulesOf(half)).toEqual(['notice.english-incomplete']);
    done(
      await revise(id, { documentsAddress: { zh: '采购人网站。', en: 'On the web site of the entity.' }, reason }, 'approver-li'),
    );
    done(await withdrawPlan(app, id));
    expect(rulesOf(await revise(id, { budget: null, reason }, 'approver-li'))).toEqual(['planned-notice.wrong-state']);
  });
});

describe('the list of planned notices', () => {
  it('is paged, newest first, and searched in both languages', async () => {
    const ids = [];
    for (const word of ['甲壹', '甲贰', '甲叁'])
      ids.unshift(await planned(app, { title: { zh: `${word}离心机采购意向`, en: `Centrifuge ${word}` } }));
    const page = async (query: string) =>
      (await look(app, null, `/v1/planned-notices?${query}`)).body as unknown as { items: { id: string }[]; next: string | null };
    const first = await page('q=centrifuge&limit=2');
    expect(first.items.map((one) => one.id)).toEqual(ids.slice(0, 2));
    const second = await page(`q=centrifuge&limit=2&after=${first.next ?? ''}`);
    expect([second.items.map((one) => one.id), second.next]).toEqual([ids.slice(2), null]);
    expect((await page(`q=${encodeURIComponent('甲贰')}`)).items).toHaveLength(1);
    expect((await page('q=%25')).items).toEqual([]);
    const other = '019f0000-0000-7000-8000-000000000001';
    expect((await page(`procurer=${other}`)).items).toEqual([]);
    expect((await look(app, null, '/v1/planned-notices?limit=0')).status).toBe(422);
  });
});
