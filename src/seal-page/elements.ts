/** An element with its properties; never with HTML, so that nothing a tender says can become a part of the page. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<Omit<HTMLElementTagNameMap[Tag], 'style'>>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties);
}

/** Chinese first, English beside it. */
export function two(zh: string, en: string): [HTMLElement, Text, HTMLElement] {
  const chinese = element('span', { lang: 'zh-CN', textContent: zh });
  const english = element('span', { lang: 'en', textContent: en });
  return [chinese, document.createTextNode(' '), english];
}

/** A control with a label of its own. */
export function field(id: string, zh: string, en: string, control: HTMLElement): HTMLElement {
  const label = element('label', { htmlFor: id });
  label.append(...two(zh, en));
  control.id = id;
  const row = element('div', { className: 'field' });
  row.append(label, control);
  return row;
}

export function group(zh: string, en: string, rows: readonly HTMLElement[]): HTMLElement {
  const legend = element('legend', {});
  legend.append(...two(zh, en));
  const all = element('fieldset', {});
  all.append(legend, ...rows);
  return all;
}

export function optionsOf(choices: readonly (readonly [string, string])[]): HTMLSelectElement {
  const select = element('select', {});
  select.append(...choices.map(([value, textContent]) => element('option', { value, textContent })));
  return select;
}

/** Empty where there is no such field. */
export function valueOf(id: string): string {
  return (document.getElementById(id) as HTMLInputElement | null)?.value ?? '';
}

export function isTicked(id: string): boolean {
  return (document.getElementById(id) as HTMLInputElement | null)?.checked === true;
}

export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found as Kind;
}
