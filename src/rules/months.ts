import { addDays, type CivilDate } from './moment.js';

/** Civil Code art. 202: the corresponding day some months later; where there is none, the last day of that month. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const last = addDays(firstOf(count + 1), -1);
  const wanted = `${last.slice(0, 8)}${date.slice(8)}`;
  return wanted < last ? wanted : last;
}

function firstOf(count: number): CivilDate {
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}
