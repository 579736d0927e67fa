import { rootOfFields, type OpenField, type RulingCopy } from '../../src/challenges/ruling-copy.js';
import type { Caller } from '../app.js';
import { offers } from '../awards/stories.js';
import {
  audited,
  awardedTender,
  filed,
  openedTender,
  publishedTender,
  resultLetter,
  rulesOf,
  startDocket,
  type DocketApp,
} from './docket.js';
import { reviews } from '../reviewers.js';
import { act } from './case.js';
import { acceptedComplaint, both, decidedComplaint, rejected, upheld } from './decided.js';

const secret = '梯度线圈采用双层反向绕组并在零下四十度固化';
const leak = { zh: `其${secret.slice(4)}。`, en: 'It is better' };

describe('a decision on a complaint (处理决定)', () => {
  let app: DocketApp;
  let [supplier, xu, procurer]: Caller[] = [];

  beforeAll(async () => {
    app = await startDocket();
    [supplier, xu, procurer] = [await app.as('supplier-shenda'), await app.as('reviewer-xu'), await app.as('procurer-wang')];
  }, 120_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  const by = (caller: Caller | undefined): Caller => caller as Caller;
  const published = async (id: string) => (await app.http('get', `/v1/review-decisions/${id}`)).body as { copy: RulingCopy };
  const fieldIn = (copy: RulingCopy, name: string) =>
    copy.fields.find((one) => one.name === name) as OpenField & { digest?: string };

  it('is public in both languages, withholds what waits, and is the same record as the parties’', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await awardedTender(app);
    const withheld = [{ field: 'findings/1/reasons', reason: 'commercial-interest', releaseOn: '2026-09-01' }];
    const { id, etag } = await acceptedComplaint(app, tender.id, resultLetter);
    expect((await app.http('get', `/v1/review-decisions/${id}`)).status).toBe(404);
    const ruling = { ...upheld, remedies: [{ kind: 'result-set-aside' }], withheld };
    const past = { ...ruling, withheld: [{ ...withheld[0], releaseOn: '2026-06-01' }] };
    const decide = (body: object) => act(by(xu), id, 'decision', body, etag);
    expect(rulesOf(await decide(past))).toEqual(['withholding.release-past']);
    const none = { ...ruling, withheld: [{ ...withheld[0], field: 'findings/7/reasons' }] };
    expect(rulesOf(await decide(none))).toEqual(['withholding.nothing-to-withhold']);
    expect((await decide({ ...ruling, withheld: [{ ...withheld[0], field: 'outcome' }] })).status).toBe(422);
    filed(await decide(ruling));
    const whole = (await by(supplier)('get', `/v1/complaints/${id}/decision`)).body as RulingCopy;
    const { copy } = await published(id);
    expect([rootOfFields(whole.fields), rootOfFields(copy.fields)]).toEqual([whole.root, whole.root]);
    expect(copy.root).toBe(whole.root);
    expect(fieldIn(copy, 'findings/1/reasons')).toMatchObject({ reason: 'commercial-interest', releaseOn: '2026-09-01' });
    expect(JSON.stringify(fieldIn(copy, 'findings/1/reasons'))).not.toContain('salt');
    expect(fieldIn(whole, 'findings/1/reasons').value).toEqual(both);
    expect(fieldIn(copy, 'findings/1').value).toMatchObject({ irregularity: { code: 'eva-diff-crit' } });
    expect(fieldIn(copy, 'decisionType').value).toMatchObject({ code: 'accepted' });
    expect(fieldIn(copy, 'remedies').value).toMatchObject([{ kind: 'result-set-aside', code: 'set-aside' }]);
    const [entry] = await app.sql<{ root: string }>(
      `SELECT body.payload::jsonb #>> '{payload,rulingRoot}' AS root FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
        WHERE entry.type = 'complaint.decided' AND entry.subject_id = $1`,
      [id],
    );
    expect(entry?.root).toBe(whole.root);
    expect((await (await app.as('supplier-hujiang'))('get', `/v1/complaints/${id}/decision`)).status).toBe(404);
    const listed = await app.http('get', `/v1/tenders/${tender.id}/review-decisions`);
    expect(listed.body).toMatchObject({ decisions: [{ complaintId: id, outcome: 'upheld', root: whole.root }] });
    await app.setClock('2026-09-01T00:00:00+08:00');
    expect(fieldIn((await published(id)).copy, 'findings/1/reasons').value).toEqual(both);
  });

  it('names no complainant before the opening, and is not there for a draft', async () => {
    const tenderId = await publishedTender(app);
    const { id } = await decidedComplaint(app, tenderId, upheld);
    const { copy } = await published(id);
    expect(fieldIn(copy, 'complainant')).toMatchObject({ reason: 'fair-competition', releaseOn: '2026-04-13' });
    expect(JSON.stringify(copy)).not.toContain('申达');
    const draft = await publishedTender(app, { published: false });
    for (const what of ['review-decisions', 'review-statistics'])
      expect((await app.http('get', `/v1/tenders/${draft}/${what}`)).status).toBe(404);
  });

  it('tells everybody nobody’s secret, not even the complainant’s own, unless it is withheld', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const secrets = (one: string): string[] => (one === 'shenda' ? [secret] : []);
    const tender = await awardedTender(app, { offers: offers.map((one) => ({ ...one, secrets: secrets(one.supplier) })) });
    const { id, etag } = await acceptedComplaint(app, tender.id, resultLetter);
    const ruling = { ...rejected, reasons: leak };
    const told = await act(by(xu), id, 'decision', ruling, etag);
    expect([told.status, rulesOf(told)]).toEqual([422, ['complaint.trade-secret']]);
    const withheld = [{ field: 'reasons', reason: 'commercial-interest', releaseOn: '2036-06-01' }];
    filed(await act(by(xu), id, 'decision', { ...ruling, withheld }, etag));
    expect(JSON.stringify((await published(id)).copy)).not.toContain(secret.slice(4));
  });

  it('may be contested elsewhere, and holds the record while it is', async () => {
    const tenderId = await publishedTender(app);
    const { id, etag } = await acceptedComplaint(app, tenderId);
    const body = {
      kind: 'litigation',
      authority: { zh: '上海市第三中级人民法院' },
      reference: '（2026）沪03行初12号',
      filedOn: '2026-03-02',
      evidence: ['受理通知书'],
    };
    const record = (caller: Caller | undefined, over: object = {}) =>
      act(by(caller), id, 'outside-proceedings', { ...body, ...over });
    expect(rulesOf(await record(supplier))).toEqual(['complaint.undecided']);
    const { body: shown } = filed(
      await act(by(xu), id, 'decision', { ...upheld, remedies: [{ kind: 'procedure-cancelled' }] }, etag),
    );
    expect(shown['outsideLimits']).toMatchObject({
      reconsideration: { result: '2026-05-06', force: 'national' },
      litigation: { result: '2026-09-02', force: 'policy' },
    });
    expect((await record(await app.as('supplier-hujiang'))).status).toBe(404);
    expect((await record(supplier, { filedOn: '2026-03-01' })).status).toBe(422);
    expect((await record(supplier, { filedOn: '2026-03-03' })).status).toBe(422);
    const answers = await Promise.all([record(supplier), record(procurer, { kind: 'reconsideration' })]);
    expect(answers.map((one) => (one.body as { number: number }).number).sort()).toEqual([1, 2]);
    const auditor = await app.as('auditor-feng');
    const dispose = async () => {
      const reason = { zh: '保存期满。', en: 'Its time is over.' };
      return rulesOf(await auditor('post', `/v1/archive/tenders/${tenderId}/disposals`).send({ reason }));
    };
    await app.setClock('2041-03-03T09:00:00+08:00');
    expect(await dispose()).toEqual(['archive.retention-locked', 'archive.under-hold']);
    const seen = await app.http('get', `/v1/review-decisions/${id}`);
    expect(seen.body).toMatchObject({ outsideProceedings: [{ number: 1, endedOn: null }, { number: 2 }] });
    const outcome = { result: 'upheld', endedOn: '2026-12-01', statement: { zh: '驳回诉讼请求。' }, evidence: ['判决书'] };
    const end = (number: unknown, over: object = {}, tag = '"1"') =>
      act(by(xu), id, `outside-proceedings/${String(number)}/outcome`, { ...outcome, ...over }, tag);
    expect((await end(3)).status).toBe(404);
    expect((await end(1, { endedOn: '2026-03-01' })).status).toBe(422);
    const ends = await Promise.all([end(1), end(1)]);
    expect(ends.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(rulesOf(await end(1, {}, '"2"'))).toEqual(['proceeding.already-ended']);
    filed(await end(2));
    // Its fifteen years count from there.
    expect(await dispose()).toEqual(['archive.retention-locked']);
    await app.setClock('2041-12-02T09:00:00+08:00');
    expect(await dispose()).toEqual(['']);
    expect((await audited(app, id)).slice(-4)).toEqual([
      'proceeding.recorded',
      'proceeding.recorded',
      'proceeding.ended',
      'proceeding.ended',
    ]);
  });

  it('that the complaint was not proven, three times in a year, is put before a person and bars nothing', async () => {
    const flags = async (caller: Caller | undefined) =>
      ((await by(caller)('get', '/v1/complainant-flags')).body as { items: { id: string; complaintIds: string[] }[] }).items;
    await app.setClock('2028-02-29T09:00:00+08:00');
    const before = await flags(xu);
    expect(before).toEqual([]);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await decidedComplaint(app, await publishedTender(app), rejected)).id);
    const [flag] = await flags(xu);
    expect(flag?.complaintIds).toEqual(expect.arrayContaining(ids));
    const duties = (await by(xu)('get', '/v1/me/duties')).body as { items: { kind: string }[] };
    expect(duties.items.map((one) => one.kind)).toContain('complainant.flagged');
    await acceptedComplaint(app, await publishedTender(app));
    expect(await flags(await app.as('reviewer-health'))).toEqual([]);
    const close = (caller: Caller | undefined, tag?: string) => {
      const request = by(caller)('post', `/v1/complainant-flags/${String(flag?.id)}/closure`);
      return (tag === undefined ? request : request.set('if-match', tag)).send({ reasons: both });
    };
    expect((await close(xu)).status).toBe(428);
    expect((await close(await app.as('reviewer-health'), '"1-open"')).status).toBe(404);
    expect((await close(supplier, '"1-open"')).status).toBe(403);
    await reviews(app, 'reviewer-he', true);
    const answers = await Promise.all([close(xu, '"1-open"'), close(await app.as('reviewer-he'), '"1-open"')]);
    await reviews(app, 'reviewer-he', false);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(rulesOf(await close(xu, '"2-closed"'))).toEqual(['flag.already-closed']);
    expect(await audited(app, String(flag?.id))).toEqual(['complainant.flagged', 'complainant-flag.closed']);
    await decidedComplaint(app, await publishedTender(app), rejected);
    expect(await flags(xu)).toHaveLength(1);
  });

  it('is counted, and before the opening nothing that tells of bidders', async () => {
    await app.setClock('2027-03-01T09:00:00+08:00');
    const tender = await openedTender(app);
    const open = await publishedTender(app);
    await app.setClock('2027-03-02T09:00:00+08:00');
    const { id } = await acceptedComplaint(app, open);
    const counts = async (path: string) => (await app.http('get', path)).body as Record<string, unknown>;
    expect(await counts(`/v1/tenders/${open}/review-statistics`)).toMatchObject({
      complete: false,
      challenges: 0,
      complaints: 0,
    });
    const { headers } = await by(xu)('get', `/v1/complaints/${id}`);
    await app.setClock('2027-03-12T09:00:00+08:00');
    filed(await act(by(xu), id, 'decision', upheld, String(headers['etag'])));
    expect(await counts(`/v1/tenders/${open}/review-statistics`)).toMatchObject({
      ...{ challenges: 0, complaints: 1, outcomes: { upheld: 1 } },
      ...{ irregularities: { 'eva-diff-crit': 1, other: 1 }, remedies: { clarification: 1 }, daysToDecisionMedian: 10, lots: [] },
    });
    const entity = `/v1/statistics/reviews?procurerId=${String(app.orgs['hospital'])}`;
    expect(await counts(`${entity}&from=2027-03-12&to=2027-03-12`)).toMatchObject({ complaints: 1, challenges: 0 });
    expect(await counts(`${entity}&from=2027-03-13&to=2027-12-31`)).toMatchObject({ complaints: 0, daysToDecisionMedian: null });
    const total = await counts('/v1/statistics/reviews');
    expect(Number(total['complaints'])).toBeGreaterThanOrEqual(Number((await counts(entity))['complaints']));
    expect((await app.http('get', `${entity}&from=2027-03-13&to=2027-03-12`)).status).toBe(422);
    expect((await app.http('get', '/v1/statistics/reviews?from=nonsense')).status).toBe(422);
    expect(await counts(`/v1/tenders/${tender.id}/review-statistics`)).toMatchObject({ complete: true, challenges: 0 });
  });
});
