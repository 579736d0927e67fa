import { startTestApp, type TestApp } from '../app.js';
import { minuted } from '../bids/minuted.js';
import { consortium, organizationOf, outsider } from '../bids/partners.js';
import { act, audited, awarded, declare, done, evaluate, look, rulesOf, sign } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const part = {
  name: '上海浦江影像技术有限公司',
  share: '0.30',
  part: '机房屏蔽施工、安装调试及三年现场维保。',
};
const consent = { subcontractAllowed: true };

describe('a bid that means to subcontract (采购法 art. 48)', () => {
  it('is invalid without the consent of the procuring entity, said in the documents', async () => {
    const tender = await minuted(app, {}, { 'supplier-shenda': { subcontracting: [part] } });
    expect(tender.minutes.map((one) => one.defect?.rule ?? one.result)).toEqual([
      'sme.subcontract-not-consented',
      'opened',
      'opened',
    ]);
    expect(await audited(app, 'bid.found-defective', tender.id)).toBe(1);
  });

  it('never hands on the whole of the contract, nor a part without its share', async () => {
    const { minutes } = await minuted(
      app,
      { smePlan: consent },
      {
        'supplier-shenda': { subcontracting: [{ ...part, share: '0.70' }, part] },
        'supplier-hujiang': { subcontracting: [{ ...part, share: '30%' }] },
        'supplier-rheinland': { subcontracting: [{ ...part, share: '0.9999' }] },
      },
    );
    expect(minutes.map((one) => one.defect?.rule ?? one.result)).toEqual([
      'bid.content-invalid',
      'bid.content-invalid',
      'opened',
    ]);
  });

  it('is compared at the lower price where small ones get 30 %, proved before the contract, and named in award and contract', async () => {
    const tender = await minuted(
      app,
      { smePlan: { ...consent, priceDeduction: '0.10' } },
      { 'supplier-rheinland': { subcontracting: [{ ...part, size: 'small' }] } },
    );
    await declare(app, tender);
    done(await evaluate(app, tender));
    const { report } = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body as unknown as {
      report: { prices: object[] };
    };
    expect(report.prices[2]).toMatchObject({ price: '10400000.00', evaluationPrice: '9984000.00', smallShare: '0.3000' });
    await app.setClock('2026-04-14T09:00:00+08:00');
    const body = {
      bidId: tender.bids['supplier-rheinland'],
      reasons: { zh: '综合得分最高。', en: 'The highest overall score.' },
    };
    const award = done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body, tender.path)).body;
    expect(award).toMatchObject({ consortium: [], subcontracting: [part] });
    await app.setClock('2026-05-06T09:00:00+08:00');
    expect(rulesOf(await sign(app, tender, award.id))).toEqual(['award.evidence-missing']);
    const evidence = ['分包企业2025年度审计报告：从业人员48人，营业收入3200万元。'];
    done(await act(app, 'supplier-rheinland', 'post', `/v1/awards/${award.id}/evidence`, { fact: 'sme-size', evidence }));
    const contract = done(await sign(app, tender, award.id)).body;
    expect(done(await look(app, null, `/v1/contracts/${contract.id}`)).body).toMatchObject({ subcontracting: [part] });
    const { items } = done(await look(app, null, `${tender.path}/notices?limit=100`)).body as unknown as {
      items: { kind: string; content: { subcontracting?: object[] } }[];
    };
    expect(items.find((one) => one.kind === 'contract')?.content.subcontracting).toEqual([part]);
  });
});

describe('a share of the procurement that is reserved for small and medium-sized enterprises (财库〔2020〕46号 art. 8)', () => {
  const reserved = { smePlan: { ...consent, reservedShare: '0.40' }, terms: { consortia: { admitted: true } } };

  it('is reached by the bidder itself or by what it subcontracts, exactly', async () => {
    const { minutes, id } = await minuted(app, reserved, {
      'supplier-shenda': { smeDeclaration: { size: 'medium' } },
      'supplier-hujiang': { subcontracting: [{ ...part, share: '0.40', size: 'medium' }] },
      'supplier-rheinland': {
        subcontracting: [
          { ...part, share: '0.3999', size: 'micro' },
          { ...part, share: '0.20' },
        ],
      },
    });
    expect(minutes.map((one) => one.defect?.rule ?? one.result)).toEqual(['opened', 'opened', 'bid.reserved-share-short']);
    expect(minutes[2]?.defect?.detail.zh).toContain('39.99%');
    expect(await audited(app, 'bid.found-defective', id)).toBe(1);
  });

  it('is reached by the members of a consortium; nobody who is large reaches it alone', async () => {
    const leader = await organizationOf(app, 'supplier-shenda');
    const { minutes } = await minuted(app, reserved, {
      'supplier-shenda': consortium(leader, { ...outsider, size: 'small' }),
      'supplier-hujiang': consortium(await organizationOf(app, 'supplier-hujiang'), {
        identity: { ...outsider.identity, identifier: '91310115MA1K4ABC3X' },
      }),
    });
    const short = 'bid.reserved-share-short';
    expect(minutes.map((one) => one.defect?.rule ?? one.result)).toEqual(['opened', short, short]);
  });
});

it('an award without partners says so', async () => {
  const tender = await minuted(app, {}, {});
  const award = done(await look(app, null, `/v1/awards/${await awarded(app, tender)}`)).body;
  expect(award).toMatchObject({ consortium: [], subcontracting: [] });
});
