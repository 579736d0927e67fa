import { element, group, two } from './elements.js';

/** Rows of fields, one more with every press of the button `add-<id>`; `fieldsOf` lays out the one with the number. */
export function rowsGroup(
  id: string,
  name: { zh: string; en: string },
  rowsMax: number,
  fieldsOf: (number: number) => HTMLElement[],
  besides: readonly HTMLElement[] = [],
): HTMLElement {
  const rows = element('div', { id });
  const add = element('button', { type: 'button', id: `add-${id}` });
  add.append(...two('增加一项', 'Add one'));
  add.addEventListener('click', () => {
    const row = element('div', {});
    row.append(...fieldsOf(rows.childElementCount + 1));
    rows.append(row);
    add.disabled = rows.childElementCount >= rowsMax;
  });
  return group(name.zh, name.en, [...besides, rows, add]);
}

/** The rows that were laid out, by number; none where there is no such group. */
export function rowsOf(id: string): number[] {
  const count = document.getElementById(id)?.childElementCount ?? 0;
  return Array.from({ length: count }, (_, at) => at + 1);
}
