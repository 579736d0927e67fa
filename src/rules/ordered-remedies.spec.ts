import { calendarOf, knownYears } from './calendar.js';
import { isFoundByReviewer, remediesArePossible, remedyDueOn, remedyNames, type RemedyKind } from './ordered-remedies.js';
import { tenderStates, type TenderState } from './tender.machine.js';

const calm = { twoSteps: false, direct: false, contracted: false };
const rulesOf = (kinds: RemedyKind[], tender: Parameters<typeof remediesArePossible>[1]): string[] =>
  remediesArePossible(kinds, tender).map((one) => one.rule);
const statesOf = (kind: RemedyKind, over: object): TenderState[] =>
  tenderStates.filter((state) => rulesOf([kind], { ...calm, state, ...over }).length === 0);

describe('what a ruling may order', () => {
  const before: TenderState[] = ['prequalification', 'invited', 'open', 'closed', 'opened', 'evaluated', 'awarded'];

  it.each([
    ['documents-changed', {}, ['prequalification', 'open']],
    ['qualification-redone', { twoSteps: true }, ['opened']],
    ['qualification-redone', {}, []],
    ['evaluation-redone', {}, ['evaluated', 'awarded']],
    ['evaluation-redone', { direct: true }, []],
    ['result-set-aside', { direct: true }, ['awarded']],
    ['procedure-cancelled', {}, before],
    ['procedure-cancelled', { contracted: true }, []],
    ['contract-stopped', {}, []],
    ['contract-stopped', { contracted: true }, [...tenderStates]],
    ['clarification', {}, [...tenderStates]],
  ] as const)('%s of %j is possible in %j', (kind, over, states) => {
    expect(statesOf(kind, over)).toEqual(states);
  });

  it('names the remedy and the state where it is not', () => {
    const [found] = remediesArePossible(['clarification', 'documents-changed'], { ...calm, state: 'closed' });
    expect(found).toMatchObject({ pointer: '#/remedies/1/kind', facts: { kind: 'documents-changed', state: 'closed' } });
  });

  it('goes one way', () => {
    const awarded = { ...calm, state: 'awarded' as const };
    expect(rulesOf(['result-set-aside', 'evaluation-redone'], awarded)).toEqual(['complaint.remedies-conflict']);
    expect(rulesOf(['clarification', 'clarification'], awarded)).toEqual(['complaint.remedies-conflict']);
    expect(rulesOf(['clarification', 'result-set-aside'], awarded)).toEqual([]);
  });

  it('is found done by a reviewer where no act shows it', () => {
    expect(remedyNames.filter(isFoundByReviewer)).toEqual(['contract-stopped', 'clarification']);
  });

  it('is due after fifteen working days', () => {
    const due = remedyDueOn('2026-03-02T01:00:00.000000Z', calendarOf(knownYears));
    expect(due).toMatchObject({ result: '2026-03-23', force: 'policy', days: 15 });
  });
});
