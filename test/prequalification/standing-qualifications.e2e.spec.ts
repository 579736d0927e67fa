import { startTestApp, type TestApp } from '../app.js';
import { done, look, type Answered } from '../journeys/steps.js';
import { applied, apply, decide, organizationOf, prequalification, prequalifying, received, shortlist } from './invited.js';

let app: TestApp;
let own = '';

beforeAll(async () => {
  app = await startTestApp();
  const first = await applied(app, {
    itemClass: 'A02320800',
    splittingExplanation: '科室分批采购，技术要求各不相同，已说明理由。',
  });
  for (const id of Object.values(await received(app, first))) done(await decide(app, first, id));
  done(await shortlist(app, first));
  own = (await qualified())[0]?.id ?? '';
});
afterAll(() => app.close());

async function qualified(): Promise<{ id: string; validUntil: string }[]> {
  const { items } = done(await look(app, 'procurer-wang', '/v1/qualified-suppliers?itemClass=A02320800')).body as unknown as {
    items: { id: string; validUntil: string; supplier: { id: string } }[];
  };
  const shenda = await organizationOf(app, 'supplier-shenda');
  return items.filter((one) => one.supplier.id === shenda);
}

/** An application to another tender, in 2027, that rests on the qualification of 2026-03-30. */
async function resting(at: string, over: object = {}): Promise<Answered> {
  await app.setClock('2026-12-01T09:00:00+08:00');
  const tender = await prequalifying(app, { applicationsCloseAt: '2027-04-12T09:30:00+08:00', ...over });
  await app.setClock(at, true);
  return apply(app, tender, 'supplier-shenda', { basedOn: own });
}

describe('a standing qualification (供应商库)', () => {
  it('is used in another tender of the same requirements until its last day, and no longer', async () => {
    const last = await resting('2027-03-30T23:59:59.999999+08:00');
    expect(done(last).body['basedOn']).toBe(own);
    expect(await qualified()).toMatchObject([{ id: own, validUntil: '2027-03-30' }]);
    const late = await resting('2027-03-31T00:00:00+08:00');
    expect(late).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/basedOn' }] } });
    expect(await qualified()).toEqual([]);
  });

  it('says nothing of other requirements', async () => {
    const requirements = prequalification.requirements.map((one) =>
      one.id === 'service'
        ? { ...one, text: { zh: '在临港设有服务机构，4小时内到场。', en: 'Service in Lingang, within 4 hours.' } }
        : one,
    );
    const other = await resting('2027-03-02T09:00:00+08:00', { prequalification: { ...prequalification, requirements } });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/basedOn' }] } });
  });
});
