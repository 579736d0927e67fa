import { usccCheckCharacter } from '../../src/rules/uscc.js';
import { startTestApp, type TestApp } from '../app.js';
import { dutiesOf } from '../awards/exclusions.js';
import { minuted } from '../bids/minuted.js';
import { act, audited, declare, done, evaluate, look, rulesOf, type Answered } from '../journeys/steps.js';
import { organizationOf } from '../prequalification/invited.js';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

// The example of GB 11643-1999: nobody's number.
const number = '11010519491231002X';
const wang = { name: { zh: '王建国' }, identity: { kind: 'resident-id', country: 'CN', number } };
const schmidt = {
  name: { zh: '施密特', en: 'Anna Schmidt' },
  identity: { kind: 'passport', country: 'DE', number: 'C01X 00T47' },
};
const basis = { zh: '国家企业信用信息公示系统', en: 'National enterprise credit information system' };

async function stated(client: string, body: object = wang): Promise<Answered & { path: string }> {
  const list = `/v1/organizations/${await organizationOf(app, client)}/principals`;
  const answer = await act(app, client, 'post', list, body);
  return { ...answer, path: `${list}/${answer.body.id}` };
}

function verify(path: string, over: object = {}): Promise<Answered> {
  return act(app, 'registrar', 'post', `${path}/verification`, { decision: 'verified', basis, ...over }, path);
}

async function verified(client: string, body: object): Promise<void> {
  const answer = await stated(client, body);
  done(answer);
  done(await verify(answer.path));
}

describe('the principal of an organisation (实施条例 art. 18)', () => {
  it('is stated by its administrator and verified by a registrar, and its number is kept nowhere', async () => {
    const answer = await stated('supplier-shenda');
    expect(answer).toMatchObject({ status: 201, body: { name: wang.name, identityKind: 'resident-id', state: 'unverified' } });
    expect(Object.keys(answer.body).filter((one) => /hash|number/i.test(one))).toEqual([]);
    expect(await dutiesOf(app, 'registrar', 'principal.verify')).toMatchObject([{ subject: { id: answer.body.id } }]);
    expect(done(await verify(answer.path)).body).toMatchObject({ state: 'verified', version: 2, basis });
    expect(await dutiesOf(app, 'registrar', 'principal.verify')).toEqual([]);
    expect([await audited(app, 'principal.stated'), await audited(app, 'principal.verified')]).toEqual([1, 1]);
    const kept = await app.sql<{ text: string }>(
      `SELECT (SELECT string_agg(one::text, '') FROM organization_principals one) || (SELECT string_agg(one::text, '') FROM audit_payloads one)
           || (SELECT string_agg(one::text, '') FROM outbox one) || (SELECT string_agg(one::text, '') FROM idempotency_keys one) AS text`,
    );
    expect(kept[0]?.text).toContain('王建国');
    expect(kept[0]?.text).not.toContain(number);
    expect(app.logged()).not.toContain(number);
  });

  it('comes with the registration, under the same check', async () => {
    const first17 = '91310000MA1K88001';
    const body = {
      kinds: ['supplier'],
      name: { zh: '新供应商', en: 'New supplier' },
      scheme: 'CN-USCC',
      identifier: `${first17}${usccCheckCharacter(first17)}`,
      country: 'CN',
    };
    const wrong = { ...wang, identity: { ...wang.identity, number: '110105194912310021' } };
    const refused = await act(app, 'registrar', 'post', '/v1/organizations', { ...body, principal: wrong });
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['principal.number-invalid']]);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/principal/identity/number' }]);
    expect(JSON.stringify(refused.body)).not.toContain('110105194912310021');
    const caller = await app.as('registrar');
    const send = (principal: object) => caller('post', '/v1/organizations', 'one-key').send({ ...body, principal });
    const made = await send(wang);
    expect(made.status).toBe(201);
    expect((await send(wang)).body).toEqual(made.body);
    expect((await send(schmidt)).status).toBe(422);
    const list = `/v1/organizations/${(made.body as { id: string }).id}/principals`;
    expect((await look(app, 'registrar', list)).body).toMatchObject({ items: [{ name: wang.name, state: 'unverified' }] });
  });

  it('of a foreign supplier is known by a passport or a register', async () => {
    const wrong = { ...wang, identity: { ...wang.identity, country: 'DE' } };
    expect(rulesOf(await stated('supplier-rheinland', wrong))).toEqual(['principal.number-invalid']);
    const nowhere = { ...schmidt, identity: { ...schmidt.identity, country: 'ZZ' } };
    expect(await stated('supplier-rheinland', nowhere)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/identity/country' }] },
    });
    const holding = { name: { zh: '莱茵控股' }, identity: { kind: 'register-number', country: 'DE', number: 'HRB 86891' } };
    for (const body of [schmidt, holding]) expect((await stated('supplier-rheinland', body)).status).toBe(201);
    const list = `/v1/organizations/${await organizationOf(app, 'supplier-rheinland')}/principals`;
    expect((await look(app, 'supplier-rheinland', list)).body).toMatchObject({
      items: [{ identityKind: 'register-number' }, { identityKind: 'passport' }],
    });
  });

  it('is refused for a reason, by a registrar alone, on what was read, and hidden from strangers', async () => {
    const { path } = await stated('supplier-shenda');
    expect((await verify(path, { decision: 'refused' })).status).toBe(422);
    expect(
      (await act(app, 'supplier-shenda', 'post', `${path}/verification`, { decision: 'verified', basis }, path)).status,
    ).toBe(403);
    expect((await act(app, 'registrar', 'post', `${path}/verification`, { decision: 'verified', basis })).status).toBe(428);
    const registrar = await app.as('registrar');
    const both = await Promise.all(
      [1, 2].map(() =>
        registrar('post', `${path}/verification`).set('if-match', '"1-unverified"').send({ decision: 'verified', basis }),
      ),
    );
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    const reason = { zh: '法定代表人已变更。', en: 'The legal representative has changed.' };
    done(await verify(path, { decision: 'refused', reason }));
    expect(await audited(app, 'principal.refused')).toBe(1);
    for (const stranger of ['supplier-hujiang', 'procurer-wang']) {
      expect((await look(app, stranger, path)).status).toBe(404);
      expect((await act(app, stranger, 'post', path.slice(0, path.lastIndexOf('/')), wang)).status).toBe(404);
    }
    const foreign = path.replace(/organizations\/[^/]+/, `organizations/${await organizationOf(app, 'supplier-hujiang')}`);
    expect((await look(app, 'registrar', foreign)).status).toBe(404);
    expect((await act(app, 'registrar', 'post', `${foreign}/verification`, { decision: 'verified', basis }, path)).status).toBe(
      404,
    );
  });
});

