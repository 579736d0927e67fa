import { startTestApp, type TestApp } from '../app.js';
import { act, done, draft, look, rulesOf, type Answered } from '../journeys/steps.js';
import { dealt, freshDeal, rehearse, say, sealed, sealLock } from './ceremony.js';

const two = { openingSteps: 'two' };

describe('the locks of a tender that is opened in two steps', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp({ now: '2026-03-02T09:00:00+08:00' });
  });
  afterAll(async () => app.close());

  async function drafted(over: object = two): Promise<{ id: string; path: string }> {
    const { id } = done(await draft(app, over)).body;
    return { id, path: `/v1/tenders/${id}` };
  }

  async function publication(path: string): Promise<Answered> {
    done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
    return act(app, 'approver-li', 'post', `${path}/publication`, undefined, path);
  }

  it('are four, dealt and rehearsed by envelope, and all of them stand in the notice', async () => {
    const { id, path } = await drafted();
    await rehearse(app, await sealed(app, id, { envelope: 'qualification' }));
    await rehearse(app, await sealed(app, id, { envelope: 'price' }));
    done(await publication(path));
    const shown = done(await look(app, null, path)).body as unknown as {
      openingSteps: string;
      sealing: { envelope: string; lock: string; recipient: string }[];
    };
    expect(shown.openingSteps).toBe('two');
    expect(shown.sealing.map((one) => `${one.envelope} ${one.lock}`)).toEqual([
      'price A',
      'price B',
      'qualification A',
      'qualification B',
    ]);
    expect(new Set(shown.sealing.map((one) => one.recipient)).size).toBe(4);
    const notice = done(await look(app, null, `${path}/notices/1`)).body as unknown as { content: typeof shown };
    expect(notice.content).toMatchObject({ openingSteps: 'two', sealing: shown.sealing });
    for (const envelope of ['qualification', 'price'])
      expect(done(await look(app, 'custodian-notary', `${path}/rehearsal?envelope=${envelope}`)).body).toMatchObject({
        envelope,
        complete: true,
      });
    const change = { changes: { openingSteps: 'one' }, reason: { zh: '改为一次开标。', en: 'To open all at once.' } };
    expect(rulesOf(await act(app, 'procurer-wang', 'post', `${path}/amendments`, change, path))).toEqual([
      'tender.amendment-forbidden-field',
    ]);
  });

  it('of both envelopes are needed before the notice', async () => {
    const { id, path } = await drafted();
    await rehearse(app, await sealed(app, id, { envelope: 'qualification' }));
    const refused = await publication(path);
    expect(rulesOf(refused)).toContain('tender.sealing-missing');
    expect(refused.body.errors).toContainEqual(
      expect.objectContaining({
        rule: 'tender.sealing-missing',
        facts: expect.objectContaining({ envelope: 'price' }) as object,
      }),
    );
  });

  it('are rehearsed for both', async () => {
    const { id, path } = await drafted();
    await rehearse(app, await sealed(app, id, { envelope: 'qualification' }));
    await sealed(app, id, { envelope: 'price' });
    expect(rulesOf(await publication(path))).toContain('tender.rehearsal-missing');
  });

  it.each([
    [two, 'bid' as const],
    [{}, 'price' as const],
    [{ openingSteps: 'one' }, 'qualification' as const],
  ])('%j: none are dealt for the envelope %s', async (over, envelope) => {
    const { id } = await drafted(over);
    const { deals } = await dealt(app, id, { envelope });
    const refused = await say(app, 'custodian-hospital', 'put', `/v1/tenders/${id}/sealing`, deals.A);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ rule: 'sealing.envelope-not-asked' }] } });
  });

  it('share no key: what opens the qualification opens no price', async () => {
    const { id } = await drafted();
    const qualification = await dealt(app, id, { envelope: 'qualification' });
    await sealLock(app, qualification, 'A');
    const { recipient, rehearsalRecipient } = qualification.deals.A;
    for (const taken of [{ recipient }, { rehearsalRecipient: recipient }, { recipient: rehearsalRecipient }]) {
      const deal = await freshDeal(app, id, 'A', { envelope: 'price', ...taken });
      expect(await say(app, 'custodian-hospital', 'put', `/v1/tenders/${id}/sealing`, deal)).toMatchObject({
        status: 409,
        body: { errors: [{ rule: 'sealing.key-of-other-envelope' }] },
      });
    }
  });
});
