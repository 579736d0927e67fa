import { startTestApp, type TestApp } from '../app.js';
import { freshDeal, freshRecipient } from '../custody/ceremony.js';
import {
  act,
  approved,
  audited,
  done,
  draft,
  look,
  publish,
  published,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';
import { rounds, tellCounts } from '../prove.js';

tellCounts(`races of publication: ${rounds(1, 25).length} round(s) each`);

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

function check(path: string): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${path}/compliance-check`);
}

const financeBureau = '上海市财政局政府采购监督处（演示）';

async function idOf(name: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM organizations WHERE name->>'zh' = $1`, [name]);
  return (rows[0] as { id: string }).id;
}

/** The rule ids of a dry run, warnings included. */
function found(answer: Answered): string[] {
  return (answer.body['breaches'] as { rule: string }[]).map((one) => one.rule);
}

describe('a draft', () => {
  it('has a number for people and an ocid, and its author in the audit trail', async () => {
    const [first, second] = [done(await draft(app)), done(await draft(app))];
    expect(first.body).toMatchObject({
      state: 'draft',
      version: 1,
      referenceNumber: expect.stringMatching(/^SHFTZ-2026-\d{6}$/) as string,
    });
    const number = (one: Answered): number => Number(String(one.body['referenceNumber']).slice(-6));
    expect(number(second)).toBe(number(first) + 1);
    expect(first.body['ocid']).toBe(`ocds-shftz0-${String(first.body['referenceNumber'])}`);
    expect(first.body).toMatchObject({ estimatedValue: { amount: '12000000.00', currency: 'CNY' }, publishedAt: null });
    expect(await audited(app, 'tender.drafted', first.body.id)).toBe(1);
  });

  it('is there for its own organisation only', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    for (const clientId of [null, 'procurer-port', 'supplier-shenda']) {
      for (const part of ['', '/notices', '/documents', '/timeline'])
        expect((await look(app, clientId, path + part)).status).toBe(404);
    }
    expect((await look(app, 'procurer-zhao', path)).status).toBe(200);
    expect((await act(app, 'procurer-port', 'post', `${path}/compliance-check`)).status).toBe(404);
    const foreign = await app.as('procurer-port');
    for (const [verb, part] of [
      ['patch', ''],
      ['post', '/publication'],
      ['post', '/cancellation'],
    ] as const)
      expect(
        (
          await foreign(verb, path + part)
            .set('if-match', '"1-draft"')
            .send(part === '/publication' ? undefined : {})
        ).status,
      ).toBe(404);
    const list = await look(app, null, '/v1/tenders?limit=100');
    expect((list.body['items'] as { id: string }[]).map((one) => one.id)).not.toContain(id);
  });

  it('needs a verified organisation', async () => {
    await app.sql(
      "UPDATE organizations SET verification = 'pending', verified_at = NULL, verified_by = NULL WHERE name->>$1 = $2",
      ['zh', '上海自贸区港务管理中心'],
    );
    const refused = await draft(app, {}, 'procurer-port');
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 403, rules: ['organization.not-verified'] });
  });

  it('changes on the version that was read, and takes optional parts away by null', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const caller = await app.as('procurer-wang');
    expect((await caller('patch', path).send({ evaluators: 3 })).status).toBe(428);
    expect((await caller('patch', path).set('if-match', '"7-draft"').send({ evaluators: 3 })).status).toBe(412);
    const changed = done(
      await act(app, 'procurer-wang', 'patch', path, { evaluators: 3, exclusionClause: null, budget: null }, path),
    );
    expect(changed.body).toMatchObject({ version: 2, evaluators: 3, budget: null, title: { zh: '3.0T磁共振成像系统采购' } });
    expect(changed.body).not.toHaveProperty('exclusionClause');
    expect(await audited(app, 'tender.revised', id)).toBe(1);
    const taken = await act(app, 'procurer-wang', 'patch', path, { title: null }, path);
    expect(taken).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/title' }] } });
  });

  it.each([
    ['an item class of another category', { itemClass: 'C02320700' }, '#/itemClass'],
    ['two valuations at once', { valuation: { unknown: true, contracts: [] } }, '#/valuation'],
    [
      'a value beyond what can be recorded',
      { valuation: { lease: { monthly: { amount: '9999999999999999', currency: 'CNY' }, months: null } } },
      '#/valuation',
    ],
    ['a period that ends before it begins', { contractPeriod: { from: '2026-06-02', to: '2026-06-01' } }, '#/contractPeriod/to'],
    [
      'a weight of nothing',
      { criteria: [{ id: 'x', name: { zh: '价' }, kind: 'price', weight: '0', maxScore: '1' }] },
      '#/criteria/0/weight',
    ],
    ['a deadline without an offset', { bidsCloseAt: '2026-04-13T09:30:00' }, '#/bidsCloseAt'],
    ['a wrong type in a list', { specifications: 'none' }, '#/specifications'],
  ])('refuses %s', async (_, over, pointer) => {
    const refused = await draft(app, over);
    expect(refused.status).toBe(422);
    expect((refused.body.errors as { pointer?: string }[]).map((one) => one.pointer)).toContain(pointer);
  });
});

