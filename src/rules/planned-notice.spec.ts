import {
  plannedDay,
  plannedNoticeSupports,
  publishedPlanMayChange,
  type PlannedClaim,
  type PlannedNotice,
} from './planned-notice.js';

const claim: PlannedClaim = { index: 1, category: 'goods', itemClass: 'A02320700', statedOn: null };
const found: PlannedNotice = {
  sameProcurer: true,
  publishedOn: '2026-04-22',
  withdrawn: false,
  category: 'goods',
  itemClass: 'A02320700',
  hasDocumentsAddress: true,
};
const noticeOn = '2026-06-01';

function codes(over: Partial<PlannedNotice>, about: Partial<PlannedClaim> = {}): unknown[] {
  return plannedNoticeSupports({ ...claim, ...about }, { ...found, ...over }, noticeOn, noticeOn).map((one) => one.facts['code']);
}

describe('a planned notice that carries a shorter bid period (rulebook 1b)', () => {
  it.each([
    ['2026-04-22', []],
    ['2026-04-23', ['untimely']],
    ['2025-06-01', []],
    ['2025-05-31', ['untimely']],
  ])('published on %s for a notice of 2026-06-01: %j', (publishedOn, expected) => {
    expect(codes({ publishedOn })).toEqual(expected);
  });

  it.each<[string, Partial<PlannedNotice>, Partial<PlannedClaim>]>([
    ['otherProcurer', { sameProcurer: false }, {}],
    ['notPublished', { publishedOn: null }, {}],
    ['notPublished', { publishedOn: null }, { statedOn: '2026-04-22' }],
    ['withdrawn', { withdrawn: true }, {}],
    ['otherCategory', { category: 'services' }, {}],
    ['otherItemClass', { itemClass: 'A02320800' }, {}],
    ['otherItemClass', {}, { itemClass: null }],
    ['incomplete', { hasDocumentsAddress: false }, {}],
    ['otherDate', {}, { statedOn: '2026-04-21' }],
  ])('is refused as %s, and its day does not count', (code, over, about) => {
    expect(codes(over, about)).toEqual([code]);
    expect(plannedDay({ ...claim, ...about }, { ...found, ...over })).toBeNull();
  });

  it('covers every item class of its category where it names none, and any day that the draft states rightly', () => {
    expect(codes({ itemClass: null }, { statedOn: '2026-04-22' })).toEqual([]);
    expect(plannedDay(claim, found)).toBe('2026-04-22');
  });

  it('must be named', () => {
    expect(plannedNoticeSupports(claim, null, noticeOn, noticeOn)).toMatchObject([
      { rule: 'tender.planned-notice-missing', pointer: '#/reductions/1/plannedNoticeId' },
    ]);
    expect(plannedDay(claim, null)).toBeNull();
  });

  it('points at what is wrong, with the days between which it must lie', () => {
    expect(plannedNoticeSupports({ ...claim, statedOn: '2026-04-20' }, found, noticeOn, noticeOn)).toMatchObject([
      { pointer: '#/reductions/1/plannedNoticeOn', facts: { earliestOn: '2025-06-01', latestOn: '2026-04-22' } },
    ]);
    expect(plannedNoticeSupports(claim, { ...found, withdrawn: true }, noticeOn, noticeOn)[0]?.pointer).toBe(
      '#/reductions/1/plannedNoticeId',
    );
  });
});

it.each<[string[], boolean, string[]]>([
  [['title', 'description', 'budget', 'plannedNoticeOn', 'documentsAddress'], false, []],
  [['title', 'documentsAddress'], true, ['documentsAddress']],
  [['title', 'itemClass', 'category', 'noEnglishReason'], false, ['itemClass', 'category', 'noEnglishReason']],
])('of a published notice %j may be written anew (address came or went: %s), but %j', (fields, addressCameOrWent, fixed) => {
  expect(publishedPlanMayChange({ fields, addressCameOrWent }).map((one) => [one.rule, one.pointer, one.facts])).toEqual(
    fixed.length === 0 ? [] : [['planned-notice.field-fixed', `#/${fixed[0]}`, { fields: fixed }]],
  );
});
