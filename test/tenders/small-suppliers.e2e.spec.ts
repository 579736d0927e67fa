import { startTestApp, type TestApp } from '../app.js';
import { approved, done, look, opened, publish, published, rulesOf } from '../journeys/steps.js';
import { invitedDraft, prequalification } from '../prequalification/invited.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('licences in the requirements (art. 58)', () => {
  it('are electronic: a tender that asks for paper originals is not published', async () => {
    const paper = { zh: '投标时须提供医疗器械经营许可证原件。', en: 'Paper originals of the licence are presented.' };
    const refused = await publish(app, await approved(app, { qualificationRequirements: paper }));
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['licence.paper-original-demanded']]);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/qualificationRequirements' }]);
    const waived = { zh: '具有医疗器械经营许可证，无需提供原件。', en: 'A medical device licence; no original is needed.' };
    await published(app, { qualificationRequirements: waived });
  });

  it('are electronic in prequalification, too', async () => {
    const [first, second] = prequalification.requirements;
    const requirements = [first, { ...second, text: { zh: '携带资质证书原件核验。', en: 'Bring the original certificate.' } }];
    const refused = await publish(
      app,
      await approved(app, invitedDraft({ prequalification: { ...prequalification, requirements } })),
    );
    expect(refused.body.errors).toMatchObject([
      { rule: 'licence.paper-original-demanded', pointer: '#/prequalification/requirements/1/text' },
    ]);
  });
});

describe('a procurement reserved for small suppliers (art. 59)', () => {
  it('says so in its notice, and takes no bid from others', async () => {
    const tender = await published(app, { smePlan: { reservedFor: 'micro-small' } });
    expect((await look(app, null, `${tender.path}/notices/1`)).body).toMatchObject({
      content: { smePlan: { reservedFor: 'micro-small' } },
    });
    await opened(app, tender, {
      'supplier-shenda': { smeDeclaration: { size: 'medium' } },
      'supplier-hujiang': { smeDeclaration: { size: 'small' } },
    });
    const { bids } = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as {
      bids: { result: string; defect: { rule: string } | null }[];
    };
    expect(bids.map((one) => one.defect?.rule ?? one.result)).toEqual([
      'sme.reserved-for-others',
      'opened',
      'sme.reserved-for-others',
    ]);
  });
});

describe('the share that is reserved for small suppliers (中小企业促进法 art. 40)', () => {
  it.each([
    ['goods', '0.2999', 'A02320700', '30.00%'],
    ['goods', '0.30', 'A02320700', null],
    ['works', '0.3999', null, '40.00%'],
    ['works', '0.40', null, null],
  ])('of %s, %s: a short one is published with its warning', async (category, reservedShare, itemClass, min) => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const tender = await approved(app, { category, itemClass, smePlan: { reservedShare } });
    const short = (body: Record<string, unknown>): unknown =>
      (body['warnings'] as { rule: string; pointer: string; facts: object }[])
        .filter((one) => one.rule === 'sme.reserved-share-short')
        .map(({ pointer, facts }) => [pointer, facts]);
    const share = `${(Number(reservedShare) * 100).toFixed(2)}%`;
    const found = min === null ? [] : [['#/smePlan/reservedShare', { share, min }]];
    expect(short(done(await publish(app, tender)).body)).toEqual(found);
    expect(short(done(await look(app, null, tender.path)).body)).toEqual(found);
  });
});
