import { NotDue } from '../../src/platform/due-sweeper.js';
import { overdueReplies } from '../../src/challenges/watched-deadlines.js';
import { RemindOfDeadlines } from '../../src/challenges/remind-of-deadlines.js';
import { Reads } from '../../src/platform/reads.js';
import { rounds, tellCounts } from '../prove.js';
import { audited, challenge, complain, filed, publishedTender, reply, startDocket, type DocketApp } from './docket.js';

tellCounts(`races of a deadline: ${rounds(1, 10).length} round(s)`);

describe('a deadline of a case is watched', () => {
  let app: DocketApp;

  beforeAll(async () => {
    app = await startDocket();
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  async function told(subjectId: string): Promise<string[]> {
    const rows = await app.sql<{ organization: string; topic: string; kind: string }>(
      `SELECT delivery.organization_id AS organization, delivery.topic, payload.payload::json #>> '{payload,kind}' AS kind FROM deliveries delivery
         JOIN audit_payloads payload ON payload.entry_id = delivery.entry_id
        WHERE delivery.subject_id = $1 AND delivery.topic LIKE 'deadline.%' AND delivery.organization_id IS NOT NULL ORDER BY delivery.id`,
      [subjectId],
    );
    const nameOf = (id: string): string => Object.entries(app.orgs).find(([, one]) => one === id)?.[0] ?? id;
    return rows.map((row) => `${row.topic} ${row.kind} ${nameOf(row.organization)}`);
  }

  async function rows(caseId: string): Promise<Record<string, unknown>[]> {
    return app.sql(
      `SELECT kind, last_day::text AS "lastDay", outcome, overdue_at IS NOT NULL AS overdue, reminded_at IS NOT NULL AS reminded
         FROM watched_deadlines WHERE case_id = $1 ORDER BY id`,
      [caseId],
    );
  }

  it('the reply: a reminder a working day before, overdue after the last day, each once', async () => {
    const { id } = await challenge(await app.as('supplier-shenda'), await publishedTender(app));
    await app.setClock('2026-03-09T23:59:59.999999+08:00', true);
    await app.drain();
    expect(await told(id)).toEqual([]);
    await app.setClock('2026-03-10T00:00:00+08:00', true);
    await app.drain();
    await app.drain();
    expect(await told(id)).toEqual(['deadline.reminder challenge.reply hospital']);
    await app.setClock('2026-03-11T23:59:59.999999+08:00', true);
    await app.drain();
    expect(await told(id)).toHaveLength(1);
    await app.setClock('2026-03-12T00:00:00+08:00', true);
    await app.drain();
    await app.drain();
    expect((await told(id)).slice(1).sort()).toEqual([
      'deadline.overdue challenge.reply hospital',
      'deadline.overdue challenge.reply shenda',
    ]);
    expect((await audited(app, id)).filter((type) => type.startsWith('deadline.'))).toEqual([
      'deadline.reminder',
      'deadline.overdue',
    ]);
    const counted = await overdueReplies(app.app.get(Reads), [app.orgs['hospital'] as string]);
    expect(counted.get(app.orgs['hospital'] as string)).toBeGreaterThan(0);
    expect((await reply(app, id)).status).toBe(201);
    expect((await rows(id))[0]).toEqual({
      kind: 'challenge.reply',
      lastDay: '2026-03-11',
      outcome: 'met',
      overdue: true,
      reminded: true,
    });
  });

  it.each(rounds(1, 10))('once, by two workers at once (%i)', async () => {
    const { id } = await challenge(await app.as('supplier-shenda'), await publishedTender(app));
    const [row] = await app.sql<{ id: string }>(
      `SELECT id FROM watched_deadlines WHERE case_id = $1 AND kind = 'challenge.reply'`,
      [id],
    );
    await app.setClock('2026-03-12T00:00:00+08:00');
    const worker = app.app.get(RemindOfDeadlines);
    const both = await Promise.allSettled([worker.run(String(row?.id)), worker.run(String(row?.id))]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.flatMap((one) => (one.status === 'rejected' ? [one.reason instanceof NotDue] : []))).toEqual([true]);
    expect((await audited(app, id)).filter((type) => type === 'deadline.overdue')).toHaveLength(1);
  });

  it('a late act writes the overdue down where no worker was there', async () => {
    const { id } = await challenge(await app.as('supplier-shenda'), await publishedTender(app));
    await app.setClock('2026-03-13T09:00:00+08:00');
    expect((await reply(app, id)).status).toBe(201);
    await app.drain();
    expect((await audited(app, id)).filter((type) => type.startsWith('deadline.'))).toEqual(['deadline.overdue']);
  });

  it('a completion stops the reply, and what completes it begins it anew', async () => {
    const supplier = await app.as('supplier-shenda');
    const { id } = await challenge(supplier, await publishedTender(app));
    const ask = (await app.as('procurer-wang'))('post', `/v1/challenges/${id}/completion-request`);
    expect((await ask.send({ missing: { zh: '请补充事实依据' } })).status).toBe(201);
    await app.setClock('2026-03-12T09:00:00+08:00');
    await app.drain();
    expect((await told(id)).filter((one) => one.includes('challenge.reply'))).toEqual([]);
    const facts = { matters: [{ matter: '2', evidence: ['附件一'] }] };
    expect((await supplier('post', `/v1/challenges/${id}/completion`).send(facts)).status).toBe(201);
    expect((await rows(id)).map(({ kind, lastDay, outcome }) => [kind, lastDay, outcome])).toEqual([
      ['challenge.reply', '2026-03-11', 'dropped'],
      ['complaint.file', '2026-04-01', 'replaced'],
      ['challenge.reply', '2026-03-23', null],
      ['complaint.file', '2026-04-14', null],
    ]);
  });

  it('ends with a withdrawal', async () => {
    const supplier = await app.as('supplier-shenda');
    const { id } = await challenge(supplier, await publishedTender(app));
    await supplier('post', `/v1/challenges/${id}/withdrawal`).send({});
    await app.setClock('2026-04-20T09:00:00+08:00');
    await app.drain();
    expect(await told(id)).toEqual([]);
  });

  it('the last day to complain: the supplier is reminded, and nobody is late', async () => {
    const { id } = await challenge(await app.as('supplier-shenda'), await publishedTender(app));
    await reply(app, id);
    await app.setClock('2026-03-31T00:00:00+08:00');
    await app.drain();
    expect(await told(id)).toEqual(['deadline.reminder complaint.file shenda']);
    await app.setClock('2026-04-20T09:00:00+08:00');
    await app.drain();
    expect(await told(id)).toHaveLength(1);
  });

  it('has no reminder while the calendar of its year is missing, and has one once it is there', async () => {
    await app.setClock('2026-12-28T09:00:00+08:00');
    const { id } = await challenge(await app.as('supplier-shenda'), await publishedTender(app));
    await app.setClock('2027-01-07T09:00:00+08:00');
    await app.drain();
    expect(await told(id)).toEqual([]);
    const registrar = await app.as('registrar');
    const year = { off: ['2027-01-01'], work: [], source: '国务院办公厅关于2027年部分节假日安排的通知' };
    expect((await registrar('put', '/v1/calendar/2027').send(year)).status).toBeLessThan(300);
    await app.drain();
    expect((await rows(id)).map((one) => one['lastDay'])).toEqual(['2027-01-07', '2027-01-28']);
    expect(await told(id)).toEqual(['deadline.reminder challenge.reply hospital']);
  });

  it('in works the decision is owed from the acceptance on; the end of a suspension is reminded of; all ends with the case', async () => {
    const [supplier, xu] = [await app.as('supplier-shenda'), await app.as('reviewer-xu')];
    const { id } = await challenge(supplier, await publishedTender(app, { category: 'works' }));
    await app.setClock('2026-03-12T09:00:00+08:00');
    const body = { matters: [{ matter: '1' }], reviewBodyId: app.orgs['finance'] };
    const complaint = filed(await complain(supplier, id, body));
    const act = (what: string, etag: string, sent: object) =>
      xu('post', `/v1/complaints/${complaint.id}/${what}`).set('if-match', etag).send(sent);
    const kinds = async () => (await rows(complaint.id)).map(({ kind, lastDay, outcome }) => [kind, lastDay, outcome]);
    expect((await kinds()).map(([kind]) => kind)).toEqual(['complaint.admissibility', 'complaint.respondent-notice']);
    expect((await reply(app, id)).status).toBe(201);
    expect((await rows(id)).map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['challenge.reply', 'met'],
      ['complaint.file', 'met'],
    ]);
    const accepted = filed(await act('acceptance', complaint.etag, {}));
    expect((await kinds()).slice(-2)).toEqual([
      ['complaint.decision', '2026-04-24', null],
      ['complaint.explanation', '2026-03-19', null],
    ]);
    const order = { endsOn: '2026-03-20', reasons: { zh: '防止损失扩大', en: 'To prevent greater harm' } };
    const suspended = filed(await act('suspension', accepted.etag, order));
    await app.setClock('2026-03-19T09:00:00+08:00');
    await app.drain();
    expect((await told(complaint.id)).sort()).toEqual([
      'deadline.reminder complaint.explanation hospital',
      'deadline.reminder suspension.end finance',
      'deadline.reminder suspension.end hospital',
    ]);
    expect((await supplier('post', `/v1/complaints/${complaint.id}/withdrawal`).send({})).status).toBe(201);
    expect(suspended.id).toBe(complaint.id);
    expect((await kinds()).map(([kind, , outcome]) => [kind, outcome])).toEqual([
      ['complaint.admissibility', 'met'],
      ['complaint.respondent-notice', 'met'],
      ['complaint.decision', 'dropped'],
      ['complaint.explanation', 'dropped'],
      ['suspension.end', 'dropped'],
      ['suspension.end', 'dropped'],
    ]);
  });

  it('what the review authority owes is told to it, and overdue to all three', async () => {
    const supplier = await app.as('supplier-shenda');
    const { id } = await challenge(supplier, await publishedTender(app));
    await reply(app, id);
    const complaint = filed(await complain(supplier, id, { matters: [{ matter: '1' }], request: { zh: '撤销' } }));
    expect((await rows(id)).map((one) => one['outcome'])).toEqual(['met', 'met']);
    await app.setClock('2026-03-06T09:00:00+08:00');
    await app.drain();
    expect(await told(complaint.id)).toEqual(['deadline.reminder complaint.admissibility finance']);
    await app.setClock('2026-03-10T09:00:00+08:00');
    await app.drain();
    expect((await told(complaint.id)).slice(1).sort()).toEqual([
      'deadline.overdue complaint.admissibility finance',
      'deadline.overdue complaint.admissibility hospital',
      'deadline.overdue complaint.admissibility shenda',
    ]);
  });
});
