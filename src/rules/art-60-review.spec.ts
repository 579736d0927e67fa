import {
  challengeIsExhausted,
  complaintIsInTime,
  complaintLastDay,
  complaintStaysInScope,
  decisionDueOn,
  evaluate60,
  replyDueOn,
  respondentNoticeDueOn,
  suspensionEndsOn,
  suspensionIsShortEnough,
} from './art-60-review.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

const calendar = calendarOf(knownYears);
const noon = (day: string) => `${day}T12:00:00+08:00`;

function evaluated(raw: Record<string, unknown>) {
  const facts = new Facts({
    procurerId: 'procurer',
    reviewBody: { id: 'finance', controls: [], controlledBy: [] },
    track: 'goodsServices',
    challengeReceivedAt: noon('2026-03-02'),
    ...raw,
  });
  const answer = evaluate60(facts, { at: noon('2026-03-02'), calendar, policy: { nationalConflicts: 'warn' } });
  return {
    ...answer,
    found: answer.breaches.map((one) => [one.rule, one.severity]),
    faults: facts.faults.map((one) => one.pointer),
  };
}

const rows: [string, string, string, string, string][] = [
  ['2026-02-06', '2026-02-24', '2026-03-16', '2026-03-23', '2026-04-28'],
  ['2026-09-21', '2026-10-08', '2026-10-28', '2026-11-04', '2026-12-09'],
  ['2026-03-02', '2026-03-11', '2026-04-01', '2026-04-09', '2026-05-18'],
];

describe('art. 60: from challenge to decision', () => {
  test.each(rows)(
    'challenged on %s: reply %s, complaint %s, admissibility %s, decision %s',
    (day, reply, complaint, admissibility, decision) => {
      const answer = evaluated({ challengeReceivedAt: noon(day), complaintReceivedAt: `${complaint}T23:59:59.999999+08:00` });
      expect(answer).toMatchObject({ found: [], faults: [] });
      expect(answer.pending).toBeUndefined();
      expect(answer.computed).toEqual({
        replyDueOn: reply,
        complaintLastDay: complaint,
        admissibilityDueOn: admissibility,
        decisionDueOn: decision,
        suspensionEndsOn: null,
        independent: true,
      });
    },
  );

  test.each(rows)('challenged on %s: a complaint a microsecond after the last day is late', (day, _, complaint) => {
    const answer = evaluated({ challengeReceivedAt: noon(day), complaintReceivedAt: `${complaint}T16:00:00Z` });
    expect(answer.found).toEqual([['complaint.out-of-time', 'refusal']]);
    expect(answer.breaches[0]).toMatchObject({
      facts: { lastDay: complaint },
      derivation: { result: complaint, parts: [{ days: 7 }] },
    });
  });

  test.each([
    ['2026-02-06', '2026-02-24', '2026-03-06'],
    ['2026-09-21', '2026-10-08', '2026-10-19'],
    ['2026-03-02', '2026-03-11', '2026-03-23'],
    ['2026-01-28', '2026-02-06', '2026-02-24'],
  ])('works, challenged on %s: reply %s, complaint 10 days after it, rolled: %s', (day, reply, complaint) => {
    expect(evaluated({ track: 'works', challengeReceivedAt: noon(day) }).computed).toMatchObject({
      replyDueOn: reply,
      complaintLastDay: complaint,
    });
  });

  test.each([
    ['2026-03-04', 'works', '2026-03-16'],
    ['2026-03-11', 'works', '2026-03-23'],
    ['2026-03-12', 'works', '2026-03-23'],
    [null, 'works', '2026-03-23'],
    ['2026-03-04', 'goodsServices', '2026-04-01'],
    [null, 'goodsServices', '2026-04-01'],
  ] as const)('a reply on %s (%s): the last day is %s', (repliedOn, track, lastDay) => {
    const repliedAt = repliedOn === null ? null : noon(repliedOn);
    expect(complaintLastDay({ challengeReceivedAt: noon('2026-03-02'), repliedAt, track, calendar }).result).toBe(lastDay);
  });

  test('works: the decision counts from acceptance, everything else from receipt', () => {
    const facts = { track: 'works', complaintReceivedAt: noon('2026-03-16') };
    expect(evaluated(facts)).toMatchObject({ computed: { admissibilityDueOn: '2026-03-23', decisionDueOn: null } });
    expect(evaluated(facts).pending).toBeUndefined();
    expect(evaluated({ ...facts, acceptedAt: noon('2026-03-19') }).computed).toMatchObject({ decisionDueOn: '2026-05-06' });
    const goods = { receivedAt: noon('2026-03-16'), acceptedAt: noon('2026-03-19'), track: 'goodsServices', calendar } as const;
    expect(decisionDueOn(goods)?.result).toBe('2026-04-28');
    expect(respondentNoticeDueOn(goods).result).toBe('2026-03-26');
  });

  test.each([
    ['2026-03-02', '2026-04-01'],
    ['2026-09-10', '2026-10-10'],
    ['2026-01-20', '2026-02-19'],
    ['2026-12-15', '2027-01-14'],
  ])('a suspension ordered on %s ends on %s at the latest, never rolled', (suspendedOn, endsOn) => {
    const answer = evaluated({ suspendedOn });
    expect(answer.computed).toMatchObject({ suspensionEndsOn: endsOn });
    expect(answer.pending).toBeUndefined();
    expect(suspensionIsShortEnough({ orderedOn: suspendedOn, endsOn })).toEqual([]);
    const later = `${endsOn.slice(0, 8)}${String(Number(endsOn.slice(8)) + 1).padStart(2, '0')}`;
    expect(suspensionIsShortEnough({ orderedOn: suspendedOn, endsOn: later }).map((one) => one.rule)).toEqual([
      'complaint.suspension-too-long',
    ]);
    expect(suspensionEndsOn({ orderedOn: suspendedOn })).toMatchObject({ force: 'national', days: 30 });
  });

  test('where 2027 is not loaded, dates are pending and a complaint is provisionally in time', () => {
    const answer = evaluated({ challengeReceivedAt: noon('2026-12-17'), complaintReceivedAt: '2027-08-01T00:00:00Z' });
    expect(answer).toMatchObject({
      found: [],
      pending: ['calendarYearMissing'],
      computed: { replyDueOn: '2026-12-28', complaintLastDay: null, admissibilityDueOn: null, decisionDueOn: null },
    });
    const unknownReply = evaluated({ challengeReceivedAt: noon('2026-12-30'), complaintReceivedAt: noon('2026-12-31') });
    expect(unknownReply).toMatchObject({ found: [], computed: { replyDueOn: null, complaintLastDay: null } });
    expect(replyDueOn({ receivedAt: noon('2026-12-30'), calendar }).result).toBeNull();
  });
});