describe('the locks', () => {
  it('are two people’s of two organisations', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}/sealing`;
    const first = await freshRecipient();
    done(await act(app, 'custodian-hospital', 'put', path, await freshDeal(app, id, 'A', { recipient: first })));
    const both = await act(app, 'custodian-hospital', 'put', path, await freshDeal(app, id, 'B'));
    expect({ status: both.status, rules: rulesOf(both) }).toEqual({ status: 409, rules: ['opening.same-person'] });
    expect(rulesOf(await act(app, 'custodian-notary', 'put', path, await freshDeal(app, id, 'B', { recipient: first })))).toEqual(
      ['opening.same-person'],
    );
    const complete = done(await act(app, 'custodian-notary', 'put', path, await freshDeal(app, id, 'B')));
    expect(complete.body).toMatchObject({
      complete: true,
      locks: [{ lock: 'A', recipient: first }, { lock: 'B' }],
    });
    expect((await act(app, 'procurer-wang', 'put', path, await freshDeal(app, id, 'A', { recipient: first }))).status).toBe(403);
    expect(await audited(app, 'tender.lock-registered', id)).toBe(2);
  });

  it('are no supplier’s', async () => {
    const { id } = done(await draft(app)).body;
    const kinds = `UPDATE organizations SET kinds = $1 WHERE name->>'zh' = '上海市公证处（演示）'`;
    await app.sql(kinds, [['custodian', 'supplier']]);
    const body = await freshDeal(app, id, 'B');
    expect((await act(app, 'custodian-notary', 'put', `/v1/tenders/${id}/sealing`, body)).status).toBe(404);
    await app.sql(kinds, [['custodian']]);
    expect((await act(app, 'custodian-notary', 'put', `/v1/tenders/${id}/sealing`, body)).status).toBe(200);
  });

  it('tell a custodian whose verification is suspended of no draft', async () => {
    const { id } = done(await draft(app)).body;
    const notary = `/v1/organizations/${await idOf('上海市公证处（演示）')}`;
    const basis = { zh: '年检未过', en: 'The yearly review was not passed' };
    const suspension = { decision: 'suspended', basis, reason: basis };
    done(await act(app, 'registrar', 'post', `${notary}/verification`, suspension, notary));
    const body = await freshDeal(app, id, 'B');
    const sealing = (tender: string): Promise<Answered> =>
      act(app, 'custodian-notary', 'put', `/v1/tenders/${tender}/sealing`, body);
    const [hidden, unknown] = [await sealing(id), await sealing('019f0000-0000-7000-8000-000000000001')];
    done(await act(app, 'registrar', 'post', `${notary}/verification`, { basis }, notary));
    expect({ status: hidden.status, rules: rulesOf(hidden) }).toEqual({ status: 403, rules: ['organization.not-verified'] });
    expect({ ...unknown.body, instance: null }).toEqual({ ...hidden.body, instance: null });
  });

  it('take an age recipient whose checksum holds', async () => {
    const { id } = done(await draft(app)).body;
    const sound = await freshRecipient();
    const broken = `${sound.slice(0, -1)}${sound.endsWith('q') ? 'p' : 'q'}`;
    const refused = await act(
      app,
      'custodian-hospital',
      'put',
      `/v1/tenders/${id}/sealing`,
      await freshDeal(app, id, 'A', { recipient: broken }),
    );
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/recipient' }] } });
  });

  it('stand as first registered: another organisation does not replace them, their own may', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}/sealing`;
    done(await act(app, 'custodian-notary', 'put', path, await freshDeal(app, id, 'B')));
    const taken = await act(app, 'custodian-hospital', 'put', path, await freshDeal(app, id, 'B'));
    expect({ status: taken.status, rules: rulesOf(taken) }).toEqual({ status: 409, rules: ['opening.lock-taken'] });
    const changed = await freshRecipient();
    const again = done(await act(app, 'custodian-notary', 'put', path, await freshDeal(app, id, 'B', { recipient: changed })));
    expect(again.body['locks']).toEqual([expect.objectContaining({ lock: 'B', recipient: changed })]);
    expect(await audited(app, 'tender.lock-registered', id)).toBe(2);
  });

  it('are taken by one organisation where two ask at once', async () => {
    const { id } = done(await draft(app)).body;
    const bodies = [await freshDeal(app, id, 'A'), await freshDeal(app, id, 'A')];
    const answers = await Promise.all(
      ['custodian-hospital', 'custodian-notary'].map((by, index) =>
        act(app, by, 'put', `/v1/tenders/${id}/sealing`, bodies[index]),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(await audited(app, 'tender.lock-registered', id)).toBe(1);
  });

  it('are those of the custodians whom the procuring entity named', async () => {
    const [hospital, notary, finance] = [
      await idOf('上海临港公立医院'),
      await idOf('上海市公证处（演示）'),
      await idOf(financeBureau),
    ];
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const sealing = `${path}/sealing`;
    done(await act(app, 'custodian-notary', 'put', sealing, await freshDeal(app, id, 'A')));
    const named = { custodians: { A: hospital, B: notary } };
    const revised = done(await act(app, 'procurer-wang', 'patch', path, named, path));
    expect(revised.body).toMatchObject({ sealing: [], custodians: { B: notary } });
    const foreign = await act(app, 'custodian-notary', 'put', sealing, await freshDeal(app, id, 'A'));
    expect({ status: foreign.status, rules: rulesOf(foreign) }).toEqual({ status: 403, rules: ['opening.custodian-unknown'] });
    done(await act(app, 'custodian-hospital', 'put', sealing, await freshDeal(app, id, 'A')));
    const complete = done(await act(app, 'custodian-notary', 'put', sealing, await freshDeal(app, id, 'B')));
    expect(complete.body).toMatchObject({ complete: true, locks: [{ organizationId: hospital }, { organizationId: notary }] });
    await app.sql(`UPDATE organizations SET kinds = '{review-body,custodian}' WHERE id = $1`, [finance]);
    done(await act(app, 'procurer-wang', 'patch', path, { custodians: { A: hospital, B: finance } }, path));
    expect((await act(app, 'custodian-notary', 'put', sealing, await freshDeal(app, id, 'B'))).status).toBe(404);
    expect(found(await check(path))).toContain('tender.sealing-missing');
  });

  it.each([
    ['one organisation for both', '上海临港公立医院', '#/custodians/B'],
    ['a supplier', '上海申达医疗设备有限公司', '#/custodians/B'],
  ])('cannot be promised to %s', async (_, second, pointer) => {
    const custodians = { A: await idOf('上海临港公立医院'), B: await idOf(second) };
    expect(await draft(app, { custodians })).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('do not change once approved: the approval is of them too', async () => {
    const { id, path, recipients } = await approved(app);
    const [entry] = await app.sql<{ locks: unknown }>(
      `SELECT payload::jsonb #> '{payload,locks}' AS locks FROM audit_entries entry JOIN audit_payloads ON entry_id = entry.id
        WHERE type = 'tender.approved' AND tender_id = $1`,
      [id],
    );
    expect(entry?.locks).toMatchObject([
      { lock: 'A', recipient: recipients.A },
      { lock: 'B', recipient: recipients.B },
    ]);
    const body = await freshDeal(app, id, 'B');
    const refused = await act(app, 'custodian-notary', 'put', `${path}/sealing`, body);
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
    done(await act(app, 'procurer-wang', 'patch', path, { evaluators: 1 }, path));
    expect((await act(app, 'custodian-notary', 'put', `${path}/sealing`, body)).status).toBe(200);
    expect((await publish(app, { id, path } as JourneyTender)).status).not.toBe(201);
  });

  it('do not change after publication', async () => {
    const { id, path } = await published(app);
    const refused = await act(app, 'custodian-notary', 'put', `${path}/sealing`, await freshDeal(app, id, 'B'));
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
  });
});

describe('approval', () => {
  it('is a second person’s: not the author’s, not a reviser’s', async () => {
    const { id } = done(await draft(app, {}, 'approver-li')).body;
    const own = await act(app, 'approver-li', 'post', `/v1/tenders/${id}/approval`, undefined, `/v1/tenders/${id}`);
    expect({ status: own.status, rules: rulesOf(own) }).toEqual({ status: 403, rules: ['tender.approver-is-author'] });
    const path = `/v1/tenders/${done(await draft(app)).body.id}`;
    done(await act(app, 'approver-li', 'patch', path, { evaluators: 3 }, path));
    expect(rulesOf(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path))).toEqual([
      'tender.approver-is-author',
    ]);
    expect((await act(app, 'procurer-zhao', 'post', `${path}/approval`, undefined, path)).status).toBe(403);
  });

  it('ends with the next change', async () => {
    const tender = await approved(app);
    const revised = done(await act(app, 'procurer-zhao', 'patch', tender.path, { evaluators: 5 }, tender.path));
    expect(revised.body).toMatchObject({ state: 'draft', approvedAt: null });
    const refused = await publish(app, tender);
    expect(rulesOf(refused)).toContain('tender.approval-missing');
  });
});

describe('the compliance check', () => {
  it('says everything at once and writes nothing', async () => {
    const { id } = done(
      await draft(app, {
        purpose: 'commercial',
        bidsCloseAt: '2026-03-31T09:30:00+08:00',
        criteria: [{ id: 'quality', name: { zh: '注册资本' }, kind: 'quality', weight: '60', maxScore: '100' }],
        specifications: [{ text: { zh: '须为某某牌' }, brand: '某某牌' }],
        smePlan: { priceDeduction: '0.30' },
        documentFee: { amount: '1.00', currency: 'CNY' },
        description: { zh: '只有中文' },
        valuation: { contracts: [] },
      }),
    ).body;
    const entries = 'SELECT count(*) FROM audit_entries';
    const before = await app.sql(entries);
    const answer = done(await check(`/v1/tenders/${id}`));
    expect(answer.status).toBe(200);
    expect(answer.body['publishable']).toBe(false);
    expect(found(answer).sort()).toEqual(
      [
        'documents.fee-unjustified',
        'notice.english-incomplete',
        'notice.english-incomplete',
        'scope.not-covered',
        'sme.deduction-out-of-band',
        'sme.size-as-criterion',
        'specification.brand-named',
        'tender.approval-missing',
        'tender.bid-period-reason-missing',
        'tender.bid-period-short',
        'tender.criteria-missing',
        'tender.sealing-missing',
        'valuation.incomplete',
      ].sort(),
    );
    expect(await app.sql(entries)).toEqual(before);
  });

  it('computes the dates of a publication now', async () => {
    const { id } = done(await draft(app)).body;
    const { body } = done(await check(`/v1/tenders/${id}`));
    expect(body['computed']).toEqual({
      documentsIssuedOn: '2026-03-02',
      daysMin: 40,
      days: 42,
      earliestOn: '2026-04-11',
      suggestedOn: '2026-04-13',
      lastClarificationOn: '2026-03-29',
      opensAt: '2026-04-13T01:30:30.000000Z',
      estimatedValue: '12000000.00',
      treatedAsAtThreshold: false,
      applications: null,
      bilingual: true,
    });
    expect(body['derivations']).toMatchObject({ earliestOn: { from: '2026-03-02', days: 40, result: '2026-04-11' } });
  });

  it('counts from the day for which the documents are announced', async () => {
    const over = { documentsIssueAt: '2026-03-05T00:00:00+08:00', bidsCloseAt: '2026-04-14T09:30:00+08:00' };
    const { id } = done(await draft(app, over)).body;
    const { body } = done(await check(`/v1/tenders/${id}`));
    expect(body['computed']).toMatchObject({ documentsIssuedOn: '2026-03-05', daysMin: 40, days: 40, earliestOn: '2026-04-14' });
    expect(body['derivations']).toMatchObject({ earliestOn: { from: '2026-03-05', days: 40, result: '2026-04-14' } });
    const early = done(await draft(app, { documentsIssueAt: '2026-03-02T08:59:59.999999+08:00' })).body.id;
    const checked = done(await check(`/v1/tenders/${early}`));
    expect(found(checked)).toContain('tender.documents-before-notice');
    expect(checked.body['computed']).toMatchObject({ documentsIssuedOn: '2026-03-02' });
    const late = done(await draft(app, { bidsCloseAt: '2027-03-03T09:30:00+08:00' })).body.id;
    expect(found(done(await check(`/v1/tenders/${late}`)))).toContain('tender.bid-period-long');
  });

  it('adds up what one entity buys of one class in one year without open tendering', async () => {
    const part = (amount: string): object => ({
      method: 'invited',
      itemClass: 'A02329900',
      valuation: { contracts: [{ base: { amount, currency: 'CNY' } }] },
    });
    done(await draft(app, part('2500000.00')));
    const second = `/v1/tenders/${done(await draft(app, part('1500000.00'))).body.id}`;
    expect(found(done(await check(second)))).not.toContain('valuation.splitting-suspected');
    const third = `/v1/tenders/${done(await draft(app, part('0.01'))).body.id}`;
    const suspected = (answer: Answered): unknown =>
      (answer.body['breaches'] as { rule: string }[]).find((one) => one.rule === 'valuation.splitting-suspected');
    expect(suspected(done(await check(third)))).toMatchObject({
      severity: 'refusal',
      facts: { itemClass: 'A02329900', budgetYear: 2026, count: 3, total: '4000000.01', threshold: '4000000.00' },
    });
    const splittingExplanation = '三次采购的设备技术要求不同，分属不同科室，且预算分批下达。';
    done(await act(app, 'procurer-wang', 'patch', third, { splittingExplanation }, third));
    expect(suspected(done(await check(third)))).toMatchObject({ severity: 'warning' });
  });

  it('finds what is missing altogether', async () => {
    const bare = {
      bidsCloseAt: null,
      qualificationRequirements: null,
      valuation: null,
      specifications: null,
    };
    const { id } = done(await draft(app, bare)).body;
    const answer = done(await check(`/v1/tenders/${id}`));
    expect(found(answer)).toEqual(expect.arrayContaining(['tender.incomplete', 'valuation.incomplete']));
    const breaches = answer.body['breaches'] as { rule: string; facts: { missing?: string[] } }[];
    expect(breaches.find((one) => one.rule === 'tender.incomplete')?.facts.missing).toEqual([
      'bidsCloseAt',
      'qualificationRequirements',
      'specifications',
    ]);
  });

  it('wants the item class and the budget year, by which purchases add up (art. 52)', async () => {
    const { path } = await approved(app, { itemClass: null });
    done(await act(app, 'procurer-wang', 'patch', path, { itemClass: null, budgetYear: null }, path));
    done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
    const answer = await act(app, 'procurer-wang', 'post', `${path}/publication`, undefined, path);
    const { errors } = answer.body as unknown as { errors: { rule: string; pointer: string; facts: object }[] };
    expect(answer.status).toBe(422);
    expect(errors).toMatchObject([
      { rule: 'tender.incomplete', pointer: '#/itemClass', facts: { missing: ['itemClass'] } },
      { rule: 'tender.incomplete', pointer: '#/budgetYear', facts: { missing: ['budgetYear'] } },
    ]);
  });
});

describe('publication', () => {
  it('issues the documents with the notice, at one moment, under the rules of that moment', async () => {
    const { id, path } = await published(app);
    const { body } = done(await look(app, null, path));
    expect(body).toMatchObject({
      state: 'open',
      bidsCloseAt: '2026-04-13T01:30:00.000000Z',
      opensAt: '2026-04-13T01:30:30.000000Z',
      noticeVersion: 1,
      ruleProfile: {
        name: 'SHFTZ_2023_23',
        effectiveOn: '2026-03-02',
        nationalConflicts: 'warn',
        bidPeriod: { derivation: { days: 40 } },
      },
    });
    expect(body['documentsIssuedAt']).toBe(body['publishedAt']);
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });

  it('is refused without locks, without approval, and stores neither', async () => {
    const { id } = done(await draft(app)).body;
    const refused = await act(app, 'procurer-wang', 'post', `/v1/tenders/${id}/publication`, undefined, `/v1/tenders/${id}`);
    expect(rulesOf(refused).sort()).toEqual(['tender.approval-missing', 'tender.sealing-missing']);
    expect(await audited(app, 'tender.published', id)).toBe(0);
    expect(await app.sql('SELECT 1 FROM tender_notices WHERE tender_id = $1', [id])).toEqual([]);
  });

  it('goes below forty days with coded reasons, and says so in the notice', async () => {
    const justification = '公告、文件、投标全部以电子方式进行，供应商无需到场办理任何手续。';
    const electronic = ['eNotice', 'eDocuments', 'eSubmission'].map((ground) => ({ ground, justification }));
    const shorter = { bidsCloseAt: '2026-03-27T09:30:00+08:00', reductions: electronic };
    const { path } = await published(app, shorter);
    const { body } = done(await look(app, null, `${path}/notices/1`));
    expect(body['content']).toMatchObject({ reductions: electronic, ruleProfile: { bidPeriod: { derivation: { days: 25 } } } });
    const bare = await publish(
      app,
      await approved(app, { ...shorter, reductions: [{ ground: 'urgency', justification: '急' }] }),
    );
    expect(rulesOf(bare)).toContain('tender.bid-period-reason-missing');
  });

  it('does not go below forty days by electronic documents that come out after it', async () => {
    const justification = '公告、文件、投标全部以电子方式进行，供应商无需到场办理任何手续。';
    const reductions = [{ ground: 'eDocuments', justification }];
    const tender = await approved(app, {
      documentsIssueAt: '2026-03-03T00:00:00+08:00',
      bidsCloseAt: '2026-04-07T09:30:00+08:00',
      reductions,
    });
    expect(rulesOf(await publish(app, tender))).toEqual(['tender.bid-period-short', 'tender.bid-period-reason-missing']);
  });

  it('takes no moment for the documents that is none', async () => {
    for (const documentsIssueAt of ['2026-03-05T00:00:00', '2026-02-30T00:00:00+08:00', 7]) {
      const refused = await draft(app, { documentsIssueAt });
      expect(refused.status).toBeLessThan(500);
      expect(refused.body).toMatchObject({ errors: [{ pointer: '#/documentsIssueAt' }] });
    }
    const { id } = done(await draft(app, { documentsIssueAt: '2026-03-05T00:00:00+08:00' })).body;
    const path = `/v1/tenders/${id}`;
    expect(done(await act(app, 'procurer-wang', 'patch', path, { evaluators: 3 }, path)).body['documentsIssueAt']).toBe(
      '2026-03-04T16:00:00.000000Z',
    );
    expect(done(await act(app, 'procurer-wang', 'patch', path, { documentsIssueAt: null }, path)).body).not.toHaveProperty(
      'documentsIssueAt',
    );
  });

  it('publishes its warnings', async () => {
    const { path } = await published(app, { bidsCloseAt: '2026-04-12T09:30:00+08:00' });
    const { body } = done(await look(app, null, path));
    expect((body['warnings'] as { rule: string }[]).map((one) => one.rule)).toEqual(['tender.deadline-on-holiday']);
  });

  it.each(rounds(1, 25))('at once by two people happens once (round %i)', async () => {
    const tender = await approved(app);
    const etag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] as string;
    const callers = await Promise.all([app.as('procurer-wang'), app.as('approver-li')]);
    const answers = await Promise.all(
      callers.map((caller) => caller('post', `${tender.path}/publication`).set('if-match', etag)),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'tender.published', tender.id)).toBe(1);
    expect(await app.sql('SELECT version FROM tender_notices WHERE tender_id = $1', [tender.id])).toEqual([{ version: 1 }]);
    const again = await publish(app, tender);
    expect({ status: again.status, rules: rulesOf(again) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
  });

  it('of one and the same request happens once and answers the same', async () => {
    const tender = await approved(app);
    const etag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] as string;
    const caller = await app.as('procurer-wang');
    const send = () => caller('post', `${tender.path}/publication`, 'publish-once').set('if-match', etag);
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(await audited(app, 'tender.published', tender.id)).toBe(1);
  });

  it('fixes the content, also against the service’s own role', async () => {
    const { path, id } = await published(app);
    const refused = await act(app, 'procurer-wang', 'patch', path, { evaluators: 9 }, path);
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
    await expect(app.sql(`UPDATE tenders SET title = '{"zh":"另一项目"}' WHERE id = $1`, [id])).rejects.toThrow(
      'tender.wrong-state',
    );
    await expect(
      app.sql(`UPDATE tenders SET bids_close_at = bids_close_at - interval '1 microsecond' WHERE id = $1`, [id]),
    ).rejects.toThrow('tender.deadline-shortened');
    await expect(app.sql('DELETE FROM tender_notices WHERE tender_id = $1', [id])).rejects.toThrow('append-only');
  });
});
