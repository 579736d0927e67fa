import { startAwards, type AwardsApp } from './fixture.js';
import { awardedTender, events, offers, rulesOf } from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

type Awarded = Awaited<ReturnType<typeof awardedTender>>;

const ask = async (tender: Awarded, supplier: string, key?: string) =>
  (await app.as(`supplier-${supplier}`))('post', `/v1/awards/${tender.awardId}/debriefs`, key);
const answer = async (id: string, body: object, who = 'procurer-wang') =>
  (await app.as(who))('post', `/v1/debriefs/${id}/answer`).send(body);

async function asked(): Promise<{ tender: Awarded; id: string }> {
  await app.setClock('2026-02-13T10:00:00+08:00');
  const tender = await awardedTender(app);
  return { tender, id: ((await ask(tender, 'shenda')).body as { id: string }).id };
}

describe('a debriefing (art. 56)', () => {
  it('is owed to a loser, in three working days, and shows it its own rank', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const tender = await awardedTender(app);
    const request = await ask(tender, 'shenda', 'debrief-once');
    expect(request.status).toBe(201);
    expect(request.body).toMatchObject({
      state: 'requested',
      dueOn: '2026-02-25',
      ownResult: { rank: 2, total: '88.0000' },
      derivation: { force: 'policy' },
    });
    expect((await ask(tender, 'shenda', 'debrief-once')).body).toEqual(request.body);
    const second = await ask(tender, 'shenda');
    expect([second.status, rulesOf(second)]).toEqual([409, ['debrief.already-requested']]);
    expect(await events(app, tender.id, 'debrief.requested')).toMatchObject([{ article: 56, payload: { dueOn: '2026-02-25' } }]);
  });

  it('is not owed to the winner or to an organisation that did not bid', async () => {
    await app.setClock('2026-06-01T10:00:00+08:00');
    const tender = await awardedTender(app);
    const winner = await ask(tender, 'hujiang');
    expect([winner.status, rulesOf(winner)]).toEqual([403, ['debrief.not-unsuccessful']]);
    await app.sql(
      `UPDATE memberships SET roles = roles || '{supplier}'::text[] WHERE person_id = (SELECT id FROM people WHERE subject = 'supplier-rheinland')`,
    );
    await app.sql('DELETE FROM opened_bids WHERE tender_id = $1 AND supplier_id = $2', [
      tender.id,
      app.organizations['rheinland'],
    ]);
    expect(rulesOf(await ask(tender, 'rheinland'))).toEqual(['debrief.not-unsuccessful']);
  });

  it('is over with an award that was set aside', async () => {
    await app.setClock('2026-06-01T10:00:00+08:00');
    const tender = await awardedTender(app);
    await app.sql(`UPDATE awards SET state = 'set-aside' WHERE id = $1`, [tender.awardId]);
    expect(rulesOf(await ask(tender, 'shenda'))).toEqual(['debrief.before-award']);
  });

  it('is answered once, with reasons or advantages', async () => {
    const { tender, id } = await asked();
    expect(rulesOf(await answer(id, {}))).toEqual(['debrief.empty']);
    expect((await answer(id, { reasons: { zh: '质量得分较低' } }, 'procurer-port')).status).toBe(404);
    const given = await answer(id, { advantages: { zh: '中标人图像质量更高', en: "The winner's image quality is higher" } });
    expect([given.status, given.body]).toMatchObject([
      201,
      { state: 'answered', answer: { advantages: { zh: '中标人图像质量更高' } } },
    ]);
    expect(rulesOf(await answer(id, { reasons: { zh: '又一次' } }))).toEqual(['debrief.already-answered']);
    const read = async (who: string) => (await app.as(who))('get', `/v1/debriefs/${id}`);
    expect((await read('supplier-shenda')).body).toEqual(given.body);
    for (const overseer of ['supervisor-tang', 'auditor-feng']) expect((await read(overseer)).status).toBe(200);
    expect((await read('reviewer-xu')).status).toBe(404);
    expect((await read('supplier-rheinland')).status).toBe(404);
    expect(await events(app, tender.id, 'debrief.answered')).toMatchObject([{ article: 56 }]);
  });

  it('tells no trade secret, and the refusal does not either', async () => {
    const { id } = await asked();
    const refused = await answer(id, {
      reasons: { zh: '质量得分较低' },
      advantages: { zh: '中标人采用镀膜工艺参数7.25微米，优于贵司', en: 'Better coating' },
    });
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['debrief.trade-secret']]);
    expect(refused.body).toMatchObject({
      errors: [
        {
          pointer: '#/advantages/zh',
          facts: { places: [{ pointer: '#/advantages/zh', start: 5, end: 17, how: 'normalised', label: '标注', number: 1 }] },
        },
      ],
    });
    expect(refused.text).not.toContain('7.25');
    expect(await app.sql('SELECT state FROM debriefs WHERE id = $1', [id])).toEqual([{ state: 'requested' }]);
  });

  it("may speak of the requester's own secret, never of another loser's", async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const marked = offers.map((one) => ({
      ...one,
      secrets: one.supplier === 'shenda' ? ['申达配方甲'] : one.supplier === 'rheinland' ? ['莱茵配方乙'] : [],
    }));
    const tender = await awardedTender(app, { offers: marked });
    const { id } = (await ask(tender, 'shenda')).body as { id: string };
    expect(rulesOf(await answer(id, { reasons: { zh: '贵司不如莱茵配方乙' } }))).toEqual(['debrief.trade-secret']);
    expect((await answer(id, { reasons: { zh: '贵司申达配方甲未达标' } })).status).toBe(201);
  });

  it('may withhold a part with its reason until a day, when the clock releases it and the record keeps both', async () => {
    const { tender, id } = await asked();
    const reasons = { zh: '质量得分较低', en: 'A lower score for quality' };
    const advantages = { zh: '中标人的服务网点更多', en: 'The winner has more service points' };
    const part = { field: 'advantages', reason: 'fair-competition', releaseOn: '2026-03-02', note: { zh: '同类项目正在招标' } };
    const give = (withheld: object[], over: object = {}) => answer(id, { reasons, advantages, withheld, ...over });
    expect(rulesOf(await give([part, { ...part, field: 'reasons' }]))).toEqual(['debrief.empty']);
    expect(rulesOf(await give([{ ...part, releaseOn: '2026-02-13' }]))).toEqual(['withholding.release-past']);
    expect(rulesOf(await give([part], { advantages: undefined }))).toEqual(['withholding.nothing-to-withhold']);
    expect(rulesOf(await give([part], { advantages: { zh: '其镀膜工艺参数为7.25微米' } }))).toEqual(['debrief.trade-secret']);
    expect((await give([{ ...part, reason: 'other' }])).status).toBe(422);
    const given = await give([part]);
    expect(given.body).toMatchObject({ answer: { reasons }, withheld: [{ ...part, released: false, content: null }] });
    expect((given.body as { answer: object }).answer).not.toHaveProperty('advantages');
    const read = async () => (await (await app.as('supplier-shenda'))('get', `/v1/debriefs/${id}`)).body as object;
    await app.setClock('2026-03-01T23:59:59.999999+08:00', true);
    await app.drain();
    expect(await read()).toEqual(given.body);
    expect(await events(app, tender.id, 'debrief.released')).toEqual([]);
    await app.setClock('2026-03-02T00:00:00+08:00');
    expect(await read()).toMatchObject({ answer: { reasons }, withheld: [{ ...part, released: true, content: advantages }] });
    await app.drain();
    await app.drain();
    expect(await events(app, tender.id, 'debrief.released')).toMatchObject([
      { article: 56, payload: { field: 'advantages', reason: 'fair-competition', releaseOn: '2026-03-02', content: advantages } },
    ]);
    expect(await events(app, tender.id, 'debrief.answered')).toMatchObject([
      { payload: { withheld: [{ field: 'advantages' }] } },
    ]);
  });

  it('that is not answered in time is noticed once', async () => {
    const { tender, id } = await asked();
    await app.setClock('2026-02-25T23:59:59+08:00', true);
    await app.drain();
    expect(await events(app, tender.id, 'debrief.lapsed')).toEqual([]);
    await app.setClock('2026-02-26T00:00:00+08:00');
    await app.drain();
    await app.drain();
    expect(await events(app, tender.id, 'debrief.lapsed')).toMatchObject([{ article: 56, payload: { dueOn: '2026-02-25' } }]);
    expect((await answer(id, { reasons: { zh: '迟到的答复' } })).status).toBe(201);
  });

  it('asked and answered twice at once has one effect each', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const tender = await awardedTender(app);
    const requests = await Promise.all([ask(tender, 'shenda'), ask(tender, 'shenda')]);
    expect(requests.map((one) => one.status).sort()).toEqual([201, 409]);
    const { id } = requests.find((one) => one.status === 201)?.body as { id: string };
    const answers = await Promise.all([
      answer(id, { reasons: { zh: '甲' } }),
      answer(id, { reasons: { zh: '乙' } }, 'procurer-zhao'),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
  });
});
