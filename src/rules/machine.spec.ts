import { bidMachine } from './bid.machine.js';
import { challengeMachine } from './challenge.machine.js';
import { complaintMachine } from './complaint.machine.js';
import { machineDiagram } from './machine-diagram.js';
import { advance, nextDue, stateAt, type Machine } from './machine.js';
import { parties, type Party } from './parties.js';
import { tenderMachine, type TenderMoments } from './tender.machine.js';

const before = '2026-04-13T08:59:59.999999+08:00';
const deadline = '2026-04-13T09:00:00+08:00';
const after = '2026-04-13T09:00:00.000001+08:00';

/** Written by hand from the procedure, not from the tables: state, event, then who leads where. */
const grids: Record<string, string> = {
  tender: `
    draft approve approver:approved
    draft cancel procurer:cancelled
    approved revise procurer:draft
    approved publish procurer:open
    approved publish-prequalification procurer:prequalification
    approved publish-direct procurer:invited
    approved cancel procurer:cancelled
    prequalification amend procurer:prequalification registrar:prequalification
    prequalification shortlist procurer:invited
    prequalification fail procurer:failed
    prequalification cancel procurer:cancelled reviewer:cancelled
    invited invite procurer:open
    invited award-direct procurer:awarded
    invited fail procurer:failed
    invited cancel procurer:cancelled reviewer:cancelled
    open amend procurer:open registrar:open
    open close clock:closed
    open cancel procurer:cancelled reviewer:cancelled
    closed open custodian:opened
    closed fail procurer:failed
    closed cancel procurer:cancelled reviewer:cancelled
    opened evaluate evaluator:evaluated
    opened fail procurer:failed
    opened cancel procurer:cancelled reviewer:cancelled
    evaluated award procurer:awarded
    evaluated set-aside reviewer:opened
    evaluated fail procurer:failed
    evaluated cancel procurer:cancelled reviewer:cancelled
    awarded contract procurer:contracted
    awarded award-lots procurer:awarded
    awarded set-aside reviewer:evaluated
    awarded set-aside-lots reviewer:awarded
    awarded set-aside-direct reviewer:invited
    awarded refuse-contract approver:evaluated
    awarded refuse-contract-lots approver:awarded
    awarded refuse-contract-direct approver:invited
    awarded cancel procurer:cancelled reviewer:cancelled
    contracted complete procurer:completed`,
  bid: `
    submitted replace supplier:replaced
    submitted withdraw supplier:withdrawn
    submitted open custodian:opened
    submitted find-defective custodian:defective
    opened find-defective custodian:defective
    opened reject evaluator:rejected
    opened accept procurer:successful
    opened decline procurer:unsuccessful
    rejected set-aside reviewer:opened
    unsuccessful set-aside reviewer:opened
    unsuccessful reopen approver:opened
    successful set-aside reviewer:opened
    successful refuse-contract approver:unsuccessful`,
  challenge: `
    submitted request-completion procurer:completing
    submitted reply procurer:answered
    submitted lapse clock:overdue
    submitted settle supplier:settled procurer:settled
    submitted withdraw supplier:withdrawn
    completing complete supplier:submitted
    completing reply procurer:answered
    completing settle supplier:settled procurer:settled
    completing withdraw supplier:withdrawn
    answered settle supplier:settled procurer:settled
    overdue reply procurer:answered
    overdue settle supplier:settled procurer:settled
    overdue withdraw supplier:withdrawn`,
  complaint: `
    filed request-completion reviewer:completing
    filed accept reviewer:accepted
    filed dismiss reviewer:dismissed
    filed transfer reviewer:transferred
    filed withdraw supplier:withdrawn
    completing complete supplier:filed
    completing dismiss reviewer:dismissed
    completing withdraw supplier:withdrawn
    accepted dismiss reviewer:dismissed
    accepted uphold reviewer:upheld
    accepted uphold-partly reviewer:partly-upheld
    accepted reject reviewer:rejected
    accepted withdraw supplier:withdrawn`,
};

const states: Record<string, string> = {
  tender: 'draft approved prequalification invited open closed opened evaluated awarded contracted completed failed cancelled',
  bid: 'submitted replaced withdrawn opened defective rejected unsuccessful successful',
  challenge: 'submitted completing answered overdue settled withdrawn',
  complaint: 'filed completing accepted dismissed transferred upheld partly-upheld rejected withdrawn',
};

