import { calendarOf, knownYears } from './calendar.js';
import { challengeWindowFrom } from './art-61-challenge.js';
import { challengeSubjects, knowledgeIsPossible, supplierMayChallenge } from './challenge-subjects.js';

const nothing = { isProcurer: false, opened: false, bids: false, showedInterest: false };
const calendar = calendarOf(knownYears);

describe('who may challenge what (art. 61)', () => {
  it.each(challengeSubjects)('the procuring entity challenges no %s of its own', (subject) => {
    const own = { isProcurer: true, opened: true, bids: true, showedInterest: true };
    expect(supplierMayChallenge(subject, own).map((one) => one.rule)).toEqual(['challenge.not-participant']);
  });

  it.each([
    ['documents', {}, true],
    ['documents', { opened: true }, true],
    ['process', {}, true],
    ['process', { opened: true }, false],
    ['process', { opened: true, bids: true }, true],
    ['process', { opened: true, showedInterest: true }, false],
    ['result', { opened: true }, false],
    ['result', { opened: true, bids: true }, true],
    ['prequalification', { opened: true }, true],
    ['exclusion', { opened: true }, true],
    ['cancellation', {}, false],
    ['cancellation', { showedInterest: true }, true],
    ['cancellation', { opened: true, showedInterest: true }, false],
    ['cancellation', { opened: true, bids: true }, true],
  ] as const)('%s with %j: %s', (subject, over, may) => {
    expect(supplierMayChallenge(subject, { ...nothing, ...over })).toHaveLength(may ? 0 : 1);
  });
});

describe('a contested day', () => {
  const derivation = challengeWindowFrom({ from: '2026-03-09', track: 'goodsServices', calendar });

  it.each([
    ['2026-03-01', true],
    ['2026-03-02', false],
    ['2026-03-08', false],
    ['2026-03-09', true],
    ['2026-03-10', true],
  ])('%s is disproved: %s', (knownOn, disproved) => {
    const found = knowledgeIsPossible({ knownOn, possibleFrom: '2026-03-02', countedFrom: '2026-03-09', derivation });
    const facts = { knownOn, possibleFrom: '2026-03-02', countedFrom: '2026-03-09' };
    const breach = { rule: 'challenge.knowledge-disproved', pointer: '#/knownOn', facts, derivation };
    expect(found).toMatchObject(disproved ? [breach] : []);
    expect(found).toHaveLength(disproved ? 1 : 0);
  });
});
