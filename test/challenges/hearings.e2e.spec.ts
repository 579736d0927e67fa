import type { Caller } from '../app.js';
import { accepted, act, complained, items, rejected, seen } from './case.js';
import { audited, filed, rulesOf, startDocket, type DocketApp } from './docket.js';
import { heard } from './heard.js';

const place = { zh: '临港新片区政务中心201室', en: 'Room 201, Lingang Civic Centre' };
const call = { at: '2026-03-05T14:00:00+08:00', place, languages: ['zh', 'en'] };
const reasons = { zh: '当事人申请改期', en: 'A party asked for another day' };
const minutes = {
  text: { zh: '双方就第3.2条陈述意见。', en: 'Both sides spoke on clause 3.2.' },
  attendance: [
    { name: '沈达', present: true },
    { name: '王采购', role: { zh: '采购人代表' }, present: false },
  ],
};

describe('a hearing (听证)', () => {
  let app: DocketApp;
  let xu: Caller;
  let shenda: Caller;

  beforeAll(async () => {
    app = await startDocket();
    [xu, shenda] = [await app.as('reviewer-xu'), await app.as('supplier-shenda')];
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  it('is called with three working days of notice, tells the parties, and holds the decision back until its minutes', async () => {
    const { id, etag } = await accepted(app);
    await heard(app, id);
    expect((await act(xu, id, 'hearings', call)).status).toBe(428);
    const short = await act(xu, id, 'hearings', { ...call, at: '2026-03-04T23:59:59+08:00' }, etag);
    expect([short.status, rulesOf(short)]).toEqual([422, ['complaint.hearing-notice-short']]);
    const one = filed(await act(xu, id, 'hearings', call, etag));
    const parties = [app.orgs['shenda'], app.orgs['hospital']];
    expect(one.body).toMatchObject({
      number: 1,
      state: 'called',
      at: '2026-03-05T06:00:00.000000Z',
      invited: parties,
      minutes: null,
    });
    expect(rulesOf(await act(xu, id, 'hearings', call, etag))).toEqual(['complaint.hearing-open']);
    const held = await act(xu, id, 'decision', rejected, etag);
    expect([held.status, rulesOf(held)]).toEqual([409, ['complaint.hearing-open']]);
    const early = await act(xu, id, 'hearings/1/minutes', minutes);
    expect([early.status, rulesOf(early)]).toEqual([409, ['complaint.hearing-not-held']]);
    await app.setClock('2026-03-05T16:00:00+08:00');
    expect(rulesOf(await act(xu, id, 'decision', rejected, etag))).toEqual(['complaint.hearing-open']);
    const half = await act(xu, id, 'hearings/1/minutes', { ...minutes, text: { zh: minutes.text.zh } });
    expect([half.status, rulesOf(half)]).toEqual([422, ['complaint.minutes-english-missing']]);
    const both = await Promise.all([act(xu, id, 'hearings/1/minutes', minutes), act(xu, id, 'hearings/1/minutes', minutes)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(both.filter((answer) => answer.status === 409).map(rulesOf)).toEqual([['complaint.hearing-closed']]);
    for (const reader of [shenda, await app.as('procurer-wang'), xu])
      expect(items(await seen(reader, id, '/hearings'))).toMatchObject([
        {
          state: 'held',
          minutes: { text: minutes.text, attendance: [{ name: '沈达', present: true, organizationId: null }, {}] },
        },
      ]);
    filed(await act(xu, id, 'decision', rejected, etag));
    expect((await audited(app, id)).filter((type) => type.startsWith('hearing.'))).toEqual(['hearing.called', 'hearing.minuted']);
    await expect(app.sql(`UPDATE complaint_hearings SET minutes = '{}' WHERE complaint_id = $1`, [id])).rejects.toThrow(
      'hearing-closed',
    );
    await expect(app.sql('DELETE FROM complaint_hearings WHERE complaint_id = $1', [id])).rejects.toThrow('hearing-closed');
  });

  it('may be cancelled with reasons, and called again', async () => {
    const { id, etag } = await accepted(app);
    filed(await act(xu, id, 'hearings', { ...call, invited: [app.orgs['hospital']], link: 'https://hearing.example/1' }, etag));
    expect((await act(xu, id, 'hearings/1/cancellation', {})).status).toBe(422);
    const gone = filed(await act(xu, id, 'hearings/1/cancellation', { reasons }));
    expect(gone.body).toMatchObject({ state: 'cancelled', cancellation: { reasons } });
    expect(rulesOf(await act(xu, id, 'hearings/1/cancellation', { reasons }))).toEqual(['complaint.hearing-closed']);
    expect(rulesOf(await act(xu, id, 'hearings/1/minutes', minutes))).toEqual(['complaint.hearing-closed']);
    expect(filed(await act(xu, id, 'hearings', call, etag)).body).toMatchObject({ number: 2 });
    await app.setClock('2026-03-05T16:00:00+08:00');
    const chinese = { ...minutes, text: { zh: '仅中文。' }, noEnglishReason: { zh: '当事人均使用中文' } };
    const strange = { ...chinese, attendance: [{ name: '某人', organizationId: app.orgs['hujiang'], present: true }] };
    expect((await act(xu, id, 'hearings/2/minutes', strange)).status).toBe(422);
    expect(filed(await act(xu, id, 'hearings/2/minutes', chinese)).body).toMatchObject({ state: 'held' });
    expect((await audited(app, id)).filter((type) => type.startsWith('hearing.'))).toEqual([
      'hearing.called',
      'hearing.cancelled',
      'hearing.called',
      'hearing.minuted',
    ]);
  });

  it.each([
    ['no place', { ...call, place: undefined }, '#/place'],
    ['no language', { ...call, languages: [] }, '#/languages'],
    ['a language nobody asked for', { ...call, languages: ['fr'] }, '#/languages'],
    ['a time without offset', { ...call, at: '2026-03-05T14:00:00' }, '#/at'],
    ['a stranger', { ...call, invited: ['0190a0a0-0000-7000-8000-000000000000'] }, '#/invited/0'],
  ])('is not called with %s', async (_, body, pointer) => {
    const { id, etag } = await accepted(app);
    const answer = await act(xu, id, 'hearings', body, etag);
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toMatch(new RegExp(`^${pointer}`));
  });

  it('is a reviewer’s of the case to call, once it is accepted', async () => {
    const filedOnly = await complained(app);
    expect(rulesOf(await act(xu, filedOnly.id, 'hearings', call, filedOnly.etag))).toEqual(['complaint.wrong-state']);
    const { id, etag } = await accepted(app);
    expect((await act(await app.as('reviewer-health'), id, 'hearings', call, etag)).status).toBe(404);
    expect((await act(shenda, id, 'hearings', call, etag)).status).toBe(403);
    for (const number of ['1', '0', 'x']) expect((await act(xu, id, `hearings/${number}/minutes`, minutes)).status).toBe(404);
    await app.setClock('2026-12-30T09:00:00+08:00');
    const pending = await act(xu, id, 'hearings', { ...call, at: '2027-02-01T09:00:00+08:00' }, etag);
    expect([pending.status, rulesOf(pending)]).toEqual([422, ['calendar.year-missing']]);
  });
});
