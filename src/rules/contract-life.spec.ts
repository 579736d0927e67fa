import type { Breaches } from './breach.js';
import {
  acceptanceIsHeld,
  additionIsBounded,
  changeKeepsTheSubstance,
  changeMatters,
  contractIsFulfilled,
  paymentDaysAreFew,
  paymentDue,
  paymentIsInTime,
  paymentsFitTheContract,
} from './contract-life.js';

const on = '2026-06-01';
const told = (breaches: Breaches) => breaches.map(({ rule, pointer, facts }) => ({ rule, pointer, facts }));

describe('a change of the contract', () => {
  test.each(changeMatters.map((one) => [one, ['subject', 'quality', 'unit-price', 'supplier'].includes(one)] as const))(
    'of %s changes the substance: %s',
    (matter, substantial) => {
      expect(changeKeepsTheSubstance(['contact', matter]).map((one) => one.rule)).toEqual(
        substantial ? ['contract.change-substantial'] : [],
      );
    },
  );

  test('says what of the substance it would change', () => {
    const [one] = changeKeepsTheSubstance(['subject', 'contact', 'unit-price', 'quality', 'supplier']);
    expect(one).toMatchObject({ pointer: '#/touches', severity: 'refusal', cites: { article: 57, force: 'national' } });
    expect(one?.detail.zh).toContain('（标的、单价、质量、供应商）');
    expect(one?.detail.en).toContain('(the subject, the unit price, the quality, the supplier)');
  });

  const addition = { touches: ['quantity'] as const, added: 1n, addedBefore: 0n, contract: 1_000_005n };
  test.each([
    [{ added: 100_000n }, []],
    [{ added: 100_001n }, ['contract.addition-over-tenth']],
    [{ added: 40_000n, addedBefore: 60_000n }, []],
    [{ added: 40_001n, addedBefore: 60_000n }, ['contract.addition-over-tenth']],
    [{ added: 0n, addedBefore: 200_000n, touches: ['contact'] as const }, []],
    [{ added: 0n }, ['contract.addition-mixed']],
    [{ touches: ['quantity', 'delivery-date'] as const }, ['contract.addition-mixed']],
    [{ touches: ['delivery-date'] as const }, ['contract.addition-mixed']],
    [{ touches: [] }, ['contract.addition-mixed']],
    [{ touches: ['other'] as const, added: 0n }, []],
    [{ touches: ['other'] as const, added: 100_001n }, ['contract.addition-mixed', 'contract.addition-over-tenth']],
  ])('%j: %j', (over, expected) => {
    expect(additionIsBounded({ ...addition, ...over }, on).map((one) => one.rule)).toEqual(expected);
  });

  test('tells the sum and its bound', () => {
    expect(told(additionIsBounded({ ...addition, added: 50_001n, addedBefore: 50_000n }, on))).toEqual([
      { rule: 'contract.addition-over-tenth', pointer: '#/added', facts: { total: '1000.01', max: '1000.00' } },
    ]);
    expect(told(additionIsBounded({ ...addition, added: 0n }, on))).toEqual([
      { rule: 'contract.addition-mixed', pointer: '#/touches', facts: {} },
    ]);
  });
});

describe('an acceptance', () => {
  test.each([
    [['procurer'], false, []],
    [['supplier', 'procurer'], false, []],
    [['supplier', 'expert'], false, [{ rule: 'acceptance.procurer-absent', pointer: '#/participants', facts: {} }]],
    [
      [],
      true,
      [
        { rule: 'acceptance.already-final', pointer: undefined, facts: {} },
        { rule: 'acceptance.procurer-absent', pointer: '#/participants', facts: {} },
      ],
    ],
  ])('held by %j, finally accepted before %s', (sides, finallyAccepted, expected) => {
    expect(told(acceptanceIsHeld({ sides, finallyAccepted }))).toEqual(expected);
  });
});

describe('a payment', () => {
  test.each([
    [30, null, true, null],
    [31, null, true, 30],
    [31, null, false, 30],
    [60, 60, true, null],
    [61, 90, true, 60],
    [90, 90, false, null],
    [91, 90, false, 90],
    [16, 15, true, 15],
  ])('within %i days where the documents said %s, small supplier %s', (days, announced, isSmall, daysMax) => {
    expect(told(paymentDaysAreFew({ days, announced, isSmall }, on))).toEqual(
      daysMax === null ? [] : [{ rule: 'payment.days-too-many', pointer: '#/days', facts: { days, daysMax } }],
    );
  });

  test('is due on a day that does not roll', () => {
    expect(paymentDue('2026-04-16', 30)).toMatchObject({ article: 59, force: 'national', result: '2026-05-16', days: 30 });
  });

  const payment = { amount: 40n, planned: 60n, contract: 100n, isFinal: false, hasFinal: false, isDeducted: false };
  const sums = (total: string) => ({ total, amount: '1.00' });
  test.each([
    [{}, []],
    [{ isFinal: true }, []],
    [{ amount: 41n }, [{ rule: 'payment.over-contract', pointer: '#/amount', facts: sums('1.01') }]],
    [
      { amount: 41n, isFinal: true, isDeducted: true },
      [{ rule: 'payment.over-contract', pointer: '#/amount', facts: sums('1.01') }],
    ],
    [{ amount: 39n }, []],
    [{ amount: 39n, isFinal: true }, [{ rule: 'payment.final-differs', pointer: '#/amount', facts: sums('0.99') }]],
    [{ amount: 39n, isFinal: true, isDeducted: true }, []],
    [{ hasFinal: true }, [{ rule: 'payment.after-final', pointer: undefined, facts: {} }]],
  ])('fits the contract: %j', (over, expected) => {
    expect(told(paymentsFitTheContract({ ...payment, ...over }))).toEqual(expected);
  });

  test('made late is written down with a warning', () => {
    const due = paymentDue('2026-04-16', 30);
    expect(paymentIsInTime('2026-05-16', due)).toEqual([]);
    expect(paymentIsInTime('2026-05-17', due)).toMatchObject([
      {
        rule: 'payment.late',
        severity: 'warning',
        pointer: '#/on',
        facts: { on: '2026-05-17', dueOn: '2026-05-16' },
        derivation: due,
      },
    ]);
  });
});

describe('a contract', () => {
  const contract = { on, finallyAcceptedOn: on, amount: 100n, paid: 100n, isPaidUp: true };
  test.each([
    [{}, []],
    [{ finallyAcceptedOn: '2026-05-31' }, []],
    [{ finallyAcceptedOn: '2026-06-02' }, [{ rule: 'contract.acceptance-missing', pointer: '#/on', facts: { on } }]],
    [{ finallyAcceptedOn: null }, [{ rule: 'contract.acceptance-missing', pointer: '#/on', facts: { on } }]],
    [
      { isPaidUp: false, paid: 99n },
      [{ rule: 'contract.payment-open', pointer: undefined, facts: { amount: '1.00', paid: '0.99' } }],
    ],
  ])('is fulfilled: %j', (over, expected) => {
    expect(told(contractIsFulfilled({ ...contract, ...over }))).toEqual(expected);
  });
});