describe('art. 60: a challenge comes first', () => {
  const challengeReceivedAt = '2026-03-02T12:00:00.000001+08:00';
  const found = (change: { challengeReceivedAt?: string | null; repliedAt?: string | null; complaintReceivedAt: string }) =>
    challengeIsExhausted({ challengeReceivedAt, repliedAt: null, calendar, ...change }).map((one) => one.rule);

  test.each([
    [{ challengeReceivedAt: null, complaintReceivedAt: noon('2026-03-20') }, false],
    [{ complaintReceivedAt: '2026-03-02T12:00:00+08:00' }, false],
    [{ complaintReceivedAt: '2026-03-11T23:59:59.999999+08:00' }, false],
    [{ complaintReceivedAt: '2026-03-12T00:00:00+08:00' }, true],
    [{ repliedAt: noon('2026-03-04'), complaintReceivedAt: noon('2026-03-04') }, true],
    [{ repliedAt: noon('2026-03-04'), complaintReceivedAt: '2026-03-04T11:59:59.999999+08:00' }, false],
    [{ challengeReceivedAt: noon('2026-12-30'), complaintReceivedAt: noon('2026-12-31') }, true],
  ])('%j: exhausted %s', (change, exhausted) => {
    expect(found(change)).toEqual(exhausted ? [] : ['complaint.not-exhausted']);
  });

  test('evaluate, which does not know of a reply, refuses before the challenge and warns inside the reply period', () => {
    expect(evaluated({ complaintReceivedAt: noon('2026-03-01') }).found).toEqual([['complaint.not-exhausted', 'refusal']]);
    expect(evaluated({ complaintReceivedAt: noon('2026-03-11') }).found).toEqual([['complaint.not-exhausted', 'warning']]);
    expect(evaluated({ complaintReceivedAt: noon('2026-03-12') }).found).toEqual([]);
  });

  test('a complaint stays inside what was challenged, or what the reply gave rise to', () => {
    expect(complaintStaysInScope({ complained: ['a'], challenged: ['a', 'b'] })).toEqual([]);
    expect(complaintStaysInScope({ complained: ['a', 'c'], challenged: ['a'], arisingFromReply: ['c'] })).toEqual([]);
    expect(complaintStaysInScope({ complained: ['a', 'c', 'd'], challenged: ['a'] })).toMatchObject([
      { rule: 'complaint.new-matter', facts: { matters: ['c', 'd'] } },
    ]);
  });
});

