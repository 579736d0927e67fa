import { newId } from '../../src/platform/unit-of-work.js';
import { startAwards, type AwardsApp } from './fixture.js';
import { declareNoConflict, evaluatedTender, events, findings, offers, openedTender, rulesOf } from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const evaluate = async (clientId: string, tenderId: string, bids: unknown) =>
  (await app.as(clientId))('post', `/v1/tenders/${tenderId}/evaluations`).send({ bids } as object);

describe('an evaluation', () => {
  it('by the one evaluator required makes the report and moves the tender on', async () => {
    const tender = await openedTender(app);
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const spelled = findings(tender, { hujiang: '95.00' }).map((one) => ({ ...one, bidId: String(one['bidId']).toUpperCase() }));
    const answer = await evaluate('evaluator-chen', tender.id, spelled);
    expect(answer.status).toBe(201);
    const report = await (await app.as('procurer-wang'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
    expect(report.body).toMatchObject({ id: (answer.body as { reportId: string }).reportId, state: 'valid', round: 1 });
    const { ranked } = (report.body as { report: { ranked: { bidId: string; rank: number; total: string }[] } }).report;
    expect(ranked.map((one) => [one.bidId, one.rank, one.total])).toEqual([
      [tender.bids['hujiang'], 1, '93.3636'],
      [tender.bids['shenda'], 2, '88.0000'],
      [tender.bids['rheinland'], 3, '80.0000'],
    ]);
    expect(await events(app, tender.id, 'tender.evaluated')).toMatchObject([
      { article: 56, payload: { ranked: 3, rejected: 0 } },
    ]);
    expect(await events(app, tender.id, 'evaluation.submitted')).toHaveLength(1);
  });

  it('needs a declaration, and is barred by a conflict that was once declared', async () => {
    const tender = await openedTender(app);
    expect(rulesOf(await evaluate('evaluator-chen', tender.id, findings(tender)))).toEqual(['evaluation.conflict-undeclared']);
    const lin = await app.as('evaluator-lin');
    const declared = await lin('post', `/v1/tenders/${tender.id}/conflict-declarations`).send({
      hasConflict: true,
      details: { zh: '配偶任职于申达' },
    });
    expect(declared.status).toBe(201);
    await declareNoConflict(app, 'evaluator-lin', tender.id);
    const refused = await evaluate('evaluator-lin', tender.id, findings(tender));
    expect([refused.status, rulesOf(refused)]).toEqual([403, ['evaluation.conflict-declared']]);
    expect(rulesOf(await lin('get', `/v1/tenders/${tender.id}/opened-bids`))).toEqual(['evaluation.conflict-declared']);
    expect(await events(app, tender.id, 'conflict.declared')).toHaveLength(2);
  });

  it('is read by those who are free of conflict, and by those who oversee evaluations', async () => {
    const tender = await evaluatedTender(app);
    const conflicted = { hasConflict: true, details: { zh: '持有申达股份' } };
    for (const client of ['procurer-zhao', 'approver-li'])
      await (await app.as(client))('post', `/v1/tenders/${tender.id}/conflict-declarations`).send(conflicted).expect(201);
    for (const part of ['opened-bids', 'evaluation-report']) {
      const read = async (client: string) => (await app.as(client))('get', `/v1/tenders/${tender.id}/${part}`);
      for (const client of ['procurer-zhao', 'approver-li']) {
        const refused = await read(client);
        expect([refused.status, rulesOf(refused)]).toEqual([403, ['evaluation.conflict-declared']]);
      }
      for (const client of ['procurer-wang', 'evaluator-chen', 'supervisor-tang', 'auditor-feng'])
        expect([client, (await read(client)).status]).toEqual([client, 200]);
      expect((await read('evaluator-gu')).status).toBe(404);
      expect((await read('procurer-port')).status).toBe(404);
      expect((await read('reviewer-xu')).status).toBe(403);
    }
  });

  it('is barred to a member of a bidder, whatever was declared', async () => {
    const tender = await openedTender(app);
    const [gu] = await app.sql<{ id: string }>(`SELECT id FROM people WHERE subject = 'evaluator-gu'`);
    await app.sql(`INSERT INTO memberships VALUES (gen_random_uuid(), $1, $2, '{supplier}', platform_now(), NULL)`, [
      gu?.id,
      app.organizations['shenda'],
    ]);
    const caller = await app.as('evaluator-gu');
    const acting = { 'acting-for': app.organizations['hospital'] as string };
    await caller('post', `/v1/tenders/${tender.id}/conflict-declarations`).set(acting).send({ hasConflict: false }).expect(201);
    const refused = await caller('post', `/v1/tenders/${tender.id}/evaluations`)
      .set(acting)
      .send({ bids: findings(tender) });
    expect(rulesOf(refused)).toEqual(['evaluation.conflict-declared']);
    await app.sql(`UPDATE memberships SET until = since WHERE person_id = $1 AND organization_id = $2`, [
      gu?.id,
      app.organizations['shenda'],
    ]);
  });

  it('is not for another entity', async () => {
    const tender = await openedTender(app, { procurer: app.organizations['port'] as string });
    const chen = await app.as('evaluator-chen');
    expect((await chen('post', `/v1/tenders/${tender.id}/conflict-declarations`).send({ hasConflict: false })).status).toBe(404);
    expect((await evaluate('evaluator-chen', tender.id, findings(tender))).status).toBe(404);
    expect((await chen('get', `/v1/tenders/${tender.id}/evaluation-report`)).status).toBe(404);
  });

  it('comes after the opening and before the report, and not under a suspension', async () => {
    const done = await evaluatedTender(app);
    await declareNoConflict(app, 'evaluator-lin', done.id);
    const late = await evaluate('evaluator-lin', done.id, findings(done));
    expect([late.status, rulesOf(late)]).toEqual([409, ['tender.wrong-state']]);
    const suspended = await openedTender(app);
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at) VALUES (gen_random_uuid(), $1, 'suspension', 'complaint', gen_random_uuid(), platform_now())`,
      [suspended.id],
    );
    await declareNoConflict(app, 'evaluator-chen', suspended.id);
    expect(rulesOf(await evaluate('evaluator-chen', suspended.id, findings(suspended)))).toEqual(['tender.suspended']);
  });

  it('judges every bid by the published criteria', async () => {
    const tender = await openedTender(app);
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const rules = async (bids: unknown) => rulesOf(await evaluate('evaluator-chen', tender.id, bids));
    expect(await rules(findings(tender).slice(1))).toEqual(['evaluation.bids-missing']);
    expect(await rules(findings(tender, { shenda: '100.01' }))).toEqual(['evaluation.score-out-of-range']);
    expect(await rules(findings(tender).map((one) => ({ ...one, scores: [] })))).toEqual(
      Array(3).fill('evaluation.criteria-mismatch'),
    );
    const twice = await evaluate('evaluator-chen', tender.id, [...findings(tender), findings(tender)[0]]);
    expect([twice.status, twice.body]).toMatchObject([
      422,
      { type: 'urn:ftz:problem:invalid', errors: [{ pointer: '#/bids/3/bidId' }] },
    ]);
    const negative = await evaluate('evaluator-chen', tender.id, findings(tender, { shenda: -1 }));
    expect([negative.status, negative.body]).toMatchObject([422, { errors: [{ pointer: '#/bids/0/scores/0/score' }] }]);
    expect(await app.sql('SELECT id FROM evaluations WHERE tender_id = $1', [tender.id])).toEqual([]);
  });

  it.each([
    ['an unknown field', { bids: [], round: 9 }, '#/round'],
    ['no list', { bids: 'all' }, '#/bids'],
    ['no bid at all', { bids: [] }, '#/bids'],
    ['a bid that is no object', { bids: [7] }, '#/bids'],
    ['an id that is none', { bids: [{ bidId: 'x', qualified: true, scores: [] }] }, '#/bids/0/bidId'],
    [
      'a score beyond decimals',
      { bids: [{ bidId: newId(), qualified: true, scores: [{ criterionId: 'q', score: 1e-3 }] }] },
      '#/bids/0/scores/0/score',
    ],
    ['a rejection without reasons', { bids: [{ bidId: newId(), qualified: false, scores: [] }] }, '#/bids/0/reasons'],
    ['half a flag', { bids: [{ bidId: newId(), qualified: 'yes', scores: [] }] }, '#/bids/0/qualified'],
  ])('is not taken with %s', async (_, body, pointer) => {
    const tender = await openedTender(app);
    const answer = await (await app.as('evaluator-chen'))('post', `/v1/tenders/${tender.id}/evaluations`).send(body);
    expect(answer.status).toBe(422);
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map((one) => one.pointer);
    expect(pointers.some((one) => one.startsWith(pointer))).toBe(true);
  });

  it('of an unknown tender is 404, also where its id is none', async () => {
    for (const id of [newId(), 'none'])
      expect((await evaluate('evaluator-chen', id, [{ bidId: newId(), qualified: true, scores: [] }])).status).toBe(404);
  });

  it('by a panel: the last of the number required closes it, each evaluator once', async () => {
    const tender = await openedTender(app, { content: { evaluators: 2 } });
    for (const who of ['evaluator-chen', 'evaluator-lin']) await declareNoConflict(app, who, tender.id);
    const first = await evaluate('evaluator-chen', tender.id, findings(tender, { shenda: 70 }));
    expect((first.body as { reportId: unknown }).reportId).toBeNull();
    expect(rulesOf(await evaluate('evaluator-chen', tender.id, findings(tender)))).toEqual(['evaluation.already-submitted']);
    const second = await evaluate('evaluator-lin', tender.id, findings(tender, { shenda: '75.5' }));
    expect((second.body as { reportId: unknown }).reportId).not.toBeNull();
    const report = await (await app.as('evaluator-lin'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
    const lines = (report.body as { report: { ranked: { bidId: string; scores: unknown[] }[] } }).report.ranked;
    expect(lines.find((one) => one.bidId === tender.bids['shenda'])?.scores).toContainEqual({
      criterionId: 'quality',
      score: '72.7500',
      points: '43.6500',
    });
  });

  it('by two at once makes one report', async () => {
    const tender = await openedTender(app, { content: { evaluators: 2 } });
    const panel = ['evaluator-chen', 'evaluator-lin'];
    for (const who of panel) await declareNoConflict(app, who, tender.id);
    const answers = await Promise.all(panel.map((who) => evaluate(who, tender.id, findings(tender))));
    expect(answers.map((one) => one.status)).toEqual([201, 201]);
    expect(answers.filter((one) => (one.body as { reportId: unknown }).reportId !== null)).toHaveLength(1);
    expect(await app.sql('SELECT id FROM evaluation_reports WHERE tender_id = $1', [tender.id])).toHaveLength(1);
  });

  it('rejects the unqualified, tells them, and leaves defective bids alone', async () => {
    const four = offers.map((one) => (one.supplier === 'rheinland' ? { ...one, defective: true } : one));
    const tender = await openedTender(app, { offers: four });
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const bids = findings(tender)
      .filter((one) => one['bidId'] !== tender.bids['rheinland'])
      .map((one) =>
        one['bidId'] === tender.bids['shenda']
          ? { bidId: one['bidId'], qualified: false, reasons: { zh: '缺少注册证' }, scores: [] }
          : one,
      );
    expect((await evaluate('evaluator-chen', tender.id, bids)).status).toBe(201);
    expect(await events(app, tender.id, 'bid.rejected')).toMatchObject([
      { article: 56, payload: { supplierId: app.organizations['shenda'] } },
    ]);
    const states = await app.sql<{ state: string }>('SELECT state FROM opened_bids WHERE tender_id = $1 ORDER BY state', [
      tender.id,
    ]);
    expect(states.map((one) => one.state)).toEqual(['defective', 'opened', 'rejected']);
  });
});

describe('exclusion for prior breach (art. 54)', () => {
  const clause = { exclusionClause: { zh: '既往重大违约可拒绝参与', en: 'Prior material breach may exclude' } };

  async function recordedBreach(over: Record<string, unknown> = {}): Promise<string> {
    const [day] = await app.sql<{ day: string }>(
      `SELECT ((platform_now() - interval '5 days') AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
    );
    const row = {
      supplier: 'shenda',
      procurer: 'hospital',
      breachedOn: day?.day,
      material: true,
      remedied: false,
      evidence: ['sha256:ab'],
      ...over,
    };
    const [contract] = await app.sql<{ id: string }>(`SELECT gen_random_uuid() AS id`);
    await app.sql('ALTER TABLE contract_breaches DROP CONSTRAINT IF EXISTS contract_breaches_contract_id_fkey');
    const [breach] = await app.sql<{ id: string }>(
      `INSERT INTO contract_breaches SELECT gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, '{"zh":"逾期"}', id, platform_now() FROM people LIMIT 1 RETURNING id`,
      [
        contract?.id,
        app.organizations[row.procurer],
        app.organizations[row.supplier],
        row.breachedOn,
        row.material,
        row.remedied,
        JSON.stringify(row.evidence),
      ],
    );
    return breach?.id as string;
  }

  const reasons = { zh: '逾期交货，构成重大违约。', en: 'Late delivery, a material breach.' };

  async function notifying(breachId: string, content: Record<string, unknown>) {
    const tender = await openedTender(app, { content });
    const body = { bidId: tender.bids['shenda'], breachId, reasons };
    return { tender, answer: await (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/exclusions`).send(body) };
  }

  it('rejects the bid where all six conditions hold and the supplier was heard', async () => {
    const breachId = await recordedBreach();
    const { tender, answer } = await notifying(breachId, clause);
    expect(answer.status).toBe(201);
    const path = `/v1/exclusions/${(answer.body as { id: string }).id}`;
    const said = await (await app.as('supplier-shenda'))('post', `${path}/statement`).send({ text: { zh: '已交付。' } });
    expect(said.status).toBe(201);
    const li = await app.as('approver-li');
    const tag = (await li('get', path)).headers['etag'] ?? '';
    await li('post', `${path}/decision`).set('if-match', tag).send({ exclude: true, reasons }).expect(201);
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const bids = findings(tender).map((one) =>
      one['bidId'] === tender.bids['shenda']
        ? { bidId: one['bidId'], qualified: true, exclusion: { breachId: breachId.toUpperCase() }, scores: [] }
        : one,
    );
    expect((await evaluate('evaluator-chen', tender.id, bids)).status).toBe(201);
    expect(await events(app, tender.id, 'bid.rejected')).toMatchObject([{ article: 54, payload: { exclusions: [breachId] } }]);
    await app.drain();
    expect(
      await app.sql(`SELECT id FROM deliveries WHERE tender_id = $1 AND topic = 'bid.rejected' AND organization_id = $2`, [
        tender.id,
        app.organizations['shenda'],
      ]),
    ).toHaveLength(1);
  });

  it('is refused where the breach was of a contract with somebody else', async () => {
    const { answer } = await notifying(await recordedBreach({ procurer: 'port' }), clause);
    expect(rulesOf(answer)).toEqual(['exclusion.unrelated-unit']);
  });

  it('counts three years back from the first submission, both ends inside', async () => {
    const day = async (shift: string) =>
      (
        await app.sql<{ day: string }>(
          `SELECT (((platform_now() - interval '5 days') AT TIME ZONE 'Asia/Shanghai')::date - interval '3 years' ${shift})::date::text AS day`,
        )
      )[0]?.day;
    expect((await notifying(await recordedBreach({ breachedOn: await day('') }), clause)).answer.status).toBe(201);
    const early = await notifying(await recordedBreach({ breachedOn: await day(`- interval '1 day'`) }), clause);
    expect(rulesOf(early.answer)).toEqual(['exclusion.outside-window']);
  });

  it('is refused for the breach of another supplier', async () => {
    const { answer } = await notifying(await recordedBreach({ supplier: 'hujiang' }), clause);
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ pointer: '#/breachId' }] }]);
  });
});
