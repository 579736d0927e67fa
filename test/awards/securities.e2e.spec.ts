import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  approved,
  audited,
  awarded,
  done,
  draft,
  look,
  opened,
  publish,
  published,
  rulesOf,
  sign,
  winner,
  type Answered,
  tagOf,
} from '../journeys/steps.js';
import { told } from '../prequalification/invited.js';
import { dutiesOf } from './exclusions.js';
import { fulfil } from './stories.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const terms = {
  tenderSecurity: { amount: { amount: '240000.00', currency: 'CNY' }, forms: ['guarantee', 'insurance'] },
  performanceSecurity: { share: '0.05', forms: ['guarantee'] },
};
const guarantee = {
  form: 'guarantee',
  issuer: '上海银行临港支行',
  number: '保函2026-0413',
  amount: { amount: '240000.00', currency: 'CNY' },
  validUntil: '2026-09-30',
};
const sealed = { security: guarantee };
const everybody = { 'supplier-shenda': sealed, 'supplier-hujiang': sealed, [winner]: sealed };

interface Listed {
  id: string;
  bidId: string | null;
  refundDueOn: string | null;
  overdue: boolean;
}

async function listed(path: string, by: string): Promise<Listed[]> {
  return (done(await look(app, by, `${path}/securities`)).body as unknown as { items: Listed[] }).items;
}

function refund(id: string, on: string, by = 'procurer-wang', tagged = `/v1/securities/${id}`): Promise<Answered> {
  return act(app, by, 'post', `/v1/securities/${id}/refund`, { on, reference: '转账2026-77' }, tagged);
}

/** Published on 2026-03-02, opened on 2026-04-13, awarded on 2026-04-14. */
async function securedAward() {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const tender = await opened(app, await published(app, { terms }), everybody);
  return { tender, awardId: await awarded(app, tender) };
}

describe('the securities of the documents', () => {
  it.each([
    [
      'over two hundredths of the budget',
      { tenderSecurity: { ...terms.tenderSecurity, amount: { amount: '240000.01', currency: 'CNY' } } },
      'security.tender-over-two-percent',
    ],
    [
      'over a tenth of the contract',
      { performanceSecurity: { share: '0.1001', forms: ['guarantee'] } },
      'security.performance-over-tenth',
    ],
  ])('are refused %s', async (_name, over, rule) => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const refused = await publish(app, await approved(app, { terms: { ...terms, ...over } }));
    expect([refused.status, rulesOf(refused)]).toEqual([422, [rule]]);
  });

  it('are never cash', async () => {
    const cash = { tenderSecurity: { ...terms.tenderSecurity, forms: ['cash'] } };
    const refused = await draft(app, { terms: cash });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ pointer: '#/terms/tenderSecurity/forms' }]]);
  });
});

