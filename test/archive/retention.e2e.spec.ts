import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, look, rulesOf } from '../journeys/steps.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { endedTender, luActs, secondAuditor } from './ended.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await secondAuditor(app);
});
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

interface Told {
  closingEvents: { kind: string; closedOn: string }[];
  openMatters: string[];
  endedOn: string;
  retainUntil: string;
  disposableFrom: string | null;
  underHold: boolean;
  derivation: { years: number; result: string; arithmetic: { zh: string; en: string } };
}

const retention = async (id: string): Promise<Told> =>
  done(await look(app, 'auditor-feng', `/v1/archive/tenders/${id}/retention`)).body as unknown as Told;

/** As the procedure of another authority would, which the platform learns of. */
const closedElsewhere = (tenderId: string, on: string): Promise<unknown> =>
  app.sql(
    `INSERT INTO closing_events (id, tender_id, kind, subject_id, closed_on, recorded_at) VALUES ($1, $2, 'court-decision', $1, $3, platform_now())`,
    [newId(), tenderId, on],
  );

describe('the end of a procurement', () => {
  it('is the latest closing event, explained with article and arithmetic', async () => {
    const id = await endedTender(app);
    const told = await retention(id);
    expect(told).toMatchObject({
      endedOn: '2026-03-02',
      retainUntil: '2041-03-02',
      disposableFrom: '2041-03-03',
      openMatters: [],
    });
    expect(told.closingEvents).toEqual([{ kind: 'recorded-end', subjectId: id, closedOn: '2026-03-02' }]);
    expect(told.derivation).toMatchObject({ article: 57, force: 'plan', years: 15, result: '2041-03-02' });
    expect(told.derivation.arithmetic.zh).toContain('2041-03-02');
  });

  it('moves with a decision that comes after it, and never back', async () => {
    const id = await endedTender(app);
    await closedElsewhere(id, '2027-05-10');
    await closedElsewhere(id, '2025-01-01');
    await app.drain();
    expect(await app.sql('SELECT ended_on, retain_until FROM tenders WHERE id = $1', [id])).toEqual([
      { ended_on: '2027-05-10', retain_until: '2042-05-10' },
    ]);
    expect(await audited(app, 'tender.retention-extended', id)).toBe(1);
    expect((await retention(id)).closingEvents.map((one) => one.closedOn)).toEqual(['2025-01-01', '2027-05-10']);
  });

  it.each([`retain_until = '2041-03-01'`, 'retain_until = NULL', `ended_on = '2026-03-01'`, 'ended_on = NULL'])(
    'is not shortened by %s, whoever asks (T21)',
    async (change) => {
      const id = await endedTender(app);
      await expect(app.sql(`UPDATE tenders SET ${change} WHERE id = $1`, [id])).rejects.toThrow('archive.retention-shortened');
    },
  );

  it('is nothing to whom the archive is closed', async () => {
    const id = await endedTender(app);
    expect((await look(app, 'procurer-wang', `/v1/archive/tenders/${id}/retention`)).status).toBe(403);
    expect((await look(app, 'auditor-feng', `/v1/archive/tenders/${newId()}/retention`)).status).toBe(404);
  });
});

describe('a legal hold', () => {
  const order = {
    reason: { zh: '刑事侦查' },
    authority: { zh: '上海市公安局浦东分局' },
    reference: '沪公浦（经）调证字〔2026〕12号',
  };
  const release = { reason: { zh: '侦查终结', en: 'The inquiry is over' } };

  async function placed(tenderId: string, body: object = order): Promise<string> {
    const { number } = done(await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${tenderId}/holds`, body))
      .body as unknown as {
      number: number;
    };
    return `/v1/archive/tenders/${tenderId}/holds/${number}`;
  }

  it('stands beside others and is released by another person, once', async () => {
    const id = await endedTender(app);
    const [first, second] = [await placed(id), await placed(id, { ...order, reference: '（2026）沪01民初7号' })];
    expect([first, second].map((one) => one.slice(-1))).toEqual(['1', '2']);
    expect(await retention(id)).toMatchObject({ underHold: true, disposableFrom: null, retainUntil: '2041-03-02' });
    const own = await act(app, 'auditor-feng', 'post', `${first}/release`, release, first);
    expect([own.status, ...rulesOf(own)]).toEqual([403, 'archive.hold-same-person']);
    expect(await audited(app, 'legal-hold.release-refused', id)).toBe(1);
    done(await act(app, 'supervisor-tang', 'post', `${first}/release`, release, first));
    const again = await act(app, 'supervisor-tang', 'post', `${first}/release`, release, first);
    expect([again.status, ...rulesOf(again)]).toEqual([409, 'archive.hold-released']);
    expect((await retention(id)).underHold).toBe(true);
    done(await act(app, 'supervisor-tang', 'post', `${second}/release`, release, second));
    expect(await retention(id)).toMatchObject({ underHold: false, disposableFrom: '2041-03-03' });
    expect([await audited(app, 'legal-hold.placed', id), await audited(app, 'legal-hold.released', id)]).toEqual([2, 2]);
    const { items } = done(await look(app, 'auditor-feng', `/v1/archive/tenders/${id}/holds`)).body as unknown as {
      items: unknown[];
    };
    expect(items).toHaveLength(2);
  });

  it('is released by one of two at once', async () => {
    const id = await endedTender(app);
    const hold = await placed(id);
    const etag = (await look(app, 'auditor-feng', hold)).headers['etag'] ?? '';
    const both = await Promise.all([
      act(app, 'supervisor-tang', 'post', `${hold}/release`, release, etag),
      luActs(app, `${hold}/release`, release, etag),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
  });

  it('takes two people in the database, too', async () => {
    const id = await endedTender(app);
    await placed(id);
    const alone = `UPDATE legal_holds SET released_by = placed_by, released_at = platform_now(), release_reason = '{}' WHERE tender_id = $1`;
    await expect(app.sql(alone, [id])).rejects.toThrow('legal_holds_two_persons');
    await expect(app.sql('DELETE FROM legal_holds WHERE tender_id = $1', [id])).rejects.toThrow('append-only');
  });

  it.each(['0', '99', 'x', '1e1'])('%s of a procurement is not there', async (number) => {
    const id = await endedTender(app);
    await placed(id);
    expect((await look(app, 'auditor-feng', `/v1/archive/tenders/${id}/holds/${number}`)).status).toBe(404);
  });

  it('needs reason, authority and reference, and a procurement', async () => {
    const id = await endedTender(app);
    expect((await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${id}/holds`, {})).status).toBe(422);
    expect((await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${newId()}/holds`, order)).status).toBe(404);
    expect((await act(app, 'procurer-wang', 'post', `/v1/archive/tenders/${id}/holds`, order)).status).toBe(403);
  });
});
