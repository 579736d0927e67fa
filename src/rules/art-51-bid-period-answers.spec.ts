import { bidPeriodIsLongEnough } from './art-51-bid-period.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const sound = { justification: '本项目公告、文件与投标均经电子平台免费提供并全程留痕。', approver: 'person-2' };
const claims = (...grounds: string[]) => grounds.map((ground) => ({ ground, ...sound }));
const legalBasisRef = '沪府规〔2026〕1号 调整决定';
const period = (bidsCloseOn: string, reductions: object[] = [], more: object = {}) => ({
  documentsIssuedAt: '2026-03-02T09:00:00+08:00',
  bidsCloseAt: `${bidsCloseOn}T09:00:00+08:00`,
  reductions,
  ...more,
});
const ask = (facts: object) => evaluate(51, facts as Record<string, unknown>, context);

describe('what a refusal about the bid period points at', () => {
  const told = (facts: object) =>
    ask(facts).breaches.map(({ rule, pointer, facts: given }) => ({ rule, pointer: pointer?.replace('/facts', ''), given }));

  it('the deadline, its days and the earliest day', () => {
    expect(told(period('2026-03-11'))).toEqual([
      {
        rule: 'tender.bid-period-below-floor',
        pointer: '#/bidsCloseAt',
        given: { days: 9, daysMin: 10, earliestOn: '2026-03-12' },
      },
    ]);
    expect(told(period('2026-04-10'))).toEqual([
      { rule: 'tender.bid-period-short', pointer: '#/bidsCloseAt', given: { days: 39, daysMin: 40, earliestOn: '2026-04-11' } },
      {
        rule: 'tender.bid-period-reason-missing',
        pointer: '#/reductions',
        given: { days: 39, missing: ['reductions'] },
      },
    ]);
  });

  it('the legal basis below twenty days of national law', () => {
    const urgent = claims('urgency');
    expect(told(period('2026-03-20', urgent))).toEqual([
      {
        rule: 'tender.bid-period-reason-missing',
        pointer: '#/legalBasisRef',
        given: { days: 18, missing: ['legalBasisRef'] },
      },
      {
        rule: 'tender.bid-period-below-national',
        pointer: '#/bidsCloseAt',
        given: { days: 18, daysMin: 20, earliestOn: '2026-03-22', legalBasisRef: null },
      },
    ]);
    expect(told(period('2026-03-20', urgent, { legalBasisRef }))[0]?.given['legalBasisRef']).toBe(legalBasisRef);
  });

  it('the reduction that its own author approved', () => {
    const own = bidPeriodIsLongEnough(
      {
        documentsIssuedAt: '2026-03-02T09:00:00+08:00',
        bidsCloseAt: '2026-04-01T09:00:00+08:00',
        reductions: ['eNotice', 'eSubmission'].map((ground, index) => ({
          ground: ground as 'eNotice',
          justification: sound.justification,
          approver: index === 1 ? 'author' : 'another',
          plannedNoticeOn: null,
        })),
        noticePublishedOn: null,
        category: 'goods',
        legalBasisRef: null,
        author: 'author',
      },
      context,
    );
    expect(own).toMatchObject([
      { rule: 'tender.approver-is-author', pointer: '#/reductions/1/approver', facts: { approver: 'author' } },
    ]);
  });

  it('asks for the day of a planned notice only where one is claimed', () => {
    const pointers = (facts: object) => ask(facts).faults.map((one) => one.pointer);
    const planned = [{ ground: 'plannedNotice', ...sound }];
    expect(pointers(period('2026-04-11', planned))).toEqual([
      '#/facts/reductions/0/plannedNoticeOn',
      '#/facts/noticePublishedOn',
    ]);
    expect(pointers(period('2026-04-11', [{ ground: 'eNotice', ...sound, plannedNoticeOn: '2026-02-31' }]))).toEqual([
      '#/facts/reductions/0/plannedNoticeOn',
    ]);
    expect(ask(period('2026-04-11'))).not.toHaveProperty('pending');
  });
});
