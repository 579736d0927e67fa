const idEnds = 43;
const keyDigits = 12;

/** The last 48 bits of a leaf's id, which stands in one place in canonical form; some number for a leaf without, null for one too short to have one. */
export function keyOf(bundle: Buffer, from: number, to: number): number | null {
  const end = from + idEnds;
  if (end >= to) return null;
  let key = 0;
  for (let at = end - keyDigits; at < end; at += 1) {
    const digit = bundle[at] as number;
    key = key * 16 + ((digit > 0x39 ? digit - 0x57 : digit) & 15);
  }
  return key;
}

/** Without the parser. Empty for leaves that have none. */
export function idOf(leaf: Buffer): string {
  return /^\{"id":"([0-9a-f-]{36})"/.exec(leaf.toString('latin1', 0, 64))?.[1] ?? '';
}
