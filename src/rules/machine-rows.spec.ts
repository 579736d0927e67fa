import { bidMachine } from './bid.machine.js';
import { breach } from './breach.js';
import { challengeMachine } from './challenge.machine.js';
import { complaintMachine } from './complaint.machine.js';
import { machineDiagram } from './machine-diagram.js';
import { advance, nextDue, stateAt, type Machine } from './machine.js';
import { parties, type Party } from './parties.js';
import { tenderMachine } from './tender.machine.js';

const before = '2026-04-13T08:59:59.999999+08:00';
const deadline = '2026-04-13T09:00:00+08:00';
const after = '2026-04-13T09:00:00.000001+08:00';

describe('what the clock does, whatever the machine', () => {
  const toy: Machine<'a' | 'b' | 'c', 'soon' | 'later' | 'back', Party, { soonAt: string | null; laterAt: string | null }> = {
    name: 'toy',
    initial: 'a',
    states: ['a', 'b', 'c'],
    events: ['soon', 'later', 'back'],
    final: [],
    rows: [
      { from: 'a', on: 'later', to: 'c', by: 'clock', article: 51, at: ({ laterAt }) => laterAt },
      { from: 'a', on: 'soon', to: 'b', by: 'clock', article: 51, at: ({ soonAt }) => soonAt },
      { from: 'b', on: 'back', to: 'a', by: 'clock', article: 51, at: ({ soonAt }) => soonAt },
      { from: 'c', on: 'back', to: 'a', by: 'procurer', article: 51 },
    ],
  };

  it('does the earliest thing first, wherever its row stands', () => {
    expect(nextDue(toy, 'a', { soonAt: before, laterAt: deadline })).toEqual({ on: 'soon', to: 'b', at: before });
    expect(nextDue(toy, 'a', { soonAt: after, laterAt: deadline })).toEqual({ on: 'later', to: 'c', at: deadline });
    expect(nextDue(toy, 'a', { soonAt: null, laterAt: deadline })).toEqual({ on: 'later', to: 'c', at: deadline });
    expect(nextDue(toy, 'a', { soonAt: null, laterAt: null })).toBeNull();
    expect(nextDue(toy, 'c', { soonAt: before, laterAt: before })).toBeNull();
  });

  it('needs a moment, and does nothing that is a party’s', () => {
    const timeless = { ...toy, rows: [{ from: 'a', on: 'soon', to: 'b', by: 'clock', article: 51 } as const] };
    expect(nextDue(timeless, 'a', { soonAt: before, laterAt: null })).toBeNull();
    const theirs = { ...toy, rows: [{ from: 'a', on: 'soon', to: 'b', by: 'procurer', article: 51, at: () => before } as const] };
    expect(nextDue(theirs, 'a', { soonAt: before, laterAt: null })).toBeNull();
  });

  it('moves with a warning, and not with a refusal', () => {
    const guarded = (rule: 'tender.deadline-on-holiday' | 'bid.late') => ({
      ...toy,
      rows: [{ from: 'a', on: 'soon', to: 'b', by: 'procurer', article: 51, guards: [() => [breach(rule)]] } as const],
    });
    const asked = (rule: 'tender.deadline-on-holiday' | 'bid.late') =>
      advance(guarded(rule), 'a', 'soon', 'procurer', { soonAt: null, laterAt: null }, { now: before });
    expect(asked('tender.deadline-on-holiday')).toMatchObject({
      kind: 'moved',
      to: 'b',
      article: 51,
      breaches: [{ rule: 'tender.deadline-on-holiday' }],
    });
    expect(asked('bid.late')).toMatchObject({ kind: 'breached', breaches: [{ rule: 'bid.late' }] });
  });

  it('ends, also where its rows lead in a circle', () => {
    expect(stateAt(toy, 'a', { soonAt: before, laterAt: null }, before)).toBe('a');
    expect(stateAt(toy, 'a', { soonAt: deadline, laterAt: null }, before)).toBe('a');
    expect(stateAt(toy, 'b', { soonAt: before, laterAt: null }, deadline)).toBe('b');
  });

  it('is the clock, and no party', () => {
    const moment = { now: after };
    const subject = { soonAt: before, laterAt: before };
    expect(advance(toy, 'a', 'soon', 'procurer', subject, moment)).toEqual({ kind: 'wrong-party', allowed: ['clock'] });
    expect(advance(toy, 'c', 'back', 'clock', subject, moment)).toEqual({ kind: 'wrong-party', allowed: ['procurer'] });
    expect(advance(toy, 'b', 'soon', 'clock', subject, moment)).toEqual({ kind: 'no-row' });
  });

  it('is drawn as it is written: every state, every row with its party and article, one arrow for two parties', () => {
    const drawn: Machine<'a-b' | 'c', 'go', Party, null> = {
      name: 'drawn',
      initial: 'a-b',
      states: ['a-b', 'c'],
      events: ['go'],
      final: ['c'],
      rows: [
        { from: 'a-b', on: 'go', to: 'c', by: 'procurer', article: 51 },
        { from: 'a-b', on: 'go', to: 'c', by: 'reviewer', article: 60 },
      ],
    };
    expect(machineDiagram(drawn)).toBe(
      [
        'stateDiagram-v2',
        '  state "a-b" as a_b',
        '  state "c" as c',
        '  [*] --> a_b',
        '  a_b --> c: go (procurer, art. 51; reviewer, art. 60)',
        '  c --> [*]',
        '',
      ].join('\n'),
    );
  });
});

describe('the parties', () => {
  const rows = [tenderMachine, bidMachine, challengeMachine, complaintMachine].flatMap((one) =>
    one.rows.map((row): string => row.by),
  );

  it('are all that the rows of the law name beside the clock', () => {
    const acting = [...new Set(rows)].filter((one) => one !== 'clock').sort();
    expect(acting).toEqual([...parties].sort());
  });
});
