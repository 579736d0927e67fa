import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { planned, withdrawPlan } from '../tenders/planned.js';
import { act, approved, audited, done, look, publish, rulesOf, submit, type JourneyTender } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ now: '2025-05-01T09:00:00+08:00' });
});
afterAll(() => app.close());

const justification = '采购意向已提前公开四十日以上，供应商有充分时间准备投标文件。';

function claim(plannedNoticeId: string | undefined, over: object = {}): object {
  return {
    reductions: [{ ground: 'plannedNotice', justification, plannedNoticeId }],
    legalBasisRef: '国发〔2023〕23号 第51条',
    bidsCloseAt: '2026-06-11T09:30:00+08:00',
    itemClass: 'A02320700',
    ...over,
  };
}

async function tryOn(noticeAt: string, body: object): Promise<[JourneyTender, Awaited<ReturnType<typeof publish>>]> {
  await app.setClock(noticeAt);
  const tender = await approved(app, body);
  return [tender, await publish(app, tender)];
}

const noticeAt = '2026-06-01T10:00:00+08:00';

describe('art. 51: a planned notice, forty days later its tender with ten days for bids', () => {
  it('counts from forty days to twelve months before the notice, both included, and not one day more', async () => {
    const days = ['2025-05-31', '2025-06-01', '2026-04-22', '2026-04-23'];
    const found: Record<string, { status: number; rules: string[] }> = {};
    for (const day of days) {
      await app.setClock(`${day}T09:00:00+08:00`);
      const id = await planned(app);
      const [, answer] = await tryOn(noticeAt, claim(id));
      found[day] = { status: answer.status, rules: rulesOf(answer) };
    }
    const refused = {
      status: 422,
      rules: ['tender.bid-period-short', 'tender.bid-period-reason-missing', 'tender.planned-notice-unfit'],
    };
    const taken = { status: 201, rules: [] };
    expect(found).toEqual({ '2025-05-31': refused, '2025-06-01': taken, '2026-04-22': taken, '2026-04-23': refused });
  });

  it('runs from the planned notice through ten days to the opening, each showing the other', async () => {
    await app.setClock('2026-04-22T09:00:00+08:00');
    const id = await planned(app);
    const [short, refused] = await tryOn(noticeAt, claim(id, { bidsCloseAt: '2026-06-10T09:30:00+08:00' }));
    expect(rulesOf(refused)).toEqual(['tender.bid-period-below-floor']);
    expect((await look(app, null, `/v1/planned-notices/${id}`)).body['tenders']).toEqual([]);
    const [tender, answer] = await tryOn(noticeAt, claim(id));
    done(answer);
    expect(answer.body['warnings']).toMatchObject([{ rule: 'tender.bid-period-below-national' }]);
    const notice = (await look(app, null, `${tender.path}/notices/1`)).body;
    expect(notice['content']).toMatchObject({ reductions: [{ ground: 'plannedNotice', plannedNoticeId: id }] });
    const { body } = await look(app, null, `/v1/planned-notices/${id}`);
    expect(body['tenders']).toMatchObject([{ id: tender.id, referenceNumber: answer.body['referenceNumber'] }]);
    expect((await look(app, 'procurer-wang', short.path)).body.state).toBe('approved');

    done(await submit(app, tender, 'supplier-shenda'));
    await app.setClock('2026-06-11T10:00:00+08:00');
    await openTogether(app, tender.locked);
    expect((await look(app, null, tender.path)).body.state).toBe('opened');
    expect(await audited(app, 'tender.opened', tender.id)).toBe(1);
  });

  it('no longer believes a day that only the draft states', async () => {
    await app.setClock('2026-04-01T09:00:00+08:00');
    const id = await planned(app);
    const [, bare] = await tryOn(
      noticeAt,
      claim(undefined, { reductions: [{ ground: 'plannedNotice', justification, plannedNoticeOn: '2026-04-01' }] }),
    );
    expect(rulesOf(bare)).toEqual([
      'tender.bid-period-short',
      'tender.bid-period-reason-missing',
      'tender.planned-notice-missing',
    ]);
    const stated = (plannedNoticeOn: string) =>
      claim(id, { reductions: [{ ground: 'plannedNotice', justification, plannedNoticeId: id, plannedNoticeOn }] });
    const [, wrong] = await tryOn(noticeAt, stated('2026-03-31'));
    expect(wrong.body.errors).toMatchObject([
      {},
      {},
      { rule: 'tender.planned-notice-unfit', pointer: '#/reductions/0/plannedNoticeOn' },
    ]);
    const [, right] = await tryOn(noticeAt, stated('2026-04-01'));
    expect(right.status).toBe(201);
  });

  it.each([
    ['of another item class', { itemClass: 'A02320800' }],
    ['of another category', { itemClass: undefined, category: 'services' }],
    ['without an address of the documents', { documentsAddress: undefined }],
  ])('refuses a planned notice %s', async (_, over) => {
    await app.setClock('2026-04-01T09:00:00+08:00');
    const [, answer] = await tryOn(noticeAt, claim(await planned(app, over)));
    expect(rulesOf(answer)).toContain('tender.planned-notice-unfit');
  });

  it('refuses one that was withdrawn, one that was never published and one of another entity; the dry run says the same', async () => {
    await app.setClock('2026-04-01T09:00:00+08:00');
    const withdrawn = await planned(app);
    done(await withdrawPlan(app, withdrawn));
    const written = done(await act(app, 'procurer-wang', 'post', '/v1/planned-notices', await bodyOf(withdrawn))).body.id;
    const foreign = await portPlan();
    for (const id of [withdrawn, written, foreign]) {
      const [tender, answer] = await tryOn(noticeAt, claim(id));
      expect(rulesOf(answer)).toContain('tender.planned-notice-unfit');
      const dry = done(await act(app, 'procurer-wang', 'post', `${tender.path}/compliance-check`)).body;
      expect(dry['publishable']).toBe(false);
      expect(dry['computed']).toMatchObject({ daysMin: 40 });
    }
  });
});

async function bodyOf(id: string): Promise<object> {
  const { title, description, category, itemClass, plannedNoticeOn, documentsAddress } = (
    await look(app, null, `/v1/planned-notices/${id}`)
  ).body;
  return {
    title,
    description,
    category,
    itemClass,
    plannedNoticeOn,
    documentsAddress,
    nationalSecurity: false,
    stateSecret: false,
  };
}

async function portPlan(): Promise<string> {
  const body = await bodyOf((await planned(app)) as string);
  const { id } = done(await act(app, 'procurer-port', 'post', '/v1/planned-notices', body)).body;
  const path = `/v1/planned-notices/${id}`;
  done(await act(app, 'approver-port', 'post', `${path}/publication`, undefined, path));
  return id;
}
