import { calendarOf, knownYears } from './calendar.js';
import { contractIsSignedInTime, contractPossibleAt, noReviewIsOpen, standstillEndsOn, standstillIsOver } from './standstill.js';
import { trackOf } from './track.js';

const calendar = calendarOf(knownYears);
const goods = { track: 'goodsServices', calendar } as const;
const found = (awardNoticeAt: string, now: string) => standstillIsOver({ awardNoticeAt, now, ...goods }).map((one) => one.rule);

test('works have their own track', () => {
  expect((['goods', 'services', 'works'] as const).map(trackOf)).toEqual(['goodsServices', 'goodsServices', 'works']);
});

describe('standstill (rulebook P6)', () => {
  test.each([
    ['2026-02-13T09:00:00+08:00', 'goodsServices', '2026-03-03'],
    ['2026-02-13T09:00:00+08:00', 'works', '2026-02-24'],
    ['2026-03-06T09:00:00+08:00', 'goodsServices', '2026-03-19'],
    ['2026-03-06T09:00:00+08:00', 'works', '2026-03-19'],
    ['2026-04-30T09:00:00+08:00', 'works', '2026-05-18'],
    ['2026-03-05T16:00:00Z', 'goodsServices', '2026-03-19'],
    ['2026-03-05T15:59:59.999999Z', 'goodsServices', '2026-03-17'],
    ['2026-12-18T09:00:00+08:00', 'goodsServices', '2026-12-31'],
    ['2026-12-21T09:00:00+08:00', 'goodsServices', null],
    ['2027-03-01T09:00:00+08:00', 'works', null],
  ] as const)('award noticed at %s (%s): until %s', (awardNoticeAt, track, endsOn) => {
    expect(standstillEndsOn({ awardNoticeAt, track, calendar })).toMatchObject({ article: 60, force: 'policy', result: endsOn });
  });

  test('the derivation shows the ten days, the notice period and both parts of the challenge window', () => {
    const { parts } = standstillEndsOn({ awardNoticeAt: '2026-02-13T09:00:00+08:00', ...goods });
    expect(parts).toMatchObject([
      { days: 10, force: 'policy', result: '2026-02-23' },
      {
        result: '2026-03-03',
        parts: [
          { days: 1, result: '2026-02-14' },
          { days: 10, result: '2026-02-24' },
          { days: 7, result: '2026-03-03' },
        ],
      },
    ]);
  });

  test('no contract on the last day, to the microsecond', () => {
    const awardNoticeAt = '2026-02-13T09:00:00+08:00';
    expect(found(awardNoticeAt, '2026-02-24T00:00:00+08:00')).toEqual(['contract.standstill-running']);
    expect(found(awardNoticeAt, '2026-03-03T23:59:59.999999+08:00')).toEqual(['contract.standstill-running']);
    expect(found(awardNoticeAt, '2026-03-04T00:00:00+08:00')).toEqual([]);
    expect(contractPossibleAt({ awardNoticeAt, ...goods })).toBe('2026-03-03T16:00:00.000000Z');
  });

  test('where a calendar year is missing it does not end, and the refusal names the year', () => {
    const awardNoticeAt = '2026-12-21T09:00:00+08:00';
    expect(found(awardNoticeAt, '2035-01-01T00:00:00+08:00')).toEqual(['contract.standstill-running', 'calendar.year-missing']);
    expect(standstillIsOver({ awardNoticeAt, now: '2035-01-01T00:00:00+08:00', ...goods })[1]?.facts).toEqual({ year: 2027 });
    expect(contractPossibleAt({ awardNoticeAt, ...goods })).toBeNull();
  });

  test('no contract while a challenge or complaint is open', () => {
    expect(noReviewIsOpen({ challenges: [], complaints: [] })).toEqual([]);
    expect(noReviewIsOpen({ challenges: ['c'], complaints: [] }).map((one) => one.rule)).toEqual(['contract.challenge-open']);
    expect(noReviewIsOpen({ challenges: [], complaints: ['c'] }).map((one) => one.rule)).toEqual(['contract.challenge-open']);
  });
});

describe('thirty days to the contract (采购法 art. 46)', () => {
  const awardNoticeAt = '2026-02-13T23:59:59.999999+08:00';
  const reason = '因质疑处理期间合同不得签订，处理结束后即签订本合同。';
  const signed = (signedAt: string, lateReason: string | null = null) =>
    contractIsSignedInTime({ awardNoticeAt, signedAt, lateReason });

  test('end with the thirtieth day and need no calendar', () => {
    expect(signed('2026-03-15T23:59:59.999999+08:00')).toEqual([]);
    expect(signed('2026-03-16T00:00:00+08:00')).toMatchObject([
      {
        rule: 'contract.signed-late',
        severity: 'refusal',
        facts: { signedOn: '2026-03-16', lastOn: '2026-03-15', days: 30, charsMin: 20 },
        derivation: { from: '2026-02-13', days: 30, result: '2026-03-15' },
      },
    ]);
    expect(
      contractIsSignedInTime({
        awardNoticeAt: '2030-06-01T09:00:00+08:00',
        signedAt: '2030-07-01T09:00:00+08:00',
        lateReason: null,
      }),
    ).toEqual([]);
  });

  test('do not roll off a holiday', () => {
    const late = contractIsSignedInTime({
      awardNoticeAt: '2026-09-04T09:00:00+08:00',
      signedAt: '2026-10-08T09:00:00+08:00',
      lateReason: null,
    });
    expect(late).toMatchObject([{ facts: { lastOn: '2026-10-04' } }]);
  });

  test('are over with a warning where the reason says enough', () => {
    expect(signed('2026-03-16T09:00:00+08:00', reason)).toMatchObject([{ rule: 'contract.signed-late', severity: 'warning' }]);
    for (const [text, severity] of [
      ['因'.repeat(20), 'warning'],
      ['因'.repeat(19), 'refusal'],
      [`${'因'.repeat(19)} \n `, 'refusal'],
      ['😀'.repeat(10), 'refusal'],
      ['', 'refusal'],
    ] as const)
      expect(signed('2026-03-16T09:00:00+08:00', text)[0]?.severity).toBe(severity);
    expect(signed('2026-03-15T09:00:00+08:00', reason)).toEqual([]);
  });
});

test('each refusal carries what bars the contract', () => {
  const awardNoticeAt = '2026-02-13T09:00:00+08:00';
  expect(standstillIsOver({ awardNoticeAt, now: awardNoticeAt, ...goods })).toMatchObject([
    {
      rule: 'contract.standstill-running',
      facts: { endsOn: '2026-03-03' },
      derivation: { result: '2026-03-03', force: 'policy' },
    },
  ]);
  const unknown = standstillIsOver({ awardNoticeAt: '2026-12-21T09:00:00+08:00', now: '2035-01-01T00:00:00+08:00', ...goods });
  expect(unknown[0]?.facts).toEqual({ endsOn: null });
  expect(unknown.map((one) => one.derivation?.result)).toEqual([null, null]);
  expect(noReviewIsOpen({ challenges: ['a'], complaints: ['b'] })[0]?.facts).toEqual({ challenges: ['a'], complaints: ['b'] });
  expect(contractIsSignedInTime({ awardNoticeAt, signedAt: '2026-03-16T09:00:00+08:00', lateReason: null })[0]?.pointer).toBe(
    '#/lateReason',
  );
});
