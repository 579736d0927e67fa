import { startTestApp, type Caller, type TestApp } from '../app.js';
import { act, done, published, rulesOf, type Answered, type JourneyTender } from '../journeys/steps.js';
import { applicationBody, prequalifying } from '../prequalification/invited.js';
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
  const power = { subject: 'supplier-hujiang', acts: ['bid', 'apply'], scope: 'all', ...year, evidence: paper };
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

describe('one person stands by the bid of one bidder', () => {
  const reason = { zh: '修改评审标准。', en: 'The evaluation criteria are changed.' };

  /** Both bids are in, handed in by their own people, and a material amendment asks for confirmations. */
  async function amended(): Promise<JourneyTender> {
    const tender = await published(app);
    done(await bidFor(rival, hujiang, tender, 'supplier-hujiang'));
    done(await bidFor(await app.as('supplier-shenda'), shenda, tender, 'supplier-shenda'));
    const changes = { evaluators: 3 };
    const body = { reason, changes };
    const { id } = done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendment-proposals`, body, tender.path)).body;
    const path = `${tender.path}/amendment-proposals/${id}`;
    done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
    return tender;
  }

  it('and confirms no other under an amended notice', async () => {
    const tender = await amended();
    const path = `${tender.path}/bids/mine/confirmations`;
    const refused = await actFor(rival, shenda, 'post', path, { noticeVersion: 2 });
    expect([refused.status, rulesOf(refused)]).toEqual([409, samePerson]);
    done(await actFor(rival, hujiang, 'post', path, { noticeVersion: 2 }));
    done(await actFor(await app.as('supplier-shenda'), shenda, 'post', path, { noticeVersion: 2 }));
  });

  it('and hands in no other where it has confirmed one', async () => {
    const tender = await published(app);
    done(await bidFor(await app.as('supplier-shenda'), shenda, tender, 'supplier-shenda'));
    const body = { reason, changes: { evaluators: 3 } };
    const { id } = done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendment-proposals`, body, tender.path)).body;
    const proposal = `${tender.path}/amendment-proposals/${id}`;
    done(await act(app, 'approver-li', 'post', `${proposal}/approval`, undefined, proposal));
    const path = `${tender.path}/bids/mine/confirmations`;
    done(await actFor(rival, shenda, 'post', path, { noticeVersion: 2 }));
    expect(rulesOf(await bidFor(rival, hujiang, tender, 'supplier-hujiang'))).toEqual(samePerson);
  });
});

describe('one person applies for one supplier', () => {
  it('in a prequalification, until the first application is withdrawn', async () => {
    const tender = await prequalifying(app);
    const path = `${tender.path}/applications`;
    const own = async () => actFor(rival, hujiang, 'post', path, await applicationBody(app, 'supplier-hujiang'));
    const another = async () => actFor(rival, shenda, 'post', path, await applicationBody(app, 'supplier-shenda'));
    done(await own());
    const refused = await another();
    expect([refused.status, rulesOf(refused)]).toEqual([409, ['prequalification.same-person']]);
    done(await actFor(rival, hujiang, 'delete', `${path}/mine`, undefined, `${path}/mine`));
    done(await another());
    expect(rulesOf(await own())).toEqual(['prequalification.same-person']);
  });
});
