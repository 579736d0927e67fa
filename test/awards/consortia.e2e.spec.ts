import { startTestApp, type TestApp } from '../app.js';
import { bidders, minuted } from '../bids/minuted.js';
import { consortium, organizationOf, outsider } from '../bids/partners.js';
import {
  act,
  approved,
  audited,
  awarded,
  declare,
  done,
  evaluate,
  look,
  publish,
  rulesOf,
  sign,
  type Opened,
} from '../journeys/steps.js';

let app: TestApp;
let ids: Record<(typeof bidders)[number], string>;

beforeAll(async () => {
  app = await startTestApp();
  const found = await Promise.all(bidders.map((one) => organizationOf(app, one)));
  ids = Object.fromEntries(bidders.map((one, at) => [one, found[at]])) as typeof ids;
});
afterAll(() => app.close());

interface Report {
  ranked: { bidId: string }[];
  rejected: { bidId: string; breaches: { rule: string; detail: { zh: string } }[] }[];
  prices: { bidId: string; price: string; evaluationPrice: string; smallShare?: string }[];
}

async function reported(tender: Opened): Promise<Report> {
  await declare(app, tender);
  done(await evaluate(app, tender));
  return done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body['report'] as Report;
}

const admitted = { terms: { consortia: { admitted: true } } };
const barred = (report: Report): unknown =>
  Object.fromEntries(report.rejected.map((one) => [one.bidId, one.breaches.map(({ rule }) => rule)]));

describe('bids that are not independent of each other', () => {
  it('are all rejected where a member of a consortium bids a second time (实施条例 art. 22)', async () => {
    const tender = await minuted(app, admitted, {
      'supplier-shenda': consortium(ids['supplier-shenda'], { organizationId: ids['supplier-hujiang'].toUpperCase() }),
    });
    const report = await reported(tender);
    expect(barred(report)).toEqual({
      [tender.bids['supplier-shenda'] ?? '']: ['bid.consortium-double'],
      [tender.bids['supplier-hujiang'] ?? '']: ['bid.consortium-double'],
    });
    expect(report.rejected[0]?.breaches[0]?.detail.zh).toContain('沪江');
    expect(report.ranked.map((one) => one.bidId)).toEqual([tender.bids['supplier-rheinland']]);
    expect(await audited(app, 'bid.rejected', tender.id)).toBe(2);
  });

  it('are rejected where an unregistered member stands in two, or a member is nobody', async () => {
    const stranger = { organizationId: '01890000-0000-7000-8000-000000000000' };
    const tender = await minuted(app, admitted, {
      'supplier-shenda': consortium(ids['supplier-shenda'], outsider),
      'supplier-hujiang': consortium(ids['supplier-hujiang'], {
        identity: { ...outsider.identity, identifier: '91310115ma1k4abc2x ' },
      }),
      'supplier-rheinland': consortium(ids['supplier-rheinland'], stranger),
    });
    expect(barred(await reported(tender))).toEqual({
      [tender.bids['supplier-shenda'] ?? '']: ['bid.consortium-double'],
      [tender.bids['supplier-hujiang'] ?? '']: ['bid.consortium-double'],
      [tender.bids['supplier-rheinland'] ?? '']: ['bid.consortium-incomplete'],
    });
  });

  it('are rejected where one bidder controls the other (实施条例 art. 18)', async () => {
    const path = `/v1/organizations/${ids['supplier-hujiang']}`;
    const basis = { zh: '企业登记档案：申达持有沪江51%的股权。', en: 'Register: Shenda holds 51 % of Hujiang.' };
    const body = { basis, parentId: ids['supplier-shenda'] };
    done(await act(app, 'registrar', 'post', `${path}/verification`, body, path));
    const tender = await minuted(app, {}, {});
    const report = await reported(tender);
    expect(barred(report)).toEqual({
      [tender.bids['supplier-shenda'] ?? '']: ['bid.related-bidders'],
      [tender.bids['supplier-hujiang'] ?? '']: ['bid.related-bidders'],
    });
    await app.sql('UPDATE organizations SET parent_id = NULL WHERE id = $1', [ids['supplier-hujiang']]);
  });

  it('bar a person of a member from evaluating (采购法 art. 12)', async () => {
    const tender = await minuted(app, admitted, {
      'supplier-shenda': consortium(ids['supplier-shenda'], { organizationId: await organizationOf(app, 'evaluator-chen') }),
    });
    await declare(app, tender);
    expect(rulesOf(await evaluate(app, tender))).toEqual(['evaluation.conflict-declared']);
  });
});

describe('a consortium that gives small suppliers 30 % and more (art. 59)', () => {
  it.each([
    ['as the documents say', { priceDeduction: '0.10', consortiumDeduction: '0.06' }, '9212000.00'],
    ['the least of the band where they say nothing', { priceDeduction: '0.10' }, '9408000.00'],
    ['not at all where nothing is granted', {}, '9800000.00'],
  ])('is compared at a lower price: %s', async (_, smePlan, price) => {
    const tender = await minuted(
      app,
      { ...admitted, smePlan },
      { 'supplier-shenda': consortium(ids['supplier-shenda'], { ...outsider, size: 'small' }) },
    );
    const { prices } = await reported(tender);
    expect(prices[0]).toMatchObject({ price: '9800000.00', evaluationPrice: price, smallShare: '0.4000' });
  });

  it('needs a deduction inside its band at publication', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const smePlan = { priceDeduction: '0.10', consortiumDeduction: '0.10' };
    expect(await publish(app, await approved(app, { smePlan }))).toMatchObject({
      status: 422,
      body: { errors: [{ rule: 'sme.deduction-out-of-band', pointer: '#/smePlan/consortiumDeduction' }] },
    });
  });

  it('is named member by member in the award, its notice and the contract', async () => {
    const tender = await minuted(
      app,
      { ...admitted, smePlan: {} },
      { 'supplier-rheinland': consortium(ids['supplier-rheinland'], { ...outsider, size: 'small' }) },
    );
    const awardId = await awarded(app, tender);
    const award = done(await look(app, null, `/v1/awards/${awardId}`)).body;
    const members = [
      { id: ids['supplier-rheinland'], name: expect.anything() as object, share: '0.60', leader: true },
      { id: null, name: outsider.identity.name, share: '0.40', leader: false },
    ];
    expect(award).toMatchObject({ consortium: members, subcontracting: [] });
    const { items } = done(await look(app, null, `${tender.path}/notices?limit=100`)).body as unknown as {
      items: { kind: string; content: { consortium?: object } }[];
    };
    expect(items.find((one) => one.kind === 'award')?.content.consortium).toEqual(members);
    await app.setClock('2026-05-06T09:00:00+08:00');
    const contract = done(await sign(app, tender, awardId)).body;
    expect(contract).toMatchObject({ consortium: members, subcontracting: [] });
    expect(done(await look(app, null, `/v1/contracts/${contract.id}`)).body).toMatchObject({ consortium: members });
  });
});
