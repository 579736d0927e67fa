import { startTestApp, type TestApp } from '../app.js';
import { breached, decide, laterTender, notified, notify, state } from '../awards/exclusions.js';
import { audited, declare, done, evaluate, rulesOf, winner } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 54: a supplier may be refused for a material breach of the last three years, if the documents say so', () => {
  it('is told, heard and excluded in writing; an exclusion that the documents do not announce is refused', async () => {
    const { breachId } = await breached(app);
    expect(await audited(app, 'contract.breached')).toBe(1);
    const other = await laterTender(app, { exclusionClause: undefined });
    const refused = await notify(app, other, { bidId: other.bids[winner], breachId });
    expect(rulesOf(refused)).toEqual(['exclusion.clause-missing']);
    const lawful = await laterTender(app);
    const id = await notified(app, lawful, breachId);
    expect(rulesOf(await decide(app, id))).toEqual(['exclusion.not-heard']);
    done(await state(app, id));
    done(await decide(app, id));
    await declare(app, lawful);
    done(await evaluate(app, lawful));
    expect(await audited(app, 'bid.rejected', lawful.id)).toBe(1);
  });
});
