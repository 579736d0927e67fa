import { startTestApp, type TestApp } from '../app.js';
import {
  announce,
  announced,
  approve,
  directly,
  drafted,
  object,
  organizationOf,
  review,
  type SourceTender,
} from '../journeys/single-source.js';
import { act, audited, closing, done, look, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const refused = ({ status, ...answer }: Answered) => [status, rulesOf({ status, ...answer })];
const unknownId = '019f0000-0000-7000-8000-000000000001';

describe('the announcement of a single source', () => {
  it('says who, what, why and until when, and where the proof is', async () => {
    const tender = await announced(app, 'onlySupplier');
    const { body } = done(await look(app, null, `${tender.path}/notices/1`));
    expect(body).toMatchObject({
      kind: 'single-source',
      content: {
        procurer: { name: { zh: '上海临港公立医院' }, contact: { phone: '021-00000000' } },
        proposedSupplier: { id: tender.supplierId, name: { zh: '莱茵医疗技术有限公司' } },
        singleSource: { ground: 'onlySupplier', experts: [{ name: '周明', title: '主任技师' }] },
        evidence: [{ kind: 'marketResearch' }, { kind: 'expertOpinion' }],
        noticePeriod: { endsOn: '2026-03-09', force: 'policy', derivation: { from: '2026-03-02', days: 5 } },
        requirementsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    });
    expect(done(await look(app, null, tender.path)).body).toMatchObject({ state: 'invited', bidsCloseAt: null });
    expect(await audited(app, 'single-source.announced', tender.id)).toBe(1);
    const invited = await act(app, 'procurer-wang', 'post', `${tender.path}/invitation`, { bidsCloseAt: closing }, tender.path);
    expect(rulesOf(invited)).toEqual(['tender.method-not-offered']);
    const timeline = done(await look(app, null, `${tender.path}/timeline`)).body['items'] as { type: string }[];
    expect(timeline.map((one) => one.type)).toContain('single-source.announced');
  });

  it('at the threshold is bound by national law and needs the approval of the method', async () => {
    const value = { amount: '4000000.00', currency: 'CNY' };
    const over = { budget: value, valuation: { contracts: [{ base: value }] } };
    const bare = await drafted(app, 'onlySupplier', { over });
    await approve(app, bare);
    expect(refused(await announce(app, bare))).toEqual([422, ['single-source.method-approval-missing']]);
    const tender = await announced(app, 'onlySupplier', { over, kinds: ['marketResearch', 'expertOpinion', 'methodApproval'] });
    expect((await look(app, null, tender.path)).body).toMatchObject({ ruleProfile: { noticePeriod: { force: 'national' } } });
  });

  it('is refused with every breach at once, by the dry run as by the act', async () => {
    const source = { supplierId: await organizationOf(app, 'procurer-port'), justification: { zh: '急需' } };
    const tender = await drafted(app, 'onlySupplier', { source, kinds: ['marketResearch'] });
    await approve(app, tender);
    const wanted = ['notice.english-incomplete', 'single-source.evidence-missing', 'single-source.supplier-unsuitable'];
    const check = done(await act(app, 'procurer-wang', 'post', `${tender.path}/compliance-check`)).body;
    const dry = (check['breaches'] as { rule: string; severity: string }[]).filter((one) => one.severity === 'refusal');
    expect(dry.map((one) => one.rule).sort()).toEqual(wanted);
    const answer = await announce(app, tender);
    expect([answer.status, rulesOf(answer).sort()]).toEqual([422, wanted]);
    expect(await app.sql('SELECT 1 FROM single_sources WHERE tender_id = $1', [tender.id])).toEqual([]);
    expect(await audited(app, 'single-source.announced', tender.id)).toBe(0);
  });

  it('needs a ground at all, a budget, and the links of its ground', async () => {
    const { path } = await drafted(app, 'other');
    done(await act(app, 'procurer-wang', 'patch', path, { singleSource: null, budget: null, valuation: null }, path));
    const rules = (await act(app, 'procurer-wang', 'post', `${path}/compliance-check`)).body['breaches'] as { rule: string }[];
    expect(rules.map((one) => one.rule)).toEqual(
      expect.arrayContaining(['single-source.ground-missing', 'tender.incomplete', 'valuation.incomplete']),
    );
    const supplementary = {
      originalContractId: unknownId,
      compatibility: { zh: '互换', en: 'Interchangeable' },
      inconvenience: { zh: '重复投入', en: 'Duplicated cost' },
    };
    for (const [ground, source, rule] of [
      ['noTender', { failedTenderId: unknownId }, 'single-source.failed-procedure-mismatch'],
      ['supplementary', { supplementary }, 'single-source.original-contract-mismatch'],
      ['noTender', {}, 'single-source.evidence-missing'],
    ] as const) {
      const tender = await drafted(app, ground, { source });
      await approve(app, tender);
      expect(refused(await announce(app, tender))).toEqual([422, [rule]]);
    }
  });

  it('takes no document of another tender for its evidence', async () => {
    const other = await drafted(app, 'other');
    const [row] = await app.sql<{ id: string }>('SELECT id FROM tender_documents WHERE tender_id = $1', [other.id]);
    const source = { evidence: [{ kind: 'circumstances', documentId: row?.id }] };
    const tender = await drafted(app, 'other', { kinds: [], source });
    await approve(app, tender);
    const answer = await announce(app, tender);
    expect([answer.status, new Set(rulesOf(answer))]).toEqual([422, new Set(['single-source.evidence-missing'])]);
  });

  it('waits for the calendar of the year in which its notice ends (P11)', async () => {
    await app.setClock('2026-12-30T09:00:00+08:00');
    const tender = await drafted(app, 'other');
    await approve(app, tender);
    expect(refused(await announce(app, tender))).toEqual([422, ['calendar.year-missing']]);
  });
});

describe('an objection', () => {
  it('is heard, told to the procuring entity, public without its author', async () => {
    const tender = await announced(app, 'onlySupplier');
    const { body } = done(await object(app, tender));
    const at = `${tender.path}/objections/${body.id}`;
    const supplierId = await organizationOf(app, 'supplier-shenda');
    for (const clientId of ['supplier-shenda', 'procurer-wang', 'auditor-feng'])
      expect((await look(app, clientId, at)).body).toMatchObject({
        state: 'open',
        supplierId,
        evidence: ['兼容性检测报告 2026-01'],
      });
    for (const clientId of [null, 'supplier-hujiang', 'procurer-port'])
      expect((await look(app, clientId, at)).body).toMatchObject({ state: 'open', supplierId: null, evidence: null });
    expect((await look(app, null, `${tender.path}/objections`)).body['items']).toHaveLength(1);
    expect(await audited(app, 'single-source.objected', tender.id)).toBe(1);
    await app.drain();
    const told = await app.sql(`SELECT 1 FROM deliveries WHERE tender_id = $1 AND topic = 'single-source.objected'`, [tender.id]);
    expect(told).toHaveLength(1);
  });

  it('comes in time, once, and from somebody else than the source', async () => {
    const tender = await announced(app, 'onlySupplier');
    expect(refused(await object(app, tender, 'supplier-rheinland'))).toEqual([403, ['single-source.objection-by-interested']]);
    done(await object(app, tender));
    expect(refused(await object(app, tender))).toEqual([409, ['single-source.objection-already-made']]);
    await app.setClock('2026-03-09T23:59:59.999999+08:00', true);
    done(await object(app, tender, 'supplier-hujiang'));
    const late = await announced(app, 'emergency');
    expect(refused(await object(app, late))).toEqual([422, ['single-source.objection-late']]);
    expect(await audited(app, 'single-source.objection-refused', late.id)).toBe(1);
    expect(await audited(app, 'single-source.objection-refused', tender.id)).toBe(2);
  });

  it('at the end of the notice is late, and that is recorded', async () => {
    const tender = await announced(app, 'other');
    await app.setClock('2026-03-10T00:00:00+08:00', true);
    const answer = await object(app, tender);
    expect(refused(answer)).toEqual([422, ['single-source.objection-late']]);
    expect(answer.body.errors?.[0]?.derivation).toMatchObject({ result: '2026-03-09' });
    expect(await audited(app, 'single-source.objection-refused', tender.id)).toBe(1);
  });

  it('needs a verified supplier and an announced single source', async () => {
    const tender = await announced(app, 'other');
    const verified = `UPDATE organizations SET verification = CASE WHEN $2::timestamptz IS NULL THEN 'pending' ELSE 'verified' END,
                             verified_at = $2, verified_by = $3 WHERE id = $1`;
    const id = await organizationOf(app, 'supplier-hujiang');
    const [before] = await app.sql<{ at: string; by: string }>(
      'SELECT utc_text(verified_at) AS at, verified_by AS by FROM organizations WHERE id = $1',
      [id],
    );
    await app.sql(verified, [id, null, null]);
    expect(refused(await object(app, tender, 'supplier-hujiang'))).toEqual([403, ['organization.not-verified']]);
    await app.sql(verified, [id, before?.at, before?.by]);
    const draft = await drafted(app, 'other');
    expect((await object(app, draft)).status).toBe(404);
    expect((await look(app, 'supplier-shenda', `${draft.path}/objections`)).status).toBe(404);
  });

  it('falls away with the procurement', async () => {
    const tender = await announced(app, 'other');
    const reason = { zh: '需求取消。', en: 'No longer needed.' };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/cancellation`, { code: 'chan-need', reason }, tender.path));
    expect(refused(await object(app, tender))).toEqual([409, ['tender.wrong-state']]);
  });

  it('of one supplier by two requests at once is one', async () => {
    const tender = await announced(app, 'other');
    const answers = await Promise.all([object(app, tender), object(app, tender)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(await audited(app, 'single-source.objected', tender.id)).toBe(1);
  });
});

describe('the supplementary review', () => {
  const heard = async (): Promise<[SourceTender, string]> => {
    const tender = await announced(app, 'onlySupplier');
    return [tender, done(await object(app, tender)).body.id];
  };

  it('answers the objection once, tells the objector, and is published without its name', async () => {
    const [tender, id] = await heard();
    const answer = done(await review(app, tender, id, 'rejected'));
    expect(answer.body).toMatchObject({ state: 'rejected', version: 2, warnings: [] });
    const notice = done(await look(app, null, `${tender.path}/notices/2`)).body;
    expect(notice).toMatchObject({ kind: 'single-source', content: { review: { outcome: 'rejected', objectionId: id } } });
    expect(JSON.stringify(notice)).not.toContain(await organizationOf(app, 'supplier-shenda'));
    expect(await audited(app, 'single-source.objection-reviewed', tender.id)).toBe(1);
    expect(refused(await review(app, tender, id, 'upheld'))).toEqual([409, ['single-source.objection-reviewed']]);
    await app.drain();
    const told = await app.sql(`SELECT 1 FROM deliveries WHERE tender_id = $1 AND topic = 'single-source.objection-reviewed'`, [
      tender.id,
    ]);
    expect(told).toHaveLength(2);
  });

  it('is the procuring entity’s own, on the version it read, in both languages', async () => {
    const [tender, id] = await heard();
    const at = `${tender.path}/objections/${id}`;
    const body = { outcome: 'rejected', reasons: { zh: '不成立。', en: 'Unfounded.' } };
    expect((await act(app, 'procurer-port', 'post', `${at}/review`, body, at)).status).toBe(404);
    expect((await act(app, 'procurer-wang', 'post', `${at}/review`, body)).status).toBe(428);
    const stale = (await app.as('procurer-wang'))('post', `${at}/review`).set('if-match', '"7-open"');
    expect((await stale.send(body)).status).toBe(412);
    const chinese = await act(app, 'procurer-wang', 'post', `${at}/review`, { ...body, reasons: { zh: '不成立。' } }, at);
    expect(refused(chinese)).toEqual([422, ['notice.english-incomplete']]);
    const other = await announced(app, 'other');
    expect((await act(app, 'procurer-wang', 'post', `${other.path}/objections/${id}/review`, body, at)).status).toBe(404);
  });

  it('after its five working days is marked', async () => {
    const [tender, id] = await heard();
    await app.setClock('2026-03-17T00:00:00+08:00');
    const { body } = done(await review(app, tender, id, 'rejected'));
    expect(body['warnings']).toMatchObject([{ rule: 'single-source.review-overdue', severity: 'warning' }]);
  });
});

describe('the database', () => {
  it('keeps what was announced, and guards the award whatever the service does', async () => {
    const tender = await announced(app, 'other');
    await expect(app.sql('DELETE FROM single_sources WHERE tender_id = $1', [tender.id])).rejects.toThrow('append-only');
    const insert = `INSERT INTO awards (id, version, tender_id, supplier_id, procurer_id, amount, state, reasons, warnings, decided_by, decided_at,
        notice_version, standstill)
      SELECT gen_random_uuid(), 1, id, $2, procurer_id, 1, 'active', '{}', '[]', created_by, platform_now(), 1, '{}' FROM tenders WHERE id = $1`;
    await expect(app.sql(insert, [tender.id, tender.supplierId])).rejects.toThrow('single-source.notice-running');
    await expect(app.sql(insert, [tender.id, await organizationOf(app, 'supplier-shenda')])).rejects.toThrow(
      'single-source.other-supplier',
    );
    done(await object(app, tender));
    await app.setClock('2026-03-10T00:00:00+08:00');
    await expect(app.sql(insert, [tender.id, tender.supplierId])).rejects.toThrow('single-source.objection-open');
    const open = await drafted(app, 'other', { over: { method: 'open' } });
    await expect(app.sql(insert, [open.id, tender.supplierId])).rejects.toThrow('tender.wrong-state');
  });

  it('puts an award and an objection in one order: the instant that ends the notice is too late for one, in time for the other', async () => {
    const tender = await announced(app, 'other');
    await app.setClock('2026-03-10T00:00:00+08:00', true);
    const [awarded, objected] = await Promise.all([directly(app, tender, '2026-03-09'), object(app, tender)]);
    expect([awarded.status, objected.status, rulesOf(objected)]).toEqual([201, 422, ['single-source.objection-late']]);
  });

  it('lets one of two reviews at once answer', async () => {
    const tender = await announced(app, 'other');
    const { id } = done(await object(app, tender)).body;
    const answers = await Promise.all([review(app, tender, id, 'upheld'), review(app, tender, id, 'rejected')]);
    expect(answers.map((one) => one.status).filter((status) => status < 300)).toHaveLength(1);
    expect(await audited(app, 'single-source.objection-reviewed', tender.id)).toBe(1);
  });
});
