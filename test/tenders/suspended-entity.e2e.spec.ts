import { mriTender } from '../../seeds/demo-data.js';
import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  audited,
  awarded,
  challenge,
  done,
  draft,
  look,
  opened,
  published,
  rulesOf,
  sign,
  type Answered,
} from '../journeys/steps.js';

let app: TestApp;
let hospital: string;

beforeAll(async () => {
  app = await startTestApp();
  const [found] = await app.sql<{ id: string }>(
    `SELECT organization_id AS id FROM memberships JOIN people ON people.id = person_id WHERE subject = 'procurer-wang'`,
  );
  hospital = `/v1/organizations/${found?.id}`;
});
afterAll(() => app.close());

const text = { zh: '法人登记已被撤销，核验中止。', en: 'Its registration was withdrawn; the verification is suspended.' };

async function verification(decision: 'suspended' | 'verified'): Promise<void> {
  const body = decision === 'suspended' ? { decision, basis: text, reason: text } : { basis: text };
  done(await act(app, 'registrar', 'post', `${hospital}/verification`, body, hospital));
}

const refused = (answer: Answered): unknown => [answer.status, rulesOf(answer)];
const unverified = [403, ['organization.not-verified']];

describe('a procuring entity whose verification is suspended', () => {
  it('carries no procurement on, and still owes others their answers', async () => {
    const won = await opened(app, await published(app));
    const awardId = await awarded(app, won);
    const open = await published(app, { bidsCloseAt: '2026-06-30T09:30:00+08:00' });
    const debrief = done(await act(app, 'supplier-shenda', 'post', `/v1/awards/${awardId}/debriefs`)).body.id;
    const written = `/v1/tenders/${done(await draft(app)).body.id}`;
    await verification('suspended');

    const later = { bidsCloseAt: '2026-07-30T09:30:00+08:00', reason: text };
    const wang = (path: string, body: object, verb: 'post' | 'patch' = 'post'): Promise<Answered> =>
      act(app, 'procurer-wang', verb, path, body, path.startsWith(written) ? written : open.path);
    expect(refused(await wang(`${open.path}/amendments`, later))).toEqual(unverified);
    expect(refused(await wang(written, { ...mriTender, evaluators: 1 }, 'patch'))).toEqual(unverified);
    expect(refused(await act(app, 'approver-li', 'post', `${written}/approval`, undefined, written))).toEqual(unverified);
    await app.setClock('2026-04-28T09:00:00+08:00');
    expect(refused(await sign(app, won, awardId))).toEqual(unverified);
    expect(await audited(app, 'tender.amended', open.id)).toBe(0);

    const answer = `/v1/debriefs/${debrief}`;
    done(await act(app, 'procurer-wang', 'post', `${answer}/answer`, { reasons: { zh: '质量得分较低' } }, answer));
    const challenged = `/v1/challenges/${done(await challenge(app, open, 'documents')).body.id}`;
    const reply = { answers: [{ matter: '1', text }], grounds: text, rightToComplain: true };
    done(await act(app, 'procurer-wang', 'post', `${challenged}/reply`, reply, challenged));
    const end = { reason: text, code: 'chan-need' };
    done(await act(app, 'procurer-wang', 'post', `${open.path}/cancellation`, end, open.path));
    expect((await look(app, null, open.path)).body).toMatchObject({ state: 'cancelled' });

    await verification('verified');
    done(await sign(app, won, awardId));
  });
});