describe('a tender security', () => {
  it('is sealed with the bid, which is invalid without it, and on record from the opening', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const tender = await published(app, { terms });
    expect(await listed(tender.path, 'procurer-wang')).toEqual([]);
    const short = { security: { ...guarantee, amount: { amount: '239999.99', currency: 'CNY' } } };
    await opened(app, tender, { [winner]: sealed, 'supplier-hujiang': short });
    const { bids } = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as {
      bids: { result: string; defect: { rule: string } | null }[];
    };
    expect(bids.map((one) => one.defect?.rule ?? one.result)).toEqual(['bid.security-missing', 'bid.security-missing', 'opened']);
    expect(await listed(tender.path, winner)).toMatchObject([
      {
        kind: 'tender',
        form: 'guarantee',
        issuer: guarantee.issuer,
        amount: guarantee.amount,
        refundDueOn: null,
        overdue: false,
      },
    ]);
    for (const stranger of ['supplier-shenda', 'reviewer-xu']) expect(await listed(tender.path, stranger)).toEqual([]);
    const [own] = await listed(tender.path, winner);
    for (const stranger of ['supplier-shenda', 'procurer-port', 'reviewer-xu'])
      expect((await look(app, stranger, `/v1/securities/${own?.id}`)).status).toBe(404);
  });

  it('is due back to the losers after the award and to the winner after the contract', async () => {
    const { tender, awardId } = await securedAward();
    const ofLoser = async (): Promise<Listed> => (await listed(tender.path, 'supplier-shenda'))[0] as Listed;
    const loser = await ofLoser();
    expect(loser).toMatchObject({
      bidId: tender.bids['supplier-shenda'],
      refundDueOn: '2026-04-21',
      overdue: false,
      derivation: { force: 'national', from: '2026-04-14' },
    });
    expect(await listed(tender.path, winner)).toMatchObject([{ refundDueOn: null }]);
    expect(await dutiesOf(app, 'procurer-wang', 'security.refund')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'security', id: loser.id }, dueOn: '2026-04-21', overdue: false }),
    );
    expect((await refund(loser.id, '2026-04-14', 'procurer-port')).status).toBe(404);
    expect((await refund(loser.id, '2026-04-14', 'supplier-shenda')).status).toBe(403);
    const path = `/v1/securities/${loser.id}/refund`;
    expect((await act(app, 'procurer-wang', 'post', path, { on: '2026-04-14' })).status).toBe(428);
    expect((await refund(loser.id, '2026-04-15')).body.errors).toMatchObject([{ pointer: '#/on' }]);
    const tag = await tagOf(app, 'procurer-wang', `/v1/securities/${loser.id}`);
    const both = await Promise.all([1, 2].map(() => refund(loser.id, '2026-04-14', 'procurer-wang', tag)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await ofLoser()).toMatchObject({
      overdue: false,
      refund: { on: '2026-04-14', reference: '转账2026-77', warnings: [] },
    });
    expect(rulesOf(await refund(loser.id, '2026-04-14'))).toEqual(['security.already-refunded']);
    await app.drain();
    expect(await told(app, tender, 'security.refunded', 'supplier-shenda')).toBe(1);
    expect(await audited(app, 'security.refunded', tender.id)).toBe(1);
    await app.setClock('2026-04-28T09:00:00+08:00');
    const [overdue] = await listed(tender.path, 'supplier-hujiang');
    expect(overdue).toMatchObject({ refundDueOn: '2026-04-21', overdue: true });
    expect(await dutiesOf(app, 'procurer-wang', 'security.refund')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'security', id: overdue?.id }, overdue: true }),
    );
    expect(done(await refund(overdue?.id ?? '', '2026-04-28')).body).toMatchObject({
      refund: { warnings: [{ rule: 'security.refund-late', facts: { dueOn: '2026-04-21' } }] },
    });
    done(await sign(app, tender, awardId));
    expect(await listed(tender.path, winner)).toMatchObject([{ refundDueOn: '2026-05-08', overdue: false }]);
  });
});

describe('a performance security', () => {
  it('is taken within what the documents ask for, and is due back after the contract', async () => {
    const { tender, awardId } = await securedAward();
    await app.setClock('2026-04-28T09:00:00+08:00');
    const contract = `/v1/contracts/${done(await sign(app, tender, awardId)).body.id}`;
    const give = (amount: string, by = 'procurer-wang') =>
      act(app, by, 'post', `${contract}/securities`, { ...guarantee, amount: { amount, currency: 'CNY' } });
    expect(rulesOf(await give('1040000.01'))).toEqual(['security.performance-over-tenth']);
    expect(rulesOf(await give('520000.01'))).toEqual(['security.not-asked']);
    expect((await give('520000.00', 'procurer-port')).status).toBe(404);
    expect((await give('520000.00', winner)).status).toBe(403);
    const { id } = done(await give('400000.00')).body;
    expect(rulesOf(await give('120000.01'))).toEqual(['security.not-asked']);
    expect(await audited(app, 'security.recorded', tender.id)).toBe(1);
    expect((await look(app, winner, `/v1/securities/${id}`)).body).toMatchObject({ kind: 'performance', refundDueOn: null });
    await app.setClock('2026-06-30T09:00:00+08:00');
    await fulfil(app, contract, { on: '2026-06-30', amount: '10400000.00' });
    await app.setClock('2026-07-01T09:00:00+08:00');
    done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'acceptance', on: '2026-06-30' }));
    expect((await look(app, winner, `/v1/securities/${id}`)).body).toMatchObject({
      refundDueOn: '2026-07-07',
      derivation: { force: 'policy' },
    });
    expect(rulesOf(await give('1.00'))).toEqual(['contract.wrong-state']);
    done(await refund(id, '2026-07-01'));
  });
});
