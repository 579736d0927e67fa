import { startTestApp, type TestApp } from '../app.js';
import { act, answered, audited, done, look, rulesOf, type Answered, type JourneyTender } from '../journeys/steps.js';
import {
  applicants,
  applied,
  apply,
  decide,
  limited,
  points,
  prequalifying,
  received,
  shortlist,
  told,
  unmet,
} from '../prequalification/invited.js';
import { dutiesOf } from './exclusions.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app.close());

const ask = (tender: JourneyTender, client = 'supplier-shenda'): Promise<Answered> =>
  act(app, client, 'post', `${tender.path}/applications/mine/debriefs`);
const refusal = (answer: Answered): unknown[] => [answer.status, ...rulesOf(answer)];

describe('a debriefing on an application (art. 56)', () => {
  it('is owed to who failed the prequalification, from that decision on', async () => {
    const tender = await applied(app);
    expect(refusal(await ask(tender))).toEqual([409, 'debrief.before-decision']);
    const ids = await received(app, tender);
    done(
      await decide(app, tender, ids['supplier-shenda'] ?? '', {
        outcome: 'not-qualified',
        reasons: unmet,
        requirementIds: ['service'],
      }),
    );
    done(await decide(app, tender, ids['supplier-hujiang'] ?? ''));
    expect(refusal(await ask(tender, 'supplier-hujiang'))).toEqual([409, 'debrief.before-decision']);
    const both = await Promise.all([ask(tender), ask(tender)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.flatMap(rulesOf)).toEqual(['debrief.already-requested']);
    const asked = both.find((one) => one.status === 201) as Answered;
    expect(asked.body).toMatchObject({
      state: 'requested',
      awardId: null,
      applicationId: ids['supplier-shenda'],
      dueOn: '2026-04-02',
      overdue: false,
      derivation: { force: 'policy', days: 3 },
      ownResult: { rank: null, total: null, rejectedFor: [unmet] },
    });
    const path = `/v1/debriefs/${asked.body.id}`;
    for (const stranger of ['supplier-hujiang', 'procurer-port', 'reviewer-xu'])
      expect((await look(app, stranger, path)).status).toBe(404);
    await app.drain();
    expect(await told(app, tender, 'debrief.requested', 'procurer-wang')).toBe(1);
    expect(await audited(app, 'debrief.requested', tender.id)).toBe(1);
    await app.setClock('2026-04-03T00:00:00+08:00');
    await app.drain();
    expect((await look(app, 'supplier-shenda', path)).body).toMatchObject({ overdue: true });
    expect(await audited(app, 'debrief.lapsed', tender.id)).toBe(1);
    expect(await dutiesOf(app, 'procurer-wang', 'debrief.answer')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'debrief', id: asked.body.id }, overdue: true }),
    );
    const answered = await act(app, 'procurer-wang', 'post', `${path}/answer`, { reasons: unmet });
    expect(answered.body).toMatchObject({ state: 'answered', overdue: false, answer: { reasons: unmet } });
  });

  it('is owed to who qualified and is not invited, not to who is, nor to who did not apply', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const tender = await prequalifying(app, { prequalification: { ...limited, maxSuppliers: 2 } });
    const [first] = applicants;
    for (const client of applicants) done(await apply(app, tender, client));
    await app.setClock('2026-03-30T09:00:00+08:00');
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/conflict-declarations`, { hasConflict: false }));
    const ids = await received(app, tender);
    for (const [at, client] of applicants.entries())
      done(await decide(app, tender, ids[client] ?? '', { points: points(`${at + 1}0`, '10') }));
    expect(refusal(await ask(tender, first))).toEqual([409, 'debrief.before-decision']);
    done(await shortlist(app, tender));
    const asked = done(await ask(tender, first));
    expect(asked.body).toMatchObject({ ownResult: { rank: 3, total: null, rejectedFor: [] } });
    expect(refusal(await ask(tender, 'supplier-rheinland'))).toEqual([403, 'debrief.not-unsuccessful']);
    await app.setClock('2026-03-02T09:00:00+08:00');
    const open = await prequalifying(app);
    expect(refusal(await ask(open, first))).toEqual([403, 'debrief.not-unsuccessful']);
    done(await apply(app, open, first));
    done(answered(await (await app.as(first))('delete', `${open.path}/applications/mine`)));
    expect(refusal(await ask(open, first))).toEqual([403, 'debrief.not-unsuccessful']);
  });
});
