import { newId } from '../../src/platform/unit-of-work.js';
import {
  asExpert,
  committee,
  draw,
  drawnTender,
  experts,
  joined,
  personIdOf,
  sha256,
  subjectOf,
  type PoolExpert,
} from './committees.js';
import { startAwards, type AwardsApp } from './fixture.js';
import {
  awardTo,
  declareNoConflict,
  etagOfTender,
  events,
  findings,
  openedTender,
  rulesOf,
  type OpenedTender,
} from './stories.js';

let app: AwardsApp;
let pool: PoolExpert[];
beforeAll(async () => {
  app = await startAwards();
  pool = await experts(app, 12);
}, 120_000);
afterAll(() => app.close());

const evaluators = { content: { evaluators: 5 } };

async function declare(subject: string, tenderId: string, hasConflict = false) {
  const details = hasConflict ? { details: { zh: '配偶任职于投标人' } } : {};
  return (await asExpert(app, subject))('post', `/v1/tenders/${tenderId}/conflict-declarations`).send({
    hasConflict,
    ...details,
  });
}

async function evaluate(subject: string, tender: OpenedTender, scores = {}) {
  return (await asExpert(app, subject))('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids: findings(tender, scores) });
}

async function replace(tenderId: string, memberId: string, client = 'approver-li') {
  return (await app.as(client))('post', `/v1/tenders/${tenderId}/committee/members/${memberId}/replacement`)
    .set('if-match', await etagOfTender(app, tenderId))
    .send({ reasons: { zh: '多次电话联系未到场。' } });
}

describe('the pool of experts', () => {
  it('is kept by the registrar, with fields and employer; each person once', async () => {
    const registrar = await app.as('registrar');
    const body = {
      subject: 'expert-kept',
      name: { zh: '高专家', en: 'Expert Gao' },
      categories: ['works'],
      itemClasses: ['B01000000'],
    };
    const answer = await registrar('post', '/v1/experts').send({ ...body, employerId: app.organizations['port'] });
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { itemClasses: ['B01000000'], employerId: app.organizations['port'], endedAt: null },
    ]);
    expect(rulesOf(await registrar('post', '/v1/experts').send(body))).toEqual(['organization.already-member']);
    const strange = await registrar('post', '/v1/experts').send({ ...body, subject: 'expert-strange', employerId: newId() });
    expect([strange.status, strange.body]).toMatchObject([422, { errors: [{ pointer: '#/employerId' }] }]);
    const { id } = answer.body as { id: string };
    expect((await registrar('delete', `/v1/experts/${id}`)).body).toMatchObject({ id, endedAt: expect.any(String) as string });
    expect((await registrar('delete', `/v1/experts/${id}`)).status).toBe(404);
    const list = (await (await app.as('auditor-feng'))('get', '/v1/experts?limit=1')).body as {
      items: object[];
      next: string | null;
    };
    expect([list.items, list.next]).toMatchObject([[{ id, name: body.name }], id]);
    const recorded = await app.sql('SELECT type FROM audit_entries WHERE subject_id = $1 ORDER BY inserted', [id]);
    expect(recorded).toEqual([{ type: 'expert.registered' }, { type: 'expert.ended' }]);
    expect((await registrar('post', '/v1/experts').send({ ...body, categories: [] })).status).toBe(422);
  });
});

