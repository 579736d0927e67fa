import {
  bidPeriodDaysMin,
  failedConditions,
  formalDefects,
  type Reduction,
  type ReductionClaims,
  type ReductionGround,
} from './bid-period-reductions.js';

const day = '2026-04-01';
const twenty = '采用电子方式发布公告并提供招标文件及接收投标';

function claim(ground: ReductionGround, over: Partial<Reduction> = {}): Reduction {
  return { ground, justification: twenty, approver: 'somebody', plannedNoticeOn: null, ...over };
}

function claims(reductions: Reduction[], noticePublishedOn: string | null = null): ReductionClaims {
  return { reductions, noticePublishedOn };
}

describe('the bid period that the circumstances leave', () => {
  it.each<[ReductionGround[], number]>([
    [[], 40],
    [['eNotice'], 35],
    [['eNotice', 'eNotice'], 35],
    [['eNotice', 'eSubmission'], 30],
    [['eNotice', 'eDocuments', 'eSubmission'], 25],
    [['urgency'], 10],
    [['urgency', 'eNotice'], 10],
    [['commercial'], 40],
    [['commercial', 'eNotice', 'eDocuments'], 30],
    [['commercial', 'eNotice', 'eDocuments', 'eSubmission'], 10],
  ])('%j: %d days', (grounds, days) => {
    expect(bidPeriodDaysMin(claims(grounds.map((one) => claim(one))), day)).toBe(days);
  });

  it.each([
    ['2026-04-02', 35],
    ['2026-04-01', 35],
    ['2026-03-31', 40],
    [null, 35],
  ])('documents of 2026-04-01 by electronic means with a notice of %s: %d days', (noticeOn, days) => {
    expect(bidPeriodDaysMin(claims([claim('eDocuments')], noticeOn), day)).toBe(days);
  });

  it.each([
    ['2025-04-01', '2026-04-01', 10],
    ['2025-03-31', '2026-04-01', 40],
    ['2026-02-20', '2026-04-01', 10],
    ['2026-02-21', '2026-04-01', 40],
    [null, '2026-04-01', 40],
    ['2026-02-20', null, 40],
    [null, null, 40],
  ])('a planned notice of %s before the notice of %s: %d days', (plannedNoticeOn, noticeOn, days) => {
    expect(bidPeriodDaysMin(claims([claim('plannedNotice', { plannedNoticeOn })], noticeOn), day)).toBe(days);
  });
});

describe('what a claim lacks', () => {
  it('is a justification of twenty characters, an approver, or both', () => {
    const given = claims([
      claim('urgency'),
      claim('eNotice', { justification: twenty.slice(0, 20) }),
      claim('eNotice', { justification: twenty.slice(0, 19) }),
      claim('eNotice', { justification: '😀'.repeat(19) }),
      claim('eNotice', { justification: null, approver: null }),
      claim('eNotice', { approver: null }),
    ]);
    expect(formalDefects(given, day)).toEqual([
      'reductions/2/justification',
      'reductions/3/justification',
      'reductions/4/justification',
      'reductions/4/approver',
      'reductions/5/approver',
    ]);
  });

  it('is the circumstance that its code says', () => {
    const given = claims([claim('plannedNotice'), claim('eDocuments'), claim('commercial'), claim('urgency')], '2026-03-31');
    expect(failedConditions(given, day)).toEqual(['reductions/0/plannedNoticeOn', 'reductions/1/ground', 'reductions/2/ground']);
  });
});
