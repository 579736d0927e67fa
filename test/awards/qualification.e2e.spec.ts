import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { declaredReviewer } from '../reviewers.js';
import {
  act,
  audited,
  challenge,
  declare,
  done,
  evaluate,
  look,
  matter,
  opened,
  published,
  recipientsOf,
  request,
  rulesOf,
  type Opened,
  tagOf,
} from '../journeys/steps.js';
import {
  announce,
  firstOpened,
  judge,
  judged,
  minutesOf,
  pricesOpenAt,
  publishedInTwo,
  unfit,
  type TwoStepTender,
} from '../journeys/two-steps.js';
import { heard } from '../challenges/heard.js';

describe('who qualifies (资格审查), before prices are opened', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  beforeEach(async () => {
    // An organisation has no more than ten under way.
    await app.sql('DELETE FROM bid_uploads');
    await app.setClock('2026-03-02T09:00:00+08:00');
  });
  afterAll(() => app.close());

  const asOpened = (tender: TwoStepTender & { bids: Record<string, string> }): Opened => {
    const locked = tender.locks.qualification;
    return { ...tender, locked, recipients: recipientsOf(locked) };
  };
  const declared = async (content: object = {}): Promise<TwoStepTender & { bids: Record<string, string> }> => {
    const tender = await firstOpened(app, {}, content);
    await declare(app, asOpened(tender));
    return tender;
  };
  const audits = (type: string, { id }: { id: string }): Promise<number> => audited(app, type, id);

  it('is judged of every bid that stands, once, by who has declared and has no conflict', async () => {
    const tender = await firstOpened(app);
    const bids = Object.values(tender.bids);
    expect(rulesOf(await judge(app, tender, bids))).toEqual(['evaluation.conflict-undeclared']);
    await declare(app, asOpened(tender));
    expect(rulesOf(await judge(app, tender, bids.slice(1)))).toEqual(['evaluation.bids-missing']);
    expect((await judge(app, tender, [...bids, bids[0] as string])).status).toBe(422);
    expect((await judge(app, tender, [tender.id])).status).toBe(422);
    const silent = [{ bidId: bids[0], qualified: false }];
    expect((await act(app, 'evaluator-chen', 'post', `${tender.path}/qualifications`, { bids: silent })).status).toBe(422);
    expect(await audits('qualification.submitted', tender)).toBe(0);
    done(await judge(app, tender, bids, [bids[1] as string]));
    expect(await audits('qualification.submitted', tender)).toBe(1);
    expect(await audits('qualification.decided', tender)).toBe(1);
    expect(await audits('bid.qualified', tender)).toBe(3);
    expect(await audits('bid.rejected', tender)).toBe(1);
    expect(rulesOf(await judge(app, tender, bids))).toEqual(['qualification.none-due']);
  });

  it('is decided by the majority of as many as the documents say', async () => {
    const tender = await declared({ evaluators: 3 });
    const { path } = tender;
    const bids = Object.values(tender.bids);
    for (const client of ['evaluator-lin', 'evaluator-gu'])
      done(await act(app, client, 'post', `${path}/conflict-declarations`, { hasConflict: false }));
    const against = (unqualified: readonly string[]): object => ({
      bids: bids.map((bidId) =>
        unqualified.includes(bidId) ? { bidId, qualified: false, reasons: unfit } : { bidId, qualified: true },
      ),
    });
    const [first, second] = bids as [string, string];
    expect(done(await judge(app, tender, bids, [first, second])).body).toMatchObject({ decided: false });
    expect(rulesOf(await judge(app, tender, bids))).toEqual(['evaluation.already-submitted']);
    expect(rulesOf(await announce(app, tender))).toEqual(['opening.qualification-undecided']);
    expect((await look(app, 'evaluator-chen', `${path}/qualification`)).status).toBe(404);
    done(await act(app, 'evaluator-lin', 'post', `${path}/qualifications`, against([second])));
    const last = await act(app, 'evaluator-gu', 'post', `${path}/qualifications`, against([]));
    expect(done(last).body).toMatchObject({ decided: true });
    const { verdicts } = done(await look(app, 'procurer-wang', `${path}/qualification`)).body as unknown as {
      verdicts: object[];
    };
    expect(verdicts.slice(0, 2)).toMatchObject([
      { bidId: first, qualified: true, rejectedBy: 1, evaluators: 3 },
      { bidId: second, qualified: false, rejectedBy: 2, evaluators: 3, reasons: [unfit, unfit] },
    ]);
  });

  it('is nothing that a tender opened at once asks for, nor one that is not opened', async () => {
    const atOnce = await opened(app, await published(app));
    await declare(app, atOnce);
    const findings = { bids: [{ bidId: Object.values(atOnce.bids)[0], qualified: true }] };
    expect(rulesOf(await act(app, 'evaluator-chen', 'post', `${atOnce.path}/qualifications`, findings))).toEqual([
      'qualification.none-due',
    ]);
    expect(rulesOf(await announce(app, atOnce as unknown as TwoStepTender))).toEqual(['opening.no-prices-due']);
    await app.setClock('2026-03-02T09:00:00+08:00');
    const sealed = await publishedInTwo(app);
    expect(rulesOf(await judge(app, sealed, [sealed.id]))).toEqual(['tender.wrong-state']);
    expect(rulesOf(await announce(app, sealed, '2026-03-20T10:00:00+08:00'))).toEqual(['tender.wrong-state']);
  });

  it('is read by the panel of all bids, by a bidder of its own, and by nobody else', async () => {
    const tender = await judged(app, ['supplier-hujiang']);
    const read = (client: string): ReturnType<typeof look> => look(app, client, `${tender.path}/qualification`);
    const counts = async (client: string): Promise<number> =>
      (done(await read(client)).body as unknown as { verdicts: unknown[] }).verdicts.length;
    for (const client of ['evaluator-chen', 'procurer-wang', 'auditor-feng']) expect(await counts(client)).toBe(4);
    for (const client of ['supplier-shenda', 'supplier-hujiang']) expect(await counts(client)).toBe(1);
    expect((await read('newcomer-qian')).status).toBeGreaterThanOrEqual(403);
    expect((await look(app, null, `${tender.path}/qualification`)).status).toBe(401);
  });

  it('prices are announced once, a day before, under the tag of the tender, and only where three qualify', async () => {
    const tender = await declared();
    const bids = Object.values(tender.bids);
    done(await judge(app, tender, bids, [bids[0] as string]));
    const opensAt = pricesOpenAt;
    expect((await act(app, 'procurer-wang', 'post', `${tender.path}/price-opening`, { opensAt })).status).toBe(428);
    expect(rulesOf(await announce(app, tender, '2026-04-13T23:59:59+08:00'))).toEqual(['opening.prices-too-soon']);
    expect(await audits('tender.price-opening-announced', tender)).toBe(0);
    const tag = await tagOf(app, 'procurer-wang', tender.path);
    const both = await Promise.all([1, 2].map(() => announce(app, tender, opensAt, tag)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audits('tender.price-opening-announced', tender)).toBe(1);
    expect(rulesOf(await announce(app, tender))).toEqual(['opening.prices-announced']);
    expect(done(await look(app, 'supplier-shenda', `${tender.path}/qualification`)).body).toMatchObject({
      pricesOpenAt: '2026-04-15T02:00:00.000000Z',
    });
  });

  it('with fewer than three that qualify no price is opened, and the procurement fails', async () => {
    const tender = await declared();
    const bids = Object.values(tender.bids);
    done(await judge(app, tender, bids, bids.slice(0, 2)));
    expect(rulesOf(await announce(app, tender))).toEqual(['opening.too-few-qualified']);
    const failure = {
      code: 'other',
      reason: 'too-few-bids',
      explanation: { zh: '合格投标不足三份。', en: 'Fewer than three bids qualify.' },
    };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/failure`, failure, tender.path));
    await app.setClock(pricesOpenAt);
    const refused = await act(app, 'custodian-hospital', 'post', `${tender.path}/opening/sessions`, { envelope: 'price' });
    expect(rulesOf(refused)).toEqual(['tender.wrong-state']);
  });

  it('a low price is asked about once prices are open', async () => {
    const tender = await declared();
    const inquiry = {
      class: 'low-price',
      bids: [tender.bids['supplier-shenda']],
      question: { zh: '请说明报价构成。', en: 'Explain how the price is made up.' },
      dueAt: '2026-04-14T10:00:00+08:00',
    };
    expect(rulesOf(await act(app, 'evaluator-chen', 'post', `${tender.path}/inquiries`, inquiry))).toEqual([
      'evaluation.prices-sealed',
    ]);
  });

  it('a review sets it aside: who was rejected is judged again, and the price it kept sealed is opened after all', async () => {
    const tender = await judged(app, ['supplier-hujiang']);
    const rejected = tender.bids['supplier-hujiang'] as string;
    const filed = `/v1/challenges/${done(await challenge(app, asOpened(tender), 'process', 'supplier-hujiang')).body.id}`;
    const reply = {
      answers: [{ matter: '1', text: { zh: '资格审查符合文件。', en: 'The decision fits the documents.' } }],
      grounds: { zh: '资格审查记录。', en: 'The record.' },
      rightToComplain: true,
    };
    done(await act(app, 'procurer-wang', 'post', `${filed}/reply`, reply, filed));
    await app.setClock('2026-04-24T09:00:00+08:00');
    const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
    const complaint = { matters: [{ matter: '1', facts: matter.facts }], request, reviewBodyId };
    const at = `/v1/complaints/${done(await act(app, 'supplier-hujiang', 'post', `${filed}/complaint`, complaint)).body.id}`;
    const reviewer = await declaredReviewer(app, at);
    done(await act(app, reviewer, 'post', `${at}/acceptance`, {}, at));
    await heard(app, at);
    const why = { zh: '注册证已提供。', en: 'The registration was given.' };
    const decision = {
      outcome: 'upheld',
      findings: [{ matter: '1', upheld: true, irregularity: 'unj-excl', reasons: why }],
      remedies: [{ kind: 'qualification-redone' }],
      reasons: why,
    };
    done(await act(app, reviewer, 'post', `${at}/decision`, decision, at));
    expect(await audits('qualification.set-aside', tender)).toBe(1);
    const session = { envelope: 'price' };
    expect(rulesOf(await act(app, 'custodian-hospital', 'post', `${tender.path}/opening/sessions`, session))).toEqual([
      'opening.qualification-undecided',
    ]);
    expect(done(await judge(app, tender, [rejected])).body).toMatchObject({ stage: 2, decided: true });
    expect(rulesOf(await act(app, 'custodian-hospital', 'post', `${tender.path}/opening/sessions`, session))).toEqual([
      'opening.prices-unannounced',
    ]);
    done(await announce(app, tender, '2026-04-27T10:00:00+08:00'));
    await app.setClock('2026-04-27T10:00:00+08:00');
    await openTogether(app, tender.locks.price);
    const minutes = await minutesOf(app, tender, 'price');
    expect(minutes.bids.map((one) => one.bidId)).toContain(rejected);
    expect(minutes.unopened).toEqual([]);
    done(await evaluate(app, asOpened(tender), { scores: { fourth: '60' } }));
    const { report } = done(await look(app, 'evaluator-chen', `${tender.path}/evaluation-report`)).body as unknown as {
      report: { ranked: unknown[]; rejected: unknown[] };
    };
    expect([report.ranked.length, report.rejected.length]).toEqual([4, 0]);
  });
});
