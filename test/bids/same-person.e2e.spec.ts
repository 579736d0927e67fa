import { startTestApp, type Caller, type TestApp } from '../app.js';
import { done, published, rulesOf, type Answered, type JourneyTender } from '../journeys/steps.js';
import { actFor, bidFor, grant, organizationId, paper, year } from '../organizations/delegated.js';

let app: TestApp;
let shenda: string;
let hujiang: string;
let rival: Caller;

const samePerson = ['bid.same-person'];

beforeAll(async () => {
  app = await startTestApp();
  await app.setClock('2026-03-02T09:00:00+08:00');
  shenda = await organizationId(app, '上海申达');
  hujiang = await organizationId(app, '上海沪江');
  rival = await app.as('supplier-hujiang');
  const power = { subject: 'supplier-hujiang', acts: ['bid'], scope: 'all', ...year, evidence: paper };
  await grant(app, `/v1/organizations/${shenda}/powers-of-attorney`, power, 'supplier-shenda');
});
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

describe('one person hands in the bid of one bidder (实施条例 art. 40)', () => {
  const own = (tender: JourneyTender): Promise<Answered> => bidFor(rival, hujiang, tender, 'supplier-hujiang');
  const another = (tender: JourneyTender): Promise<Answered> => bidFor(rival, shenda, tender, 'supplier-shenda');

  it('not of its own firm and of a rival, until the first is withdrawn', async () => {
    const tender = await published(app);
    const mine = `${tender.path}/bids/mine`;
    done(await own(tender));
    const refused = await another(tender);
    expect(refused.status).toBe(409);
    expect(rulesOf(refused)).toEqual(samePerson);
    done(await actFor(rival, hujiang, 'delete', mine, undefined, mine));
    expect((await another(tender)).status).toBe(201);
    expect(rulesOf(await own(tender))).toEqual(samePerson);
    expect((await own(await published(app))).status).toBe(201);
  });

  it('withdraws whatever stands, also a bid that its own people handed in', async () => {
    const tender = await published(app);
    const mine = `${tender.path}/bids/mine`;
    done(await own(tender));
    done(await bidFor(await app.as('supplier-shenda'), shenda, tender, 'supplier-shenda'));
    done(await actFor(rival, shenda, 'delete', mine, undefined, mine));
  });

  it('of two at once: one', async () => {
    const tender = await published(app);
    const answers = await Promise.all([own(tender), another(tender)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(answers.flatMap((one) => (one.status === 409 ? rulesOf(one) : []))).toEqual(samePerson);
    const rows = await app.sql('SELECT 1 FROM bid_submissions WHERE tender_id = $1', [tender.id]);
    expect(rows).toHaveLength(1);
  });
});
