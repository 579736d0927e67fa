import { failureReasons } from './failure.js';
import {
  cancellationIsCoded,
  failureIsCoded,
  lotIsCoded,
  nonAwardCodes,
  nonAwardLabels,
  type NonAwardCode,
  type ReviewRecord,
} from './non-award.js';

const all: ReviewRecord = { challenged: true, ruled: true, refused: true };
const none: ReviewRecord = { challenged: false, ruled: false, refused: false };

const open = (asked: (code: NonAwardCode) => readonly unknown[]): NonAwardCode[] =>
  nonAwardCodes.filter((code) => asked(code).length === 0);

describe('the code of an end without award (eForms BT-144)', () => {
  it('is one of ten, each with a name in both languages', () => {
    expect(Object.keys(nonAwardLabels).sort()).toEqual([...nonAwardCodes].sort());
    expect(nonAwardCodes).toHaveLength(10);
    for (const { zh, en } of Object.values(nonAwardLabels))
      expect([zh, en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/^[A-Z]/)]);
  });

  it('must be named', () => {
    const missing = [{ rule: 'tender.non-award-code-missing', pointer: '#/code' }];
    expect(cancellationIsCoded(null, all)).toMatchObject(missing);
    expect(failureIsCoded(null, 'collusion', null, all)).toMatchObject(missing);
  });

  it('of a cancellation says nothing of what came in', () => {
    expect(open((code) => cancellationIsCoded(code, all))).toEqual([
      'chan-need',
      'ins-fund',
      'no-signed',
      'other',
      'rev-body',
      'rev-buyer',
      'tch-pr-error',
    ]);
  });

  it.each([
    ['no-bids', { opened: 0, valid: 0 }, ['no-rece']],
    ['too-few-bids', { opened: 0, valid: 0 }, ['no-rece', 'other']],
    ['too-few-bids', { opened: 3, valid: 1 }, ['one-admis', 'other']],
    ['too-few-bids', { opened: 3, valid: 0 }, ['all-rej', 'other']],
    ['too-few-bids', { opened: 2, valid: 2 }, ['other']],
    ['no-conforming-bids', { opened: 3, valid: 0 }, ['all-rej']],
    ['over-budget', { opened: 3, valid: 0 }, ['all-rej', 'ins-fund']],
    ['illegality', null, ['other', 'rev-body', 'rev-buyer', 'tch-pr-error']],
    ['collusion', { opened: 3, valid: 3 }, ['other', 'rev-body', 'tch-pr-error']],
    ['too-few-qualified', { opened: 4, valid: 1 }, ['one-admis', 'other']],
    ['no-applications', { opened: 0, valid: 0 }, ['no-rece']],
  ] as const)('of a failure for %s with %j is one of %j', (reason, found, codes) => {
    expect(open((code) => failureIsCoded(code, reason, found, all))).toEqual(codes);
  });

  it('leaves every reason at least one', () => {
    for (const reason of failureReasons) expect(open((code) => failureIsCoded(code, reason, null, none))).not.toEqual([]);
  });

  it('is refused with those that are open', () => {
    expect(failureIsCoded('chan-need', 'no-bids', null, all)).toMatchObject([
      { rule: 'tender.non-award-code-unfit', facts: { code: 'chan-need', allowed: ['no-rece'] }, pointer: '#/code' },
    ]);
  });

  it.each([
    ['rev-body', 'ruled'],
    ['rev-buyer', 'challenged'],
    ['no-signed', 'refused'],
  ] as const)('%s needs its act on the record', (code, act) => {
    expect(cancellationIsCoded(code, none)).toMatchObject([{ rule: 'tender.non-award-code-unfit', facts: { code } }]);
    expect(cancellationIsCoded(code, { ...none, [act]: true })).toEqual([]);
  });

  it('of a failure names a review only where there was one', () => {
    expect(open((code) => failureIsCoded(code, 'illegality', null, none))).toEqual(['other', 'tch-pr-error']);
    expect(open((code) => failureIsCoded(code, 'illegality', null, { ...none, ruled: true }))).toContain('rev-body');
  });

  it.each([
    [0, 0, ['chan-need', 'ins-fund', 'no-rece', 'other', 'tch-pr-error']],
    [3, 0, ['all-rej', 'chan-need', 'ins-fund', 'other', 'tch-pr-error']],
    [3, 1, ['chan-need', 'ins-fund', 'one-admis', 'other', 'tch-pr-error']],
    [3, 3, ['chan-need', 'ins-fund', 'other', 'tch-pr-error']],
  ])('of one lot with %i bids, %i of them valid, is what they show or the own decision', (opened, valid, codes) => {
    expect(open((code) => lotIsCoded(code, { opened, valid }, none))).toEqual(codes);
  });

  it('of one lot names a review or an award only where there was one, and is never left out', () => {
    const found = { opened: 3, valid: 3 };
    expect(open((code) => lotIsCoded(code, found, all))).toEqual(expect.arrayContaining(['no-signed', 'rev-body', 'rev-buyer']));
    expect(lotIsCoded(null, found, all)).toMatchObject([{ rule: 'tender.non-award-code-missing', pointer: '#/code' }]);
  });
});
