import type { Caller } from '../app.js';
import { offers } from '../awards/stories.js';
import { accepted, act, complained, items, rejected, seen, type Case } from './case.js';
import { audited, awardedTender, filed, resultLetter, rulesOf, startDocket, type DocketApp } from './docket.js';

const own = '申达自有的退火曲线分为九段并充入氩气保护';
const telling = {
  ...resultLetter,
  matters: [
    { statement: { zh: '技术评分有误' }, facts: { zh: `我方${own}，未予评分。` }, evidence: ['投标文件第8页'] },
    { statement: { zh: '价格评分有误' }, facts: { zh: '报价最低。' } },
  ],
};
const text = { zh: '评分符合公告的标准。', en: 'The scores follow the published criteria.' };

let app: DocketApp;
let xu: Caller;
let shenda: Caller;
let hujiang: Caller;
let wang: Caller;

beforeAll(async () => {
  app = await startDocket();
  [xu, shenda, hujiang, wang] = [
    await app.as('reviewer-xu'),
    await app.as('supplier-shenda'),
    await app.as('supplier-hujiang'),
    await app.as('procurer-wang'),
  ];
}, 60_000);
afterAll(() => app.close());

/** 沪江 has won; 申达 complains of the result and tells in its complaint what it marked as its secret. */
async function ofResult(): Promise<Case> {
  await app.setClock('2026-06-01T09:00:00+08:00');
  const marked = offers.map((one) => (one.supplier === 'shenda' ? { ...one, secrets: [own] } : one));
  const tender = await awardedTender(app, { offers: marked });
  return accepted(app, { tenderId: tender.id, letter: telling });
}

describe('the respondents (被投诉人)', () => {
  it('are told with the acceptance, with the proof of its delivery, and see no more than the copy', async () => {
    const { id, body } = await ofResult();
    expect(body).toMatchObject({ state: 'accepted', respondentNoticeDueOn: '2026-06-11' });
    expect(items(await seen(wang, id, '/respondents'))).toMatchObject([
      { organizationId: app.orgs['hujiang'], capacity: 'supplier', deliveredAt: null, explanationDueOn: '2026-06-08' },
      { organizationId: app.orgs['hospital'], capacity: 'procurer', deliveredAt: null, explainedAt: null },
    ]);
    await app.drain();
    const told = items(await seen(xu, id, '/respondents'));
    expect(told.map((one) => String(one['deliveredAt']).slice(0, 10))).toEqual(['2026-06-01', '2026-06-01']);

    const copy = await seen(hujiang, id);
    expect(copy.status).toBe(200);
    expect(copy.body).toMatchObject({
      id,
      state: 'accepted',
      capacity: 'supplier',
      explanationDueOn: '2026-06-08',
      redacted: true,
    });
    const { matters } = copy.body as { matters: Record<string, unknown>[] };
    expect(matters[0]).toEqual({
      matter: '1',
      statement: { zh: '技术评分有误' },
      facts: { zh: '我方［商业秘密］，未予评分。' },
      legalBasis: null,
    });
    expect(copy.text).not.toContain('退火曲线');
    expect(copy.text).not.toContain('投标文件第8页');
    expect(Object.keys(copy.body as object)).not.toContain('warnings');
    expect((await seen(await app.as('supplier-rheinland'), id)).status).toBe(404);
    for (const part of ['', '/respondents', '/explanations', '/hearings'])
      expect((await seen(await app.as('supplier-rheinland'), id, part)).status).toBe(404);
    expect(items(await seen(hujiang, id, '/respondents')).map((one) => one['capacity'])).toEqual(['supplier']);
  });

  it('are the procuring entity alone where the documents are challenged, and nobody before the acceptance', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const one = await complained(app);
    expect(items(await seen(xu, one.id, '/respondents'))).toEqual([]);
    expect((await act(wang, one.id, 'explanations', { text })).status).toBe(404);
    filed(await act(xu, one.id, 'acceptance', {}, one.etag));
    expect(items(await seen(shenda, one.id, '/respondents')).map((told) => told['capacity'])).toEqual(['procurer']);
    await expect(
      app.sql('UPDATE complaint_respondents SET notified_at = notified_at WHERE complaint_id = $1', [one.id]),
    ).rejects.toThrow();
  });

  it('explain themselves once, also two at once, and each reads its own alone; the parties read all', async () => {
    const { id } = await ofResult();
    expect((await act(shenda, id, 'explanations', { text })).status).toBe(404);
    expect((await act(await app.as('supplier-rheinland'), id, 'explanations', { text })).status).toBe(404);
    expect((await act(xu, id, 'explanations', { text })).status).toBe(403);
    const empty = await act(wang, id, 'explanations', {});
    expect([empty.status, (empty.body as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([422, '#/text']);
    const both = await Promise.all([act(wang, id, 'explanations', { text }), act(wang, id, 'explanations', { text })]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.filter((one) => one.status === 409).map(rulesOf)).toEqual([['complaint.already-explained']]);
    const said = filed(await act(hujiang, id, 'explanations', { text, evidence: ['评审报告'] }));
    expect(said.body).toMatchObject({ kind: 'explanation', organizationId: app.orgs['hujiang'], warnings: [] });
    expect(items(await seen(hujiang, id, '/explanations')).map((one) => one['id'])).toEqual([said.id]);
    for (const reader of [shenda, wang, xu]) {
      const first = await seen(reader, id, '/explanations?limit=1');
      const next = (first.body as { next: string }).next;
      expect([...items(first), ...items(await seen(reader, id, `/explanations?after=${next}`))]).toHaveLength(2);
    }
    expect(await audited(app, id)).toEqual([
      'complaint.filed',
      'complaint.accepted',
      'complaint.explained',
      'complaint.explained',
    ]);
    await expect(app.sql(`DELETE FROM complaint_statements WHERE complaint_id = $1`, [id])).rejects.toThrow();
  });

  it('may be late, with a warning; the procuring entity tells nobody’s trade secret', async () => {
    const { id } = await ofResult();
    const leak = { text: { zh: '沪江的镀膜工艺参数 7.25 微米更优。' } };
    const refused = await act(wang, id, 'explanations', leak);
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['complaint.trade-secret']]);
    await app.setClock('2026-06-09T00:00:00+08:00', true);
    const late = filed(await act(wang, id, 'explanations', { text }));
    expect(late.body['warnings']).toMatchObject([
      { rule: 'complaint.explanation-late', severity: 'warning', facts: { explanationDueOn: '2026-06-08' } },
    ]);
  });
});