describe('art. 60: the reviewer is independent', () => {
  const body = { id: 'finance', controls: ['other'], controlledBy: ['city'] };
  const refused = [['complaint.reviewer-not-independent', 'refusal']];

  test.each([
    [{ reviewBody: body }, true],
    [{ reviewBody: body, agencyId: 'agency' }, true],
    [{ reviewBody: { ...body, id: 'procurer' } }, false],
    [{ reviewBody: { ...body, controls: ['other', 'procurer'] } }, false],
    [{ reviewBody: { ...body, controlledBy: ['procurer'] } }, false],
    [{ reviewBody: { ...body, id: 'agency' }, agencyId: 'agency' }, false],
    [{ reviewBody: { ...body, controls: ['agency'] }, agencyId: 'agency' }, false],
    [{ reviewBody: { ...body, controlledBy: ['agency'] }, agencyId: 'agency' }, false],
    [{ reviewBody: { ...body, controls: ['agency'] } }, true],
  ])('%j: %s', (change, independent) => {
    expect(evaluated(change)).toMatchObject({ computed: { independent }, found: independent ? [] : refused, faults: [] });
  });

  test('the refusal says why in both languages', () => {
    const [one] = evaluated({ reviewBody: { id: 'procurer', controls: ['procurer'], controlledBy: [] } }).breaches;
    expect(one?.facts['reasons']).toHaveLength(2);
    expect(one?.detail.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(one?.detail.en).not.toMatch(/[\u4e00-\u9fff]/);
  });

  test('faults are named', () => {
    const facts = new Facts({ reviewBody: { id: 7, owner: 'x' }, track: 'road', extra: 1, complaintReceivedAt: 'soon' });
    evaluate60(facts, { at: noon('2026-03-02'), calendar, policy: { nationalConflicts: 'warn' } });
    expect(facts.faults.map((one) => one.pointer)).toEqual([
      '#/facts/extra',
      '#/facts/reviewBody/owner',
      '#/facts/reviewBody/id',
      '#/facts/reviewBody/controls',
      '#/facts/reviewBody/controlledBy',
      '#/facts/procurerId',
      '#/facts/challengeReceivedAt',
      '#/facts/complaintReceivedAt',
      '#/facts/track',
    ]);
  });
});

describe('what a refusal about review points at', () => {
  const told = (breaches: readonly { rule: string; pointer?: string; facts: object }[]) =>
    breaches.map(({ rule, pointer, facts }) => ({ rule, pointer, facts }));

  it('the complaint, its challenge and its last day', () => {
    const lastDay = complaintLastDay({
      challengeReceivedAt: noon('2026-03-02'),
      repliedAt: null,
      track: 'goodsServices',
      calendar,
    });
    expect(lastDay.result).toBe('2026-04-01');
    expect(complaintIsInTime({ lastDay, receivedAt: noon('2026-04-01') })).toEqual([]);
    expect(told(complaintIsInTime({ lastDay, receivedAt: noon('2026-04-02') }))).toEqual([
      {
        rule: 'complaint.out-of-time',
        pointer: '#/complaintReceivedAt',
        facts: { submittedOn: '2026-04-02', receivedAt: noon('2026-04-02'), lastDay: '2026-04-01' },
      },
    ]);
    expect(complaintIsInTime({ lastDay, receivedAt: noon('2026-04-02') })[0]?.derivation).toBe(lastDay);
    expect(complaintIsInTime({ lastDay: { ...lastDay, result: null }, receivedAt: noon('2026-04-02') })).toEqual([]);
  });

  it('whether the challenge is exhausted', () => {
    const asked = (challengeReceivedAt: string | null, repliedAt: string | null, complaintReceivedAt: string) =>
      told(challengeIsExhausted({ challengeReceivedAt, repliedAt, complaintReceivedAt, calendar }));
    const pointer = '#/complaintReceivedAt';
    const [challenge, reply] = [noon('2026-03-02'), noon('2026-03-04')];
    expect(asked(null, null, noon('2026-03-05'))).toEqual([
      { rule: 'complaint.not-exhausted', pointer, facts: { challengeReceivedAt: null } },
    ]);
    expect(asked(challenge, null, '2026-03-02T11:59:59.999999+08:00')).toEqual([
      { rule: 'complaint.not-exhausted', pointer, facts: { challengeReceivedAt: challenge } },
    ]);
    expect(asked(challenge, reply, reply)).toEqual([]);
    expect(asked(challenge, reply, '2026-03-04T11:59:59.999999+08:00')).toEqual([
      { rule: 'complaint.not-exhausted', pointer, facts: { challengeReceivedAt: challenge, replyDueOn: '2026-03-11' } },
    ]);
    expect(asked(challenge, null, '2026-03-11T23:59:59.999999+08:00')).toHaveLength(1);
    expect(asked(challenge, null, '2026-03-12T00:00:00+08:00')).toEqual([]);
    expect(asked(challenge, challenge, challenge)).toEqual([]);
  });

  it('the new matters and the end of a suspension', () => {
    expect(told(complaintStaysInScope({ complained: ['1', '3', 'r1'], challenged: ['1'], arisingFromReply: ['r1'] }))).toEqual([
      { rule: 'complaint.new-matter', pointer: '#/matters', facts: { matters: ['3'] } },
    ]);
    expect(told(complaintStaysInScope({ complained: ['1'], challenged: [] }))).toHaveLength(1);
    expect(suspensionIsShortEnough({ orderedOn: '2026-03-02', endsOn: '2026-04-01' })).toEqual([]);
    expect(told(suspensionIsShortEnough({ orderedOn: '2026-03-02', endsOn: '2026-04-02' }))).toEqual([
      {
        rule: 'complaint.suspension-too-long',
        pointer: '#/endsOn',
        facts: { endsOn: '2026-04-02', latestOn: '2026-04-01', daysMax: 30 },
      },
    ]);
  });

  it('warns inside the reply period, and refuses what comes before the challenge', () => {
    expect(evaluated({ complaintReceivedAt: noon('2026-03-11') }).found).toEqual([['complaint.not-exhausted', 'warning']]);
    expect(evaluated({ complaintReceivedAt: noon('2026-03-01') }).found).toEqual([['complaint.not-exhausted', 'refusal']]);
    expect(evaluated({ complaintReceivedAt: noon('2026-03-12') }).found).toEqual([]);
    expect(evaluated({ complaintReceivedAt: noon('2026-04-02') }).found).toEqual([['complaint.out-of-time', 'refusal']]);
  });
});

describe('a works complaint counts from a reply that came in time', () => {
  const last = (challenged: string, repliedAt: string | null) =>
    complaintLastDay({ challengeReceivedAt: noon(challenged), repliedAt, track: 'works', calendar }).result;

  it.each([
    ['2026-03-04T09:00:00+08:00', '2026-03-16'],
    ['2026-03-11T23:59:59.999999+08:00', '2026-03-23'],
    ['2026-03-12T00:00:00+08:00', '2026-03-23'],
    ['2026-03-20T09:00:00+08:00', '2026-03-23'],
    [null, '2026-03-23'],
  ])('replied at %s: until %s', (repliedAt, lastDay) => {
    expect(last('2026-03-02', repliedAt)).toBe(lastDay);
  });

  it('also where the end of the reply period is not known', () => {
    expect(last('2026-12-28', '2026-12-14T09:00:00+08:00')).toBe('2026-12-24');
    expect(last('2026-12-28', null)).toBeNull();
  });

  it('is early at the instant of the challenge, and not before it', () => {
    expect(evaluated({ complaintReceivedAt: noon('2026-03-02') }).found).toEqual([['complaint.not-exhausted', 'warning']]);
  });
});