describe('the draw of a committee', () => {
  it('can be redone by a stranger from what was committed to before, and is public with the award only', async () => {
    const tender = await openedTender(app, evaluators);
    const before = await app.http('get', `/v1/tenders/${tender.id}/draw-seed`);
    const { commitment } = before.body as { commitment: string };
    expect([before.status, commitment]).toEqual([200, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect((await draw(app, tender)).status).toBe(201);
    expect((await app.http('get', `/v1/tenders/${tender.id}/committee`)).status).toBe(404);
    for (const client of ['supplier-shenda', 'procurer-port', 'evaluator-chen'])
      expect([client, (await (await app.as(client))('get', `/v1/tenders/${tender.id}/committee`)).status]).toEqual([client, 404]);
    const shown = await committee(app, tender.id);
    const { secret, seed, bids, pool: drawn } = shown.draw;
    expect(sha256(secret)).toBe(commitment);
    expect(shown.draw.commitment).toBe(commitment);
    expect(bids).toEqual(
      Object.values(tender.bids)
        .map((id) => `${id}:x`)
        .sort(),
    );
    expect(sha256(['sha256-order-1', tender.id, 'committee:1', secret, ...bids].join('\n'))).toBe(seed);
    const byLot = pool
      .map((one) => ({ ...one, key: sha256(`${seed}:${one.expertId}`) }))
      .sort((left, right) => (left.key < right.key ? -1 : 1));
    expect(drawn.map((one) => [one.expertId, one.key])).toEqual(byLot.map((one) => [one.expertId, one.key]));
    expect(shown.members.map((one) => one.personId).sort()).toEqual(
      byLot
        .slice(0, 5)
        .map((one) => one.personId)
        .sort(),
    );
    const [entry] = await events(app, tender.id, 'committee.drawn');
    expect(entry).toMatchObject({ article: 56, payload: { round: 1, size: 5, pool: 12, barred: 0 } });
    expect((await app.http('get', `/v1/tenders/${tender.id}/timeline`)).text).not.toContain('committee');
  });

  it('leaves out whom the records tie to a bidder, its controllers, the entity or the procurement, and says why to who oversees', async () => {
    const cases: [string, (personId: string, tenderId: string) => Promise<unknown>][] = [
      ['bidder', (personId) => joined(app, personId, 'shenda', '2023-06-02T00:00:00Z')],
      ['bidderControl', (personId) => joined(app, personId, 'notary')],
      ['procurer', (personId) => joined(app, personId, 'hospital')],
      [
        'acted',
        (personId, tenderId) =>
          app.sql(
            `INSERT INTO tender_officers VALUES (gen_random_uuid(), $1, $2, (SELECT created_by FROM tenders WHERE id = $1), 'x', platform_now())`,
            [tenderId, personId],
          ),
      ],
      [
        'declared',
        (personId, tenderId) =>
          app.sql(`INSERT INTO conflict_declarations VALUES (gen_random_uuid(), $1, $2, NULL, true, NULL, platform_now())`, [
            tenderId,
            personId,
          ]),
      ],
    ];
    await app.sql('INSERT INTO control_relations VALUES ($1, $2, platform_now())', [
      app.organizations['notary'],
      app.organizations['hujiang'],
    ]);
    const own = await experts(app, cases.length + 1, { body: { categories: ['works'] } });
    const fit = await experts(app, 5, { body: { categories: ['works'], employerId: app.organizations['port'] } });
    const tender = await openedTender(app, { ...evaluators, category: 'works' });
    for (const [index, [, tie]] of cases.entries()) await tie(own[index]?.personId as string, tender.id);
    await joined(app, own.at(-1)?.personId as string, 'shenda', '2023-05-31T00:00:00Z');
    expect((await draw(app, tender)).status).toBe(201);
    const { draw: drawn, members } = await committee(app, tender.id, 'auditor-feng');
    const tiesOf = (one: PoolExpert | undefined) => drawn.pool.find((line) => line.expertId === one?.expertId)?.ties;
    expect(cases.map((_, index) => tiesOf(own[index]))).toEqual(cases.map(([tie]) => [tie]));
    expect(tiesOf(own.at(-1))).toEqual([]);
    const callable = [...fit, own.at(-1) as PoolExpert].map((one) => one.personId);
    expect(members.every((one) => callable.includes(one.personId))).toBe(true);
    expect((await committee(app, tender.id)).draw.pool.some((one) => 'ties' in one)).toBe(false);
  });

  it('puts who came to the pool after the opening behind everybody else', async () => {
    const early = await experts(app, 4, { body: { categories: ['services'] } });
    const tender = await openedTender(app, { ...evaluators, category: 'services' });
    expect(rulesOf(await draw(app, tender))).toEqual(['committee.pool-too-small']);
    const late = await experts(app, 3, { at: '2026-06-01T09:00:00+08:00', body: { categories: ['services'] } });
    expect((await draw(app, tender)).status).toBe(201);
    const { members, draw: drawn } = await committee(app, tender.id);
    expect(drawn.pool.map((one) => one.late)).toEqual([...early.map(() => false), ...late.map(() => true)]);
    expect(early.every((one) => members.some(({ personId }) => personId === one.personId))).toBe(true);
  });

  it('takes experts of the item class or of a group above it', async () => {
    const body = { categories: ['goods'], itemClasses: ['A02320000'] };
    const [fit] = await experts(app, 1, { body });
    const [unfit] = await experts(app, 1, { body: { ...body, itemClasses: ['A02330000'] } });
    const tender = await openedTender(app, evaluators);
    await app.sql('ALTER TABLE tenders DISABLE TRIGGER USER');
    await app.sql(`UPDATE tenders SET item_class = 'A02320700' WHERE id = $1`, [tender.id]);
    await app.sql('ALTER TABLE tenders ENABLE TRIGGER USER');
    await app.sql('ALTER TABLE tenders ENABLE ALWAYS TRIGGER tenders_commit_to_a_seed');
    await draw(app, tender);
    const ids = (await committee(app, tender.id)).draw.pool.map((one) => one.expertId);
    expect([ids.includes(fit?.expertId as string), ids.includes(unfit?.expertId as string)]).toEqual([true, false]);
    await (
      await app.as('registrar')
    )('delete', `/v1/experts/${fit?.expertId}`);
  });

  it('seats representatives of the entity up to a third, evaluators without a tie', async () => {
    const tender = await openedTender(app, evaluators);
    const [chen, lin, wang] = await Promise.all(
      ['evaluator-chen', 'evaluator-lin', 'procurer-wang'].map((one) => personIdOf(app, one)),
    );
    expect(rulesOf(await draw(app, tender, { representatives: [chen, lin] }))).toEqual(['committee.too-many-representatives']);
    const stranger = await draw(app, tender, { representatives: [wang] });
    expect([stranger.status, stranger.body]).toMatchObject([422, { errors: [{ pointer: '#/representatives/0' }] }]);
    await (
      await app.as('evaluator-lin')
    )('post', `/v1/tenders/${tender.id}/conflict-declarations`).send({ hasConflict: true, details: { zh: '亲属' } });
    expect(rulesOf(await draw(app, tender, { representatives: [lin] }))).toEqual(['committee.representative-unfit']);
    expect((await draw(app, tender, { sessionAt: '2026-05-31T10:00:00+08:00' })).status).toBe(422);
    expect((await draw(app, tender, { representatives: [chen?.toUpperCase()] })).status).toBe(201);
    const { members } = await committee(app, tender.id);
    expect(members.filter((one) => one.kind === 'representative').map((one) => one.personId)).toEqual([chen]);
    expect(members).toHaveLength(5);
  });

  it('is made once, by the procuring entity, after the opening and not under a suspension; of two at once one', async () => {
    const tender = await openedTender(app, evaluators);
    expect((await draw(app, tender, {}, 'procurer-port')).status).toBe(404);
    const stale = await (
      await app.as('procurer-wang')
    )('post', `/v1/tenders/${tender.id}/committee`)
      .set('if-match', '"1-open"')
      .send({ sessionAt: '2026-06-01T10:00:00+08:00', representatives: [] });
    expect(stale.status).toBe(412);
    const both = await Promise.all([draw(app, tender), draw(app, tender)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.flatMap(rulesOf)).toEqual(['committee.already-drawn']);
    await expect(app.sql(`UPDATE committees SET size = 1 WHERE tender_id = $1`, [tender.id])).rejects.toThrow('append-only');
    await expect(app.sql(`UPDATE draw_seeds SET secret = 'x' WHERE tender_id = $1`, [tender.id])).rejects.toThrow('append-only');
  });
});

describe('a committee', () => {
  it('of five has to be drawn before anybody evaluates', async () => {
    const tender = await openedTender(app, evaluators);
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const bids = { bids: findings(tender) };
    const refused = await (await app.as('evaluator-chen'))('post', `/v1/tenders/${tender.id}/evaluations`).send(bids);
    expect([refused.status, rulesOf(refused)]).toEqual([409, ['committee.not-drawn']]);
  });

  it('reads after every member has declared, evaluates, and is public with the award', async () => {
    const tender = await drawnTender(app);
    const [first = ''] = tender.sitting;
    const reading = async (subject: string) => (await asExpert(app, subject))('get', `/v1/tenders/${tender.id}/opened-bids`);
    expect((await reading(first)).status).toBe(404);
    expect(rulesOf(await evaluate(first, tender))).toEqual(['evaluation.conflict-undeclared']);
    for (const subject of tender.sitting) expect((await declare(subject, tender.id)).status).toBe(201);
    expect((await reading(first)).status).toBe(200);
    const outside = pool.find((one) => !tender.sitting.includes(one.subject))?.subject as string;
    expect([
      (await reading(outside)).status,
      (await declare(outside, tender.id)).status,
      (await evaluate(outside, tender)).status,
    ]).toEqual([404, 404, 404]);
    const own = await (
      await app.as('evaluator-chen')
    )('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids: findings(tender) });
    expect([own.status, rulesOf(own)]).toEqual([403, ['committee.not-member']]);
    for (const subject of tender.sitting) expect((await evaluate(subject, tender, { hujiang: 95 })).status).toBe(201);
    expect(await events(app, tender.id, 'tender.evaluated')).toMatchObject([{ payload: { evaluators: 5 } }]);
  });

  it('calls the next of the draw for a member with a conflict; what others found stays', async () => {
    const tender = await drawnTender(app);
    for (const subject of tender.sitting) await declare(subject, tender.id);
    const [leaving = '', ...others] = tender.sitting;
    await evaluate(leaving, tender, { shenda: 1 });
    for (const subject of others.slice(1)) await evaluate(subject, tender, { hujiang: 95 });
    const before = await committee(app, tender.id, 'auditor-feng');
    expect((await declare(leaving, tender.id, true)).status).toBe(201);
    const after = await committee(app, tender.id);
    const seat = before.members.find((one) => one.personId === pool.find(({ subject }) => subject === leaving)?.personId);
    const successor = after.members.find((one) => one.calledFor === seat?.id);
    expect(after.members.find((one) => one.id === seat?.id)).toMatchObject({ state: 'left', leftGround: 'conflict' });
    const waiting = before.draw.pool.filter((one) => !one.barred);
    expect(successor?.personId).toBe(pool.find((one) => one.expertId === waiting[5]?.expertId)?.personId);
    expect(await events(app, tender.id, 'committee.member-replaced')).toMatchObject([
      { payload: { ground: 'conflict', successorId: successor?.id } },
    ]);
    expect(rulesOf(await evaluate(leaving, tender))).toEqual(['committee.not-member']);
    const called = await subjectOf(app, successor?.personId as string);
    await declare(called, tender.id);
    expect((await evaluate(called, tender, { hujiang: 95 })).body).toMatchObject({ reportId: null });
    expect((await evaluate(others[0] as string, tender, { hujiang: 95 })).body).toMatchObject({
      reportId: expect.any(String) as string,
    });
    const report = await (await app.as('procurer-wang'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
    const { ranked } = (report.body as { report: { ranked: { bidId: string; scores: object[] }[] } }).report;
    expect(ranked.find((one) => one.bidId === tender.bids['shenda'])?.scores).toContainEqual(
      expect.objectContaining({ score: '80.0000' }),
    );
  });

  it('replaces who does not appear, from the session on, and nobody who has evaluated', async () => {
    const tender = await drawnTender(app);
    const { members } = await committee(app, tender.id);
    const [absent, present] = members as [(typeof members)[0], (typeof members)[0]];
    const early = await replace(tender.id, absent.id);
    expect([early.status, rulesOf(early)]).toEqual([409, ['committee.not-absent']]);
    const appearing = await subjectOf(app, present.personId);
    await declare(appearing, tender.id);
    await evaluate(appearing, tender);
    await app.setClock('2026-06-01T10:00:00+08:00');
    expect(rulesOf(await replace(tender.id, present.id))).toEqual(['committee.member-evaluated']);
    expect((await replace(tender.id, newId())).status).toBe(404);
    const both = await Promise.all([replace(tender.id, absent.id), replace(tender.id, absent.id)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.flatMap(rulesOf)).toEqual(['committee.already-replaced']);
    expect((await committee(app, tender.id)).members.filter((one) => one.state === 'called')).toHaveLength(5);
    await app.setClock('2026-06-01T09:00:00+08:00');
  });
});

describe('a request for a recusal (回避)', () => {
  const body = { personName: '专家甲', reasons: { zh: '该专家两年前任职于沪江。' }, evidence: ['社保记录'] };
  const ask = async (tenderId: string, client = 'supplier-shenda') =>
    (await app.as(client))('post', `/v1/tenders/${tenderId}/recusal-requests`).send(body);
  const decide = async (id: string, decision: object, client = 'approver-li') => {
    const caller = await app.as(client);
    const tag = (await caller('get', `/v1/recusal-requests/${id}`)).headers['etag'] ?? '"1"';
    return caller('post', `/v1/recusal-requests/${id}/decision`).set('if-match', tag).send(decision);
  };
  const reasons = { zh: '经询问，情况属实。', en: 'Asked, and found to be so.' };

  it('is decided in writing by the entity, before the evaluation ends; who is recused is replaced', async () => {
    const tender = await drawnTender(app);
    const { body: request, status } = await ask(tender.id);
    const { id } = request as { id: string };
    expect([status, request]).toMatchObject([201, { state: 'requested', personName: '专家甲' }]);
    expect(rulesOf(await ask(tender.id))).toEqual(['recusal.already-requested']);
    for (const subject of tender.sitting) await declare(subject, tender.id);
    for (const subject of tender.sitting.slice(1)) await evaluate(subject, tender, { hujiang: 95 });
    expect(rulesOf(await evaluate(tender.sitting[0] as string, tender, { hujiang: 95 }))).toEqual(['recusal.undecided']);
    const { members } = await committee(app, tender.id);
    expect(rulesOf(await decide(id, { recuse: true, reasons }))).toEqual(['recusal.member-missing']);
    expect(rulesOf(await decide(id, { recuse: true, memberId: newId(), reasons }))).toEqual(['recusal.member-missing']);
    expect(rulesOf(await decide(id, { recuse: false, memberId: members[0]?.id, reasons }))).toEqual(['recusal.member-missing']);
    const granted = await decide(id, { recuse: true, memberId: members[0]?.id, reasons });
    expect([granted.status, granted.body]).toMatchObject([
      201,
      { state: 'granted', memberId: members[0]?.id, decisionReasons: reasons },
    ]);
    expect(rulesOf(await decide(id, { recuse: false, reasons }))).toEqual(['recusal.already-decided']);
    const seen = await (await app.as('supplier-shenda'))('get', `/v1/recusal-requests/${id}`);
    expect(seen.body).toMatchObject({ state: 'granted', memberId: null, decisionReasons: reasons });
    const other = ((await ask(tender.id, 'supplier-hujiang')).body as { id: string }).id;
    const read = await app.as('auditor-feng');
    const paged = await read('get', `/v1/tenders/${tender.id}/recusal-requests?limit=1`);
    expect(paged.body).toMatchObject({ items: [{ id: other }], next: other });
    const rest = await read('get', `/v1/tenders/${tender.id}/recusal-requests?limit=1&after=${other}`);
    expect(rest.body).toMatchObject({ items: [{ id }], next: null });
    expect((await (await app.as('supplier-hujiang'))('get', `/v1/recusal-requests/${id}`)).status).toBe(404);
    const listed = await (await app.as('supplier-hujiang'))('get', `/v1/tenders/${tender.id}/recusal-requests`);
    expect(listed.body).toMatchObject({ items: [{ id: other }], next: null });
    expect((await committee(app, tender.id)).members.find((one) => one.id === members[0]?.id)).toMatchObject({
      leftGround: 'recusal',
    });
    expect(await events(app, tender.id, 'committee.recusal-requested')).toHaveLength(2);
    expect(await events(app, tender.id, 'committee.recusal-decided')).toMatchObject([{ payload: { state: 'granted' } }]);
  });

  it('is for bidders, between the opening and the report', async () => {
    const tender = await openedTender(app, { ...evaluators, offers: [{ supplier: 'hujiang', price: '1000000.00' }] });
    const refused = await ask(tender.id);
    expect([refused.status, rulesOf(refused)]).toEqual([403, ['recusal.not-bidder']]);
    expect((await ask(newId())).status).toBe(404);
    await app.sql(`UPDATE tenders SET state = 'evaluated' WHERE id = $1`, [tender.id]);
    expect(rulesOf(await ask(tender.id))).toEqual(['tender.wrong-state']);
  });

  it('that is rejected changes nothing', async () => {
    const tender = await drawnTender(app);
    const { id } = (await ask(tender.id, 'supplier-hujiang')).body as { id: string };
    expect((await decide(id, { recuse: false, reasons })).body).toMatchObject({ state: 'rejected', memberId: null });
    expect((await committee(app, tender.id)).members.every((one) => one.state === 'called')).toBe(true);
    expect(await awardTo(app, tender, 'hujiang')).toMatchObject({ status: 409 });
  });
});
