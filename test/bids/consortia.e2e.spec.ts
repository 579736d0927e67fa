import { startTestApp, type TestApp } from '../app.js';
import { audited } from '../journeys/steps.js';
import { bidders, minuted, type Minuted } from './minuted.js';
import { consortium, organizationOf, outsider } from './partners.js';

let app: TestApp;
let ids: Record<(typeof bidders)[number], string>;

beforeAll(async () => {
  app = await startTestApp();
  const found = await Promise.all(bidders.map((one) => organizationOf(app, one)));
  ids = Object.fromEntries(bidders.map((one, at) => [one, found[at]])) as typeof ids;
});
afterAll(() => app.close());

const admitted = { terms: { consortia: { admitted: true, membersMax: 2 } } };
const results = (minutes: Minuted[]): unknown[] => minutes.map((one) => one.defect?.rule ?? one.result);

describe('a bid by a consortium (采购法 art. 24)', () => {
  it('is opened where the notice admits it, of registered members or others', async () => {
    const { minutes } = await minuted(app, admitted, { 'supplier-shenda': consortium(ids['supplier-shenda'], outsider) });
    expect(results(minutes)).toEqual(['opened', 'opened', 'opened']);
  });

  it('is invalid where the notice does not admit it, in law’s own words', async () => {
    const tender = await minuted(app, {}, { 'supplier-shenda': consortium(ids['supplier-shenda'], outsider) });
    expect(results(tender.minutes)).toEqual(['bid.consortium-not-admitted', 'opened', 'opened']);
    expect(tender.minutes[0]?.defect?.detail.zh).toContain('不接受联合体');
    expect(await audited(app, 'bid.found-defective', tender.id)).toBe(1);
  });

  it('is invalid where it is too large, led by another, or does not answer jointly', async () => {
    const three = [
      { organizationId: ids['supplier-shenda'], share: '0.60', leader: true },
      { ...outsider, share: '0.20' },
      { identity: { ...outsider.identity, identifier: '91310115MA1K4DEF3Y' }, share: '0.20' },
    ];
    const { minutes } = await minuted(app, admitted, {
      'supplier-shenda': consortium(ids['supplier-shenda'], outsider, { members: three }),
      'supplier-hujiang': consortium(ids['supplier-shenda'], outsider),
      'supplier-rheinland': consortium(ids['supplier-rheinland'], { ...outsider, share: '0.30' }, { jointLiability: false }),
    });
    expect(results(minutes)).toEqual(['bid.consortium-too-large', 'bid.consortium-incomplete', 'bid.consortium-incomplete']);
    expect(minutes[2]?.defect?.detail.en).toContain('shares that sum to 1, joint and several liability');
  });

  it('is defective where a member does not say who it is, or a share is none', async () => {
    const { minutes } = await minuted(app, admitted, {
      'supplier-shenda': consortium(ids['supplier-shenda'], {}),
      'supplier-hujiang': consortium(ids['supplier-hujiang'], { ...outsider, share: '0.00' }),
      'supplier-rheinland': consortium(ids['supplier-rheinland'], { identity: { scheme: 'CN-USCC' } }),
    });
    expect(results(minutes)).toEqual(Array.from({ length: 3 }, () => 'bid.content-invalid'));
  });

  it('takes part in a reserved procurement only with members for whom it is reserved', async () => {
    const own = { smeDeclaration: { size: 'small' } };
    const { minutes } = await minuted(
      app,
      { ...admitted, smePlan: { reservedFor: 'micro-small' } },
      {
        'supplier-shenda': { ...own, ...consortium(ids['supplier-shenda'], outsider) },
        'supplier-hujiang': { ...own, ...consortium(ids['supplier-hujiang'], { ...outsider, size: 'micro' }) },
        'supplier-rheinland': own,
      },
    );
    expect(results(minutes)).toEqual(['sme.reserved-for-others', 'opened', 'opened']);
  });
});
