import type { Caller } from '../app.js';
import { audited, awardedTender, filed, publishedTender, resultLetter, rulesOf, startDocket, type DocketApp } from './docket.js';
import { act } from './case.js';
import { acceptedComplaint, both, decidedComplaint, upheld } from './decided.js';

describe('what a ruling orders (处理措施)', () => {
  let app: DocketApp;
  let [xu, procurer]: Caller[] = [];

  beforeAll(async () => {
    app = await startDocket();
    [xu, procurer] = [await app.as('reviewer-xu'), await app.as('procurer-wang')];
  }, 120_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  const by = (caller: Caller | undefined): Caller => caller as Caller;
  const decide = (id: string, etag: string, ruling: object) => act(by(xu), id, 'decision', ruling, etag);
  const remediesOf = async (id: string) => {
    const answer = await by(procurer)('get', `/v1/complaints/${id}/remedies`);
    return answer.body as { number: number; version: number; state: string; kind: string; doneBy: object | null }[];
  };
  const stateOf = async (tenderId: string) =>
    ((await app.http('get', `/v1/tenders/${tenderId}`)).body as { state: string }).state;

  it('fits the state of the procurement, goes one way and names the irregularity', async () => {
    const tenderId = await publishedTender(app);
    const { id, etag } = await acceptedComplaint(app, tenderId);
    const order = async (...kinds: string[]) =>
      rulesOf(await decide(id, etag, { ...upheld, remedies: kinds.map((kind) => ({ kind })) }));
    for (const kind of ['evaluation-redone', 'result-set-aside', 'qualification-redone', 'contract-stopped'])
      expect(await order(kind)).toEqual(['complaint.remedy-not-possible']);
    expect(await order('documents-changed', 'procedure-cancelled')).toEqual(['complaint.remedies-conflict']);
    expect(await order('clarification', 'clarification')).toEqual(['complaint.remedies-conflict']);
    const uncoded = upheld.findings.map(({ irregularity: _, ...one }) => one);
    expect(rulesOf(await decide(id, etag, { ...upheld, findings: uncoded }))).toEqual(['complaint.irregularity-missing']);
    const unknown = upheld.findings.map((one) => ({ ...one, irregularity: 'no-such-code' }));
    expect((await decide(id, etag, { ...upheld, findings: unknown })).status).toBe(422);
    const rejectedOne = {
      outcome: 'rejected',
      findings: upheld.findings.map((one) => ({ ...one, upheld: false })),
      reasons: both,
    };
    expect((await decide(id, etag, rejectedOne)).status).toBe(422);
    expect(await audited(app, id)).toEqual([
      'complaint.filed',
      'complaint.accepted',
      'complaint.explained',
      'complaint.reply-waived',
    ]);
  });

  it('is told to the procuring entity, falls due, and is found done by a reviewer of the case, once', async () => {
    const { id } = await decidedComplaint(app, await publishedTender(app), upheld);
    const duties = (await by(procurer)('get', '/v1/me/duties')).body as { items: { kind: string; dueOn: string }[] };
    expect(duties.items.filter((one) => one.kind === 'remedy.fulfil')).toMatchObject([{ dueOn: '2026-03-23' }]);
    const done = (caller: Caller | undefined, etag?: string, number: unknown = 1) =>
      act(by(caller), id, `remedies/${String(number)}/completion`, { reasons: both }, etag);
    await app.setClock('2026-03-24T00:00:00+08:00');
    await app.drain();
    expect(await remediesOf(id)).toMatchObject([{ number: 1, kind: 'clarification', state: 'overdue', version: 2 }]);
    expect((await done(xu)).status).toBe(428);
    expect((await done(xu, '"1-open"')).status).toBe(412);
    expect((await done(await app.as('reviewer-health'), '"2-overdue"')).status).toBe(404);
    expect((await done(procurer, '"2-overdue"')).status).toBe(403);
    for (const number of [2, 0, 'x', '1e3']) expect((await done(xu, '"2-overdue"', number)).status).toBe(404);
    const answers = await Promise.all([done(xu, '"2-overdue"'), done(xu, '"2-overdue"')]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(rulesOf(await done(xu, '"3-done"'))).toEqual(['remedy.wrong-state']);
    const [remedy] = await app.sql<{ id: string }>('SELECT id FROM ordered_remedies WHERE complaint_id = $1', [id]);
    expect(await audited(app, String(remedy?.id))).toEqual(['remedy.ordered', 'remedy.overdue', 'remedy.done']);
    await expect(app.sql(`UPDATE ordered_remedies SET state = 'open' WHERE id = $1`, [remedy?.id])).rejects.toThrow(
      'remedy.wrong-state',
    );
    expect((await (await app.as('supplier-hujiang'))('get', `/v1/complaints/${id}/remedies`)).status).toBe(404);
  });

  it('changed documents are shown by the amendment, bar the opening till then, and free no hold before', async () => {
    const tenderId = await publishedTender(app);
    const { id } = await decidedComplaint(app, tenderId, { ...upheld, remedies: [{ kind: 'documents-changed' }] });
    const by1 = await act(by(xu), id, 'remedies/1/completion', { reasons: both }, '"1-open"');
    expect([by1.status, rulesOf(by1)]).toEqual([409, ['remedy.shown-by-act']]);
    const release = `UPDATE procedure_holds SET released_at = platform_now() WHERE tender_id = $1 AND kind = 'remedy'`;
    await expect(app.sql(release, [tenderId])).rejects.toThrow('before its remedy is done');
    const reason = { zh: '采购需求变化。', en: 'Needs have changed.' };
    const { headers } = await app.http('get', `/v1/tenders/${tenderId}`);
    const ended = await by(procurer)('post', `/v1/tenders/${tenderId}/cancellation`)
      .set('if-match', String(headers['etag']))
      .send({ code: 'rev-body', reason });
    expect(ended.status).toBe(201);
    expect(await remediesOf(id)).toMatchObject([{ state: 'done', doneBy: { kind: 'tender' } }]);
  });

  it('the end of the procurement is the ruling’s own act', async () => {
    const tenderId = await publishedTender(app);
    const { id } = await decidedComplaint(app, tenderId, { ...upheld, remedies: [{ kind: 'procedure-cancelled' }] });
    expect(await stateOf(tenderId)).toBe('cancelled');
    expect(await remediesOf(id)).toMatchObject([{ kind: 'procedure-cancelled', state: 'done' }]);
    expect(await audited(app, tenderId)).toContain('tender.cancelled');
    const notices = await app.sql(`SELECT kind FROM tender_notices WHERE tender_id = $1 AND kind = 'cancellation'`, [tenderId]);
    expect(notices).toHaveLength(1);
  });

  it('an evaluation to be made again takes the award with it', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await awardedTender(app);
    const { id, etag } = await acceptedComplaint(app, tender.id, resultLetter);
    const unknown = [{ kind: 'evaluation-redone', lotIds: ['none'] }];
    expect((await decide(id, etag, { ...upheld, remedies: unknown })).status).toBe(422);
    filed(await decide(id, etag, { ...upheld, remedies: [{ kind: 'evaluation-redone' }] }));
    expect(await stateOf(tender.id)).toBe('opened');
    expect(await remediesOf(id)).toMatchObject([{ kind: 'evaluation-redone', state: 'open' }]);
    const rows = await app.sql('SELECT state FROM awards WHERE tender_id = $1', [tender.id]);
    expect(rows).toEqual([{ state: 'set-aside' }]);
  });

  it('a contract is stopped for everybody to see until a reviewer frees it', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await awardedTender(app);
    const { id, etag } = await acceptedComplaint(app, tender.id, resultLetter);
    await app.setClock('2026-06-15T09:00:00+08:00');
    // As if it had been signed before the challenge came.
    await app.sql('UPDATE procedure_holds SET released_at = platform_now() WHERE tender_id = $1', [tender.id]);
    const contract = filed(
      await by(procurer)('post', `/v1/tenders/${tender.id}/contracts`).send({
        awardId: tender.awardId,
        amount: { amount: '1100000.00', currency: 'CNY' },
      }),
    );
    filed(await decide(id, etag, { ...upheld, remedies: [{ kind: 'contract-stopped' }] }));
    const acceptance = {
      extent: 'final',
      outcome: 'accepted',
      heldOn: '2026-06-15',
      subject: { zh: '影像设备一套', en: 'One imaging system' },
      participants: [{ name: '王采购', organization: '临港新片区中心医院', side: 'procurer' }],
      findings: [{ requirement: '梯度强度不低于45 mT/m', met: true }],
    };
    const accept = () => by(procurer)('post', `/v1/contracts/${contract.id}/acceptances`).send(acceptance);
    const pay = () =>
      by(procurer)('post', `/v1/contracts/${contract.id}/payments`).send({
        title: { zh: '首付款', en: 'First payment' },
        amount: { amount: '100000.00', currency: 'CNY' },
        from: '2026-06-15',
      });
    const shown = async () => (await app.http('get', `/v1/contracts/${contract.id}`)).body as { stopped: boolean };
    expect((await shown()).stopped).toBe(true);
    for (const act of [accept, pay]) expect(rulesOf(await act())).toEqual(['contract.stopped']);
    const insert = `INSERT INTO contract_acceptances (id, contract_id, tender_id, number, extent, outcome, held_on, subject, participants, findings,
        recorded_by, recorded_at) SELECT $1, id, tender_id, 1, 'partial', 'accepted', '2026-06-15', '{}', '[]', '[]', signed_by, platform_now()
        FROM contracts WHERE id = $1`;
    await expect(app.sql(insert, [contract.id])).rejects.toThrow('contract.stopped');
    filed(await act(by(xu), id, 'remedies/1/completion', { reasons: both }, '"1-open"'));
    expect((await shown()).stopped).toBe(false);
    for (const act of [accept, pay]) expect((await act()).status).toBe(201);
  });
});
