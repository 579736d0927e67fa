import { startTestApp, type TestApp } from '../app.js';
import { approved, done, look, publish, published, rulesOf } from '../journeys/steps.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: '2026-03-02T09:00:00+08:00' });
}, 60_000);
afterAll(() => app.close());

const warningsOf = async (path: string): Promise<string[]> =>
  ((await look(app, null, path)).body['warnings'] as { rule: string }[]).map((one) => one.rule);

describe('the number of evaluators in the documents', () => {
  it('is odd, and a panel smaller than the budget asks for is published with its warning', async () => {
    expect(rulesOf(await publish(app, await approved(app, { evaluators: 4 })))).toContain('committee.even');
    expect(await warningsOf((await published(app, { evaluators: 5 })).path)).toEqual(['committee.too-small']);
    expect(await warningsOf((await published(app, { evaluators: 7 })).path)).toEqual([]);
    expect(await warningsOf((await published(app, { evaluators: 1 })).path)).toEqual([]);
  });

  it('is published with what its draw is committed to, in the notice board and in the log', async () => {
    const tender = await published(app, { evaluators: 7, tieBreak: 'lot' });
    const { commitment, algorithm } = done(await look(app, null, `${tender.path}/draw-seed`)).body;
    expect([commitment, algorithm]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 'sha256-order-1']);
    const [entry] = await app.sql<{ payload: string }>(
      `SELECT body.payload FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
        WHERE entry.tender_id = $1 AND entry.type = 'tender.published'`,
      [tender.id],
    );
    expect((JSON.parse(entry?.payload ?? '{}') as { payload: object }).payload).toMatchObject({ drawCommitment: commitment });
    expect(await app.sql('SELECT draw_secret($1) AS secret', [tender.id])).toEqual([{ secret: null }]);
  });
});