// A machine's subject differs; the grid only moves through it.
type AnyMachine = Machine<string, string, Party, never>;
const machines = [tenderMachine, bidMachine, challengeMachine, complaintMachine] as unknown as AnyMachine[];
const actors = [...parties, 'clock'] as const;

function expectedGrid(name: string): Map<string, Map<string, string>> {
  const lines = (grids[name] as string).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [state, event, ...moves] = line.trim().split(' ');
      return [`${state} ${event}`, new Map(moves.map((move) => move.split(':') as [string, string]))];
    }),
  );
}

/** Deadlines before and after the moment, so that each row has a subject whose guards let it pass. */
const subjects = [
  { bidsCloseAt: before, applicationsCloseAt: before, replyDueAt: before },
  { bidsCloseAt: after, applicationsCloseAt: after, replyDueAt: after },
] as unknown as never[];

describe.each(machines)('the life of a $name', (machine) => {
  it('has the states of the API', () => {
    expect(machine.states).toEqual((states[machine.name] as string).split(' '));
  });

  it('answers every state, event and actor as the procedure says', () => {
    const expected = expectedGrid(machine.name);
    const seen: string[] = [];
    for (const state of machine.states) {
      for (const event of machine.events) {
        const moves = expected.get(`${state} ${event}`);
        for (const actor of actors) {
          const answers = subjects.map((subject) => advance(machine, state, event, actor, subject, { now: deadline }));
          const moved = answers.find((one) => one.kind === 'moved');
          const answer = moved ?? answers[0];
          const got = answer?.kind === 'moved' ? answer.to : answer?.kind;
          const wanted = moves === undefined ? 'no-row' : (moves.get(actor) ?? 'wrong-party');
          if (got !== wanted) seen.push(`${state} ${event} by ${actor}: ${got}, wanted ${wanted}`);
        }
      }
    }
    expect(seen).toEqual([]);
    expect(expected.size).toBe(new Set(machine.rows.map((row) => `${row.from} ${row.on}`)).size);
  });

  it('is a whole graph: all states reached, no dead end but the final ones, no unknown name, no row twice', () => {
    const reached = new Set([machine.initial]);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const row of machine.rows) if (reached.has(row.from)) reached.add(row.to);
    }
    expect([...reached].sort()).toEqual([...machine.states].sort());
    const dead = machine.states.filter((state) => !machine.rows.some((row) => row.from === state));
    expect(dead.sort()).toEqual([...machine.final].sort());
    const used = new Set(machine.rows.map((row) => row.on));
    expect([...used].sort()).toEqual([...machine.events].sort());
    const keys = machine.rows.map((row) => `${row.from} ${row.on} ${row.by}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of machine.rows) {
      expect(machine.states).toContain(row.from);
      expect(machine.states).toContain(row.to);
      expect(row.article).toBeGreaterThanOrEqual(47);
      expect(row.article).toBeLessThanOrEqual(61);
      expect(row.by === 'clock').toBe(row.at !== undefined);
    }
  });

  it('draws itself: every state, every row, the beginning and the ends', () => {
    const diagram = machineDiagram(machine);
    expect(diagram).toContain(`[*] --> ${machine.initial}`);
    for (const state of machine.states) expect(diagram).toContain(`state "${state}" as ${state.replaceAll('-', '_')}`);
    for (const row of machine.rows) {
      expect(diagram).toContain(`  ${row.from.replaceAll('-', '_')} --> ${row.to.replaceAll('-', '_')}: ${row.on} (`);
    }
    expect(diagram.match(/--> \[\*\]/g)).toHaveLength(machine.final.length);
  });
});

const moments = (bidsCloseAt: string | null, applicationsCloseAt: string | null = null): TenderMoments => ({
  bidsCloseAt,
  applicationsCloseAt,
});

describe('deadlines of a tender', () => {
  it('is closed at the deadline and not a microsecond before, whoever has noticed', () => {
    expect(stateAt(tenderMachine, 'open', moments(deadline), before)).toBe('open');
    expect(stateAt(tenderMachine, 'open', moments(deadline), deadline)).toBe('closed');
    expect(stateAt(tenderMachine, 'open', moments(deadline), after)).toBe('closed');
    expect(stateAt(tenderMachine, 'open', moments(null), after)).toBe('open');
    expect(stateAt(tenderMachine, 'draft', moments(deadline), after)).toBe('draft');
  });

  it('knows what the clock does next', () => {
    expect(nextDue(tenderMachine, 'open', moments(deadline))).toEqual({ on: 'close', to: 'closed', at: deadline });
    expect(nextDue(tenderMachine, 'open', moments(null))).toBeNull();
    expect(nextDue(tenderMachine, 'awarded', moments(deadline))).toBeNull();
  });

  it.each([
    ['open', 'amend', 'procurer', before, []],
    ['open', 'amend', 'procurer', deadline, ['tender.deadline-passed']],
    ['open', 'amend', 'registrar', deadline, ['tender.deadline-passed']],
    ['closed', 'open', 'custodian', before, ['opening.too-early']],
    ['closed', 'open', 'custodian', deadline, []],
    ['prequalification', 'amend', 'procurer', before, []],
    ['prequalification', 'amend', 'procurer', deadline, ['prequalification.deadline-passed']],
    ['prequalification', 'amend', 'registrar', deadline, ['prequalification.deadline-passed']],
    ['prequalification', 'shortlist', 'procurer', before, ['prequalification.still-open']],
    ['prequalification', 'shortlist', 'procurer', deadline, []],
  ] as const)('%s, %s by %s at %s: %j', (state, event, actor, now, wanted) => {
    const answer = advance(tenderMachine, state, event, actor, moments(deadline, deadline), { now });
    expect(answer.kind).toBe(wanted.length > 0 ? 'breached' : 'moved');
    expect('breaches' in answer ? answer.breaches.map((one) => one.rule) : null).toEqual(wanted);
  });

  it.each(['amend', 'shortlist'] as const)('lets %s pass where no deadline is set', (event) => {
    expect(advance(tenderMachine, 'prequalification', event, 'procurer', moments(null), { now: deadline }).kind).toBe('moved');
  });

  it('lets an open tender without a deadline be amended, and a closed one be opened', () => {
    expect(advance(tenderMachine, 'open', 'amend', 'procurer', moments(null), { now: deadline }).kind).toBe('moved');
    expect(advance(tenderMachine, 'closed', 'open', 'custodian', moments(null), { now: deadline }).kind).toBe('moved');
  });

  it('names who may act to whoever may not', () => {
    const answer = advance(tenderMachine, 'open', 'cancel', 'supplier', moments(deadline), { now: before });
    expect(answer).toEqual({ kind: 'wrong-party', allowed: ['procurer', 'reviewer'] });
  });
});

describe('deadlines of a bid: before the deadline is in time, at it is late (rulebook P4)', () => {
  it.each([
    ['replace', 'supplier', before, []],
    ['replace', 'supplier', deadline, ['bid.late']],
    ['withdraw', 'supplier', before, []],
    ['withdraw', 'supplier', deadline, ['bid.late']],
    ['open', 'custodian', before, ['bid.still-sealed']],
    ['open', 'custodian', deadline, []],
    ['find-defective', 'custodian', before, ['bid.still-sealed']],
    ['find-defective', 'custodian', after, []],
  ] as const)('%s by %s at %s: %j', (event, actor, now, wanted) => {
    const answer = advance(bidMachine, 'submitted', event, actor, { bidsCloseAt: deadline }, { now });
    expect('breaches' in answer ? answer.breaches.map((one) => one.rule) : null).toEqual(wanted);
  });
});

describe('deadlines of a challenge', () => {
  it('is overdue from the end of the last day to reply, and never while a calendar is missing', () => {
    expect(stateAt(challengeMachine, 'submitted', { replyDueAt: deadline }, before)).toBe('submitted');
    expect(stateAt(challengeMachine, 'submitted', { replyDueAt: deadline }, deadline)).toBe('overdue');
    expect(stateAt(challengeMachine, 'submitted', { replyDueAt: null }, deadline)).toBe('submitted');
    expect(stateAt(challengeMachine, 'answered', { replyDueAt: deadline }, after)).toBe('answered');
  });

  it('is completed once', () => {
    const again = { replyDueAt: null, completionsRequested: 1 };
    const challenge = advance(challengeMachine, 'submitted', 'request-completion', 'procurer', again, { now: before });
    const complaint = advance(
      complaintMachine,
      'filed',
      'request-completion',
      'reviewer',
      { completionsRequested: 1 },
      { now: before },
    );
    expect('breaches' in challenge ? challenge.breaches.map((one) => one.rule) : null).toEqual(['challenge.completion-once']);
    expect('breaches' in complaint ? complaint.breaches.map((one) => one.rule) : null).toEqual(['complaint.completion-once']);
  });
});
