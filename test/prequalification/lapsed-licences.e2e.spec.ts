import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { dutiesOf } from '../awards/exclusions.js';
import { act, done, evaluate, rulesOf, submit, look, type JourneyTender, type Opened } from '../journeys/steps.js';
import {
  addLicence,
  apply,
  bidsClose,
  decide,
  decisionDay,
  declareNone,
  invite,
  judgeLicence,
  organizationOf,
  opening,
  prequalifying,
  received,
  shortlist,
  start,
} from './invited.js';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const lapsing = 'supplier-rheinland';
const others = ['supplier-shenda', 'supplier-hujiang'];

/** All have applied and qualify; the licence of one runs out on `validTo`. */
async function decided(validTo: string): Promise<JourneyTender> {
  await app.setClock(start);
  const tender = await prequalifying(app);
  for (const client of others) done(await apply(app, tender, client));
  const licenceId = await addLicence(app, lapsing, { validTo });
  const statements = [
    { requirementId: 'device-licence', text: '许可证在有效期内。', licenceId },
    { requirementId: 'service', text: '在浦东设有服务站。' },
  ];
  done(await act(app, lapsing, 'post', `${tender.path}/applications`, { statements }));
  await app.setClock(decisionDay);
  await declareNone(app, tender);
  for (const id of Object.values(await received(app, tender))) done(await decide(app, tender, id));
  return tender;
}

describe('a licence that runs out during the procedure (art. 58)', () => {
  it('stops the shortlist until it is renewed, and is a duty of both sides', async () => {
    const tender = await decided('2026-03-29');
    const refused = await shortlist(app, tender);
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['licence.invalid']]);
    expect(await dutiesOf(app, lapsing, 'licence.renew')).toMatchObject([
      { tenderId: tender.id, subject: { kind: 'application' } },
    ]);
    expect(await dutiesOf(app, 'procurer-wang', 'licence.follow-up')).toHaveLength(1);
    for (const stranger of ['supplier-shenda', 'procurer-port'])
      for (const kind of ['licence.renew', 'licence.follow-up']) expect(await dutiesOf(app, stranger, kind)).toEqual([]);
    await addLicence(app, lapsing, { type: '营业执照' });
    expect(rulesOf(await shortlist(app, tender))).toEqual(['licence.invalid']);
    await addLicence(app, lapsing, { number: '沪药监械经营许20269999号' });
    expect(await dutiesOf(app, lapsing, 'licence.renew')).toEqual([]);
    done(await shortlist(app, tender));
  });

  it('stops the award to its holder until it is renewed', async () => {
    const tender = await decided('2026-05-11');
    done(await shortlist(app, tender));
    done(await invite(app, tender, bidsClose));
    const clients = [...others, lapsing];
    for (const client of clients) done(await submit(app, tender, client));
    await app.setClock(opening);
    await openTogether(app, tender.locked);
    const { bids } = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as { bids: { bidId: string }[] };
    const opened: Opened = { ...tender, bids: Object.fromEntries(clients.map((one, at) => [one, bids[at]?.bidId ?? ''])) };
    await declareNone(app, tender, 'evaluator-chen');
    done(await evaluate(app, opened));
    await app.setClock('2026-05-12T09:00:00+08:00');
    const reasons = { zh: '综合得分最高。', en: 'The highest overall score.' };
    const award = () =>
      act(app, 'procurer-wang', 'post', `${tender.path}/awards`, { bidId: opened.bids[lapsing], reasons }, tender.path);
    const refused = await award();
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['licence.invalid']]);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/bidId' }]);
    await addLicence(app, lapsing, { number: '沪药监械经营许20269999号' });
    done(await award());
  });
});

describe('a licence that the registrar has not verified (art. 58)', () => {
  it('stops the shortlist, whether it waits or was refused', async () => {
    const tender = await decided('2028-12-31');
    const list = `/v1/organizations/${await organizationOf(app, lapsing)}/licences`;
    const { items } = done(await look(app, lapsing, list)).body as unknown as { items: { id: string }[] };
    const path = `${list}/${items[0]?.id}`;
    const reason = { zh: '证照已注销。', en: 'It was cancelled.' };
    done(await judgeLicence(app, path, { decision: 'refused', reason }));
    const refused = await shortlist(app, tender);
    expect([refused.status, rulesOf(refused)]).toEqual([409, ['licence.not-verified']]);
    done(await judgeLicence(app, path));
    done(await shortlist(app, tender));
  });
});
