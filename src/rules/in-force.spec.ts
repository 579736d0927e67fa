import { inForce, type DatedRow } from './in-force.js';

interface Row extends DatedRow {
  value: number;
}

/** Written down in no order, beside another number. */
const table: Row[] = [
  { id: 'days', since: '2026-01-01', until: '2026-06-01', value: 2 },
  { id: 'days', since: '2024-01-01', value: 1 },
  { id: 'other', since: '2026-02-01', value: 9 },
  { id: 'days', since: '2027-01-01', value: 3 },
];

describe('the row in force on a day', () => {
  it.each([
    ['2023-12-31', 1],
    ['2024-01-01', 1],
    ['2025-12-31', 1],
    ['2026-01-01', 2],
    ['2026-05-31', 2],
    ['2026-06-01', 1],
    ['2026-12-31', 1],
    ['2027-01-01', 3],
    ['2099-01-01', 3],
  ])('on %s it is the version %d', (date, value) => {
    expect(inForce(table, 'days', date).value).toBe(value);
  });

  it('takes no row of another name', () => {
    expect(inForce(table, 'other', '2026-06-01').value).toBe(9);
  });

  it('has no row where the only one has ended, but the first', () => {
    expect(inForce([{ id: 'days', since: '2024-01-01', until: '2025-01-01' }], 'days', '2025-01-01').since).toBe('2024-01-01');
  });
});
