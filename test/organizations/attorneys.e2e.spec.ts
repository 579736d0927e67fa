import { startTestApp, type TestApp } from '../app.js';
import { act, done, rulesOf } from '../journeys/steps.js';
import { organizationId, paper, year } from './delegated.js';

let app: TestApp;
let powers: string;

beforeAll(async () => {
  app = await startTestApp();
  powers = `/v1/organizations/${await organizationId(app, '上海申达')}/powers-of-attorney`;
});
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

const power = (over: object): object => ({
  subject: 'supplier-hujiang',
  acts: ['bid'],
  scope: 'all',
  ...year,
  evidence: paper,
  ...over,
});

describe('nobody of the other side becomes an attorney (art. 47)', () => {
  it.each([
    'procurer-zhao',
    'approver-li',
    'evaluator-chen',
    'custodian-notary',
    'reviewer-xu',
    'supervisor-tang',
    'auditor-feng',
    'registrar',
    'agent-shen',
  ])('not %s', async (subject) => {
    const answer = await act(app, 'supplier-shenda', 'post', powers, power({ subject }));
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: '#/subject' }] } });
    expect(rulesOf(answer)).toEqual(['organization.attorney-is-official']);
  });

  it('and no power reaches back before it was given', async () => {
    const back = done(await act(app, 'supplier-shenda', 'post', powers, power({ validFrom: '2020-01-01T00:00:00+08:00' })));
    const [{ now }] = (await app.sql(`SELECT granted_at = valid_from AS now FROM delegations WHERE id = $1`, [back.body.id])) as [
      { now: boolean },
    ];
    expect(now).toBe(true);
    const later = done(await act(app, 'supplier-shenda', 'post', powers, power({ validFrom: '2026-08-01T00:00:00+08:00' })));
    expect(later.body).toMatchObject({ validFrom: '2026-07-31T16:00:00.000000Z' });
  });
});
