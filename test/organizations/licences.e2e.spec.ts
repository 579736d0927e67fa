import { startTestApp, type TestApp } from '../app.js';
import { dutiesOf } from '../awards/exclusions.js';
import { act, audited, done, look } from '../journeys/steps.js';
import { judgeLicence, organizationOf } from '../prequalification/invited.js';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const holder = 'supplier-shenda';
const reason = { zh: '发证机关无此证照记录。', en: 'The issuer has no such licence on record.' };

async function added(over: object = {}): Promise<string> {
  const path = `/v1/organizations/${await organizationOf(app, holder)}/licences`;
  const licence = {
    type: '医疗器械经营许可证',
    number: '沪药监械经营许20240017号',
    issuer: { zh: '上海市药品监督管理局' },
    holder: '上海申达医疗设备有限公司',
    validFrom: '2024-01-01',
    validTo: '2026-12-31',
    ...over,
  };
  const answer = done(await act(app, holder, 'post', path, licence));
  expect(answer.body).toMatchObject({ version: 1, verification: { state: 'unverified', decidedBy: null, decidedAt: null } });
  return `${path}/${answer.body.id}`;
}

const stateOf = async (path: string): Promise<unknown> =>
  (done(await look(app, holder, path)).body['verification'] as { state: string }).state;

describe('the verification of a licence (art. 58)', () => {
  it('is a registrar’s, says who and when, and waits among the duties until then', async () => {
    const path = await added();
    const id = path.split('/').at(-1);
    expect(await dutiesOf(app, 'registrar', 'licence.verify')).toMatchObject([{ subject: { kind: 'licence', id } }]);
    const answer = done(await judgeLicence(app, path));
    expect(answer.body).toMatchObject({
      version: 2,
      verification: { state: 'verified', reason: null, decidedAt: expect.stringMatching(/\.\d{6}Z$/) as string },
    });
    const registrar = done(await look(app, 'registrar', '/v1/me')).body['person'] as { id: string } | undefined;
    if (registrar) expect(answer.body['verification']).toMatchObject({ decidedBy: registrar.id });
    expect(await dutiesOf(app, 'registrar', 'licence.verify')).toEqual([]);
    expect(await audited(app, 'licence.verified')).toBe(1);
    await app.drain();
    const inbox = done(await look(app, holder, '/v1/me/inbox')).body as unknown as { items: { topic: string }[] };
    expect(inbox.items.map((one) => one.topic)).toContain('licence.verified');
  });

  it('may be refused for a reason, and found again when the facts change', async () => {
    const path = await added();
    for (const wrong of [{ decision: 'refused' }, { decision: 'verified', reason }])
      expect(await judgeLicence(app, path, wrong)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/reason' }] } });
    done(await judgeLicence(app, path, { decision: 'refused', reason }));
    expect(await look(app, holder, path)).toMatchObject({ body: { version: 2, verification: { state: 'refused', reason } } });
    expect(await audited(app, 'licence.refused')).toBe(1);
    done(await judgeLicence(app, path));
    expect(await stateOf(path)).toBe('verified');
  });

  it('is on the version that was read, and of two at once one happens', async () => {
    const path = await added();
    const basis = { zh: '电子证照库', en: 'Register' };
    expect((await act(app, 'registrar', 'post', `${path}/verification`, { decision: 'verified', basis })).status).toBe(428);
    const registrar = await app.as('registrar');
    const judged = [{ decision: 'verified' }, { decision: 'refused', reason }].map((one) =>
      registrar('post', `${path}/verification`)
        .set('if-match', '"1"')
        .send({ ...one, basis }),
    );
    const both = await Promise.all(judged);
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await look(app, holder, path)).toMatchObject({ body: { version: 2 } });
  });

  it('is nobody else’s, and hidden from strangers', async () => {
    const path = await added();
    expect((await act(app, holder, 'post', `${path}/verification`, { decision: 'verified', basis: reason }, path)).status).toBe(
      403,
    );
    for (const stranger of ['supplier-hujiang', 'procurer-wang', 'auditor-feng']) {
      expect((await look(app, stranger, path)).status).toBe(404);
      expect((await look(app, stranger, path.slice(0, path.lastIndexOf('/')))).status).toBe(404);
    }
    expect(await stateOf(path)).toBe('unverified');
    const foreign = path.replace(/organizations\/[^/]+/, `organizations/${await organizationOf(app, 'supplier-hujiang')}`);
    expect((await look(app, 'registrar', foreign)).status).toBe(404);
  });

  it('lists them by pages', async () => {
    const paths = [await added(), await added({ number: '沪药监械经营许20240018号' })];
    const list = paths[0]?.slice(0, paths[0].lastIndexOf('/')) as string;
    const first = done(await look(app, holder, `${list}?limit=1`)).body as unknown as { items: { id: string }[]; next: string };
    expect(first.items.map((one) => one.id)).toEqual([paths[0]?.split('/').at(-1)]);
    const rest = done(await look(app, 'registrar', `${list}?limit=1&after=${first.next}`)).body;
    expect(rest).toMatchObject({ items: [{ id: paths[1]?.split('/').at(-1) }], next: null });
  });
});
