import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, look, rulesOf, tagOf } from '../journeys/steps.js';
import { approvedDisposal, endedTender, luActs, reason, secondAuditor, tagOfDisposal } from './ended.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await secondAuditor(app);
});
afterAll(() => app.close());

const order = { reason: { zh: '审计调查' }, authority: { zh: '上海市审计局' }, reference: '沪审调〔2041〕3号' };
const lastDay = '2041-03-02T23:59:59.999999+08:00';
const dayAfter = '2041-03-03T00:00:00+08:00';

const propose = (tenderId: string) => act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${tenderId}/disposals`, { reason });
const stateOf = async (id: string): Promise<unknown> =>
  done(await look(app, 'auditor-feng', `/v1/archive/disposals/${id}`)).body.state;

describe('a disposal (T21)', () => {
  it('is not proposed a day or a microsecond early', async () => {
    const id = await endedTender(app);
    for (const at of ['2041-03-02T00:00:00+08:00', lastDay]) {
      await app.setClock(at, true);
      const early = await propose(id);
      expect([early.status, ...rulesOf(early)]).toEqual([403, 'archive.retention-locked']);
    }
    expect(await audited(app, 'disposal.refused', id)).toBe(2);
    await app.setClock(dayAfter, true);
    expect(done(await propose(id)).body.state).toBe('proposed');
  });

  it('is approved by two, neither the proposer nor the same', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const path = `/v1/archive/disposals/${done(await propose(id)).body.id}`;
    expect((await act(app, 'supervisor-tang', 'post', `${path}/approvals`, {})).status).toBe(428);
    const own = await act(app, 'auditor-feng', 'post', `${path}/approvals`, {}, path);
    expect([own.status, ...rulesOf(own)]).toEqual([403, 'archive.disposal-same-person']);
    expect(done(await act(app, 'supervisor-tang', 'post', `${path}/approvals`, {}, path)).body.state).toBe('proposed');
    const twice = await act(app, 'supervisor-tang', 'post', `${path}/approvals`, {}, path);
    expect([twice.status, ...rulesOf(twice)]).toEqual([409, 'archive.disposal-approved-already']);
    expect(await audited(app, 'disposal.approval-refused', id)).toBe(2);
    const second = await luActs(app, `${path}/approvals`, {}, await tagOf(app, 'auditor-feng', path));
    expect(done(second).body).toMatchObject({ state: 'approved' });
    expect((second.body['approvals'] as unknown[]).length).toBe(2);
    const late = await act(app, 'supervisor-tang', 'post', `${path}/approvals`, {}, path);
    expect(rulesOf(late)).toEqual(['archive.disposal-decided']);
  });

  it('takes three people in the database, too, and its time, and no hold', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const disposal = done(await propose(id)).body.id;
    const approve = `INSERT INTO disposal_approvals (disposal_id, person_id, approved_at) SELECT $1, proposed_by, platform_now() FROM disposals WHERE id = $1`;
    await expect(app.sql(approve, [disposal])).rejects.toThrow('archive.disposal-same-person');
    const move = `UPDATE disposals SET state = 'approved' WHERE id = $1`;
    await expect(app.sql(move, [disposal])).rejects.toThrow('archive.disposal-same-person');
    await expect(app.sql(`UPDATE disposals SET state = 'executed' WHERE id = $1`, [disposal])).rejects.toThrow(
      'archive.disposal-decided',
    );
    for (const subject of ['supervisor-tang', 'auditor-lu'])
      await app.sql(
        `INSERT INTO disposal_approvals (disposal_id, person_id, approved_at) SELECT $1, id, platform_now() FROM people WHERE subject = $2`,
        [disposal, subject],
      );
    await app.setClock(lastDay, true);
    await expect(app.sql(move, [disposal])).rejects.toThrow('archive.retention-locked');
    await expect(app.sql('SELECT destroy_record($1)', [disposal])).rejects.toThrow('archive.disposal-decided');
  });

  it('is refused under a hold, and stopped by one that comes between approval and deletion', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const disposal = await approvedDisposal(app, id);
    done(await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${id}/holds`, order));
    expect(await stateOf(disposal)).toBe('stopped');
    await app.drain();
    expect(await app.sql('SELECT id FROM tenders WHERE id = $1', [id])).toHaveLength(1);
    const held = await propose(id);
    expect([held.status, ...rulesOf(held)]).toEqual([403, 'archive.retention-locked', 'archive.under-hold']);
  });

  it('and a hold at the same moment leave one lawful outcome', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const disposal = await approvedDisposal(app, id);
    const [hold] = await Promise.all([act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${id}/holds`, order), app.drain()]);
    const gone = (await app.sql('SELECT id FROM tenders WHERE id = $1', [id])).length === 0;
    expect([hold.status, await stateOf(disposal)]).toEqual(gone ? [404, 'destroying'] : [201, 'stopped']);
  });

  it('is refused with reasons, and proposed again by the clock after a year', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const disposal = done(await propose(id)).body.id;
    const path = `/v1/archive/disposals/${disposal}`;
    const kept = { reason: { zh: '史料价值', en: 'Of historical value' } };
    done(await act(app, 'supervisor-tang', 'post', `${path}/refusal`, kept, path));
    expect(rulesOf(await act(app, 'supervisor-tang', 'post', `${path}/refusal`, kept, path))).toEqual([
      'archive.disposal-decided',
    ]);
    await app.drain();
    const proposals = (): Promise<unknown[]> => app.sql('SELECT state FROM disposals WHERE tender_id = $1 ORDER BY id', [id]);
    expect(await proposals()).toEqual([{ state: 'refused' }]);
    await app.setClock('2042-03-04T00:00:00+08:00');
    await app.drain();
    expect(await proposals()).toEqual([{ state: 'refused' }, { state: 'proposed' }]);
    expect(rulesOf(await propose(id))).toEqual(['archive.disposal-pending']);
  });

  it('approved by two at once is approved once', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const path = `/v1/archive/disposals/${done(await propose(id)).body.id}`;
    const etag = await tagOfDisposal(app, path.split('/').at(-1) ?? '');
    const both = await Promise.all([
      act(app, 'supervisor-tang', 'post', `${path}/approvals`, {}, etag),
      luActs(app, `${path}/approvals`, {}, etag),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
  });

  it('waits for a procurement that is founded on it', async () => {
    await app.setClock(dayAfter);
    const id = await endedTender(app);
    const later = await endedTender(app, '2030-01-01', '2045-01-01');
    await app.sql('ALTER TABLE tenders DISABLE TRIGGER USER');
    await app.sql('UPDATE tenders SET retender_of = $1 WHERE id = $2', [id, later]);
    await app.sql('ALTER TABLE tenders ENABLE TRIGGER USER');
    const early = await propose(id);
    expect([early.status, ...rulesOf(early)]).toEqual([409, 'archive.needed-elsewhere']);
  });

  it('is nothing to others', async () => {
    expect((await look(app, 'procurer-wang', '/v1/archive/disposals')).status).toBe(403);
    expect((await look(app, 'auditor-feng', '/v1/archive/disposals/00000000-0000-7000-8000-000000000001')).status).toBe(404);
    const { items } = done(await look(app, 'auditor-feng', '/v1/archive/disposals?state=stopped')).body as unknown as {
      items: { state: string }[];
    };
    expect(new Set(items.map((one) => one.state))).toEqual(new Set(['stopped']));
    expect((await look(app, 'auditor-feng', '/v1/archive/disposals?state=none')).status).toBe(422);
  });
});