describe('two bidders with one principal', () => {
  async function rejected(): Promise<unknown> {
    const tender = await minuted(app, {}, {});
    await declare(app, tender);
    done(await evaluate(app, tender));
    const { report } = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body as unknown as {
      report: { rejected: { bidId: string; breaches: { rule: string; detail: { zh: string } }[] }[] };
    };
    const clients = Object.entries(tender.bids);
    return report.rejected.map((one) => [
      clients.find(([, id]) => id === one.bidId)?.[0],
      one.breaches.map(({ rule, detail }) => [rule, detail.zh.includes('单位负责人为同一人')]),
    ]);
  }

  it('are both out, however the number is spelled', async () => {
    await verified('supplier-shenda', wang);
    const spelled = { ...wang, name: { zh: '王 建国' }, identity: { ...wang.identity, number: '１１０１０５ 19491231 002x' } };
    await verified('supplier-hujiang', spelled);
    await verified('supplier-rheinland', schmidt);
    const found = [['bid.related-bidders', true]];
    expect(await rejected()).toEqual([
      ['supplier-shenda', found],
      ['supplier-hujiang', found],
    ]);
  });

  it('stay in while nobody has verified it: a supplier cannot bar another by naming its principal', async () => {
    await verified('supplier-shenda', wang);
    done(await stated('supplier-hujiang'));
    expect(await rejected()).toEqual([]);
  });

  it('are held to the principal that was verified last', async () => {
    await verified('supplier-shenda', wang);
    await verified('supplier-hujiang', wang);
    await verified('supplier-hujiang', schmidt);
    done(await stated('supplier-hujiang', wang));
    expect(await rejected()).toEqual([]);
  });
});
