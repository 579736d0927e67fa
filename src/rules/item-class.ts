const codeForm = /^[ABC](\d{8})?$/;
const categories = { A: 'goods', B: 'works', C: 'services' } as const;

/** True for a code of the item catalogue (品目分类目录, 2022): a letter alone, or a letter and four two-digit levels. */
export function itemClassIsWellFormed(code: string): boolean {
  return codeForm.test(code);
}

/** What kind of object a code names: A goods (货物), B works (工程), C services (服务). Null where it is no code. */
export function categoryOfItemClass(code: string): 'goods' | 'works' | 'services' | null {
  return itemClassIsWellFormed(code) ? categories[code.charAt(0) as 'A' | 'B' | 'C'] : null;
}

/** The class above: the last level that is not `00` becomes `00`; above the first level stands the letter. Null for a letter, and for what is no code. */
export function parentOfItemClass(code: string): string | null {
  if (!itemClassIsWellFormed(code) || code.length === 1) return null;
  const levels = code.slice(1).match(/../g) as string[];
  const last = levels.findLastIndex((level) => level !== '00');
  if (last <= 0) return code.charAt(0);
  return code.charAt(0) + levels.map((level, index) => (index === last ? '00' : level)).join('');
}

/** True where a code is the class itself or lies below it. */
export function itemClassIsWithin(code: string, ancestor: string): boolean {
  if (!itemClassIsWellFormed(code) || !itemClassIsWellFormed(ancestor)) return false;
  for (let current: string | null = code; current !== null; current = parentOfItemClass(current)) {
    if (current === ancestor) return true;
  }
  return false;
}
