import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  audited,
  awarded,
  declare,
  done,
  evaluate,
  opened,
  published,
  rulesOf,
  sign,
  winner,
  type Opened,
} from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** A later procurement of the same hospital, its bids opened. */
async function laterTender(over: object): Promise<Opened> {
  await app.setClock('2026-04-29T09:00:00+08:00');
  const tender = await published(app, { bidsCloseAt: '2026-06-10T09:30:00+08:00', ...over });
  return opened(app, tender, {}, '2026-06-10T10:00:00+08:00');
}

describe('art. 54: a supplier may be refused for a material breach of the last three years, if the documents say so', () => {
  it('records the breach of a contract, and refuses an exclusion that the documents do not announce', async () => {
    const first = await opened(app, await published(app));
    const awardId = await awarded(app, first);
    await app.setClock('2026-04-28T09:00:00+08:00');
    const contract = done(await sign(app, first, awardId)).body.id;
    const breachBody = {
      breachedOn: '2026-04-28',
      material: true,
      remediedInTime: false,
      evidence: ['acceptance-report'],
      description: { zh: '逾期未交货。', en: 'Not delivered in time.' },
    };
    const breachId = done(await act(app, 'procurer-wang', 'post', `/v1/contracts/${contract}/breaches`, breachBody)).body.id;
    expect(await audited(app, 'contract.breached', first.id)).toBe(1);
    const other = await laterTender({ exclusionClause: undefined });
    await declare(app, other);
    const exclusion = {
      qualified: false,
      reasons: { zh: '有重大违约。', en: 'A material breach.' },
      exclusion: { breachId },
      scores: [],
    };
    const refused = await evaluate(app, other, { extra: { [winner]: exclusion } });
    expect(rulesOf(refused)).toContain('exclusion.clause-missing');
    const lawful = await laterTender({});
    await declare(app, lawful);
    done(await evaluate(app, lawful, { extra: { [winner]: exclusion } }));
    expect(await audited(app, 'bid.rejected', lawful.id)).toBe(1);
  });
});