it('what a party still has to say stands among its duties, with its last day', async () => {
  await app.setClock('2026-04-13T09:00:00+08:00');
  const { id } = await accepted(app);
  const waiting = async (by: Caller): Promise<unknown[]> => {
    const duties = items(await by('get', '/v1/me/duties?limit=100')) as {
      kind: string;
      dueOn: string;
      subject: { id: string };
    }[];
    return duties.filter((one) => one.subject.id === id).map((one) => [one.kind, one.dueOn]);
  };
  expect(await waiting(wang)).toEqual([['complaint.explain', '2026-04-20']]);
  expect(await waiting(shenda)).toEqual([]);
  filed(await act(wang, id, 'explanations', { text }));
  await app.drain();
  expect([await waiting(wang), await waiting(shenda)]).toEqual([[], [['complaint.reply', '2026-04-16']]]);
  filed(await act(shenda, id, 'rejoinder', { text }));
  expect(await waiting(shenda)).toEqual([]);
});

describe('the hearing of the parties before the decision (CPTPP 15.19.5(c))', () => {
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  it('waits for the respondent’s time to pass, to the microsecond; a dismissal does not', async () => {
    const [one, other] = [await accepted(app), await accepted(app)];
    await app.setClock('2026-03-09T23:59:59.999999+08:00', true);
    const early = await act(xu, one.id, 'decision', rejected, one.etag);
    expect([early.status, rulesOf(early)]).toEqual([409, ['complaint.not-heard']]);
    expect((await seen(xu, one.id)).body).toMatchObject({ state: 'accepted', ruling: null });
    filed(await act(xu, other.id, 'dismissal', { ground: 'inadmissible', reasons: rejected.reasons }, other.etag));
    await app.setClock('2026-03-10T00:00:00+08:00', true);
    expect(filed(await act(xu, one.id, 'decision', rejected, one.etag)).body).toMatchObject({ state: 'rejected' });
    expect(rulesOf(await act(wang, one.id, 'explanations', { text }))).toEqual(['complaint.wrong-state']);
  });

  it('waits for the complainant to reply, or for its time to pass after the delivery', async () => {
    const [silent, replying] = [await accepted(app), await accepted(app)];
    const nothing = await act(shenda, replying.id, 'rejoinder', { text });
    expect([nothing.status, rulesOf(nothing)]).toEqual([409, ['complaint.nothing-to-answer']]);
    await app.setClock('2026-03-03T09:00:00+08:00');
    for (const { id } of [silent, replying]) filed(await act(wang, id, 'explanations', { text }));
    await app.drain();
    expect(rulesOf(await act(xu, replying.id, 'decision', rejected, replying.etag))).toEqual(['complaint.not-heard']);
    const said = filed(await act(shenda, replying.id, 'rejoinder', { text, evidence: ['第3.2条'] }));
    expect(said.body).toMatchObject({ kind: 'rejoinder', organizationId: app.orgs['shenda'] });
    filed(await act(xu, replying.id, 'decision', rejected, replying.etag));
    expect(await audited(app, replying.id)).toEqual([
      'complaint.filed',
      'complaint.accepted',
      'complaint.explained',
      'complaint.replied',
      'complaint.decided',
    ]);
    await app.setClock('2026-03-06T23:59:59.999999+08:00', true);
    expect(rulesOf(await act(xu, silent.id, 'decision', rejected, silent.etag))).toEqual(['complaint.not-heard']);
    await app.setClock('2026-03-07T00:00:00+08:00', true);
    filed(await act(xu, silent.id, 'decision', rejected, silent.etag));
  });

  it('is waived by the complainant alone, in so many words', async () => {
    const one = await accepted(app);
    filed(await act(wang, one.id, 'explanations', { text }));
    for (const body of [{}, { text, waived: true }, { waived: true, evidence: ['x'] }, { waived: false }])
      expect((await act(shenda, one.id, 'rejoinder', body)).status).toBe(422);
    expect((await act(hujiang, one.id, 'rejoinder', { waived: true })).status).toBe(404);
    expect((await act(wang, one.id, 'rejoinder', { waived: true })).status).toBe(403);
    filed(await act(shenda, one.id, 'rejoinder', { waived: true }));
    filed(await act(xu, one.id, 'decision', rejected, one.etag));
    expect(rulesOf(await act(shenda, one.id, 'rejoinder', { text }))).toEqual(['complaint.wrong-state']);
  });
});
