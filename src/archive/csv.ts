/** Says to a spreadsheet that UTF-8 follows: without it, Chinese names come out garbled. RFC 4180 itself knows none. */
export const byteOrderMark = '\uFEFF';

/** What a spreadsheet would take for the beginning of a formula, in either width, or strip to find one. */
const formulaStart = /^[\s\p{C}]*[=+\-@＝＋－＠]/u;

/** One record of RFC 4180, with its line break: every field quoted; one that would be a formula begins with an apostrophe, which makes it a text. */
export function csvRecord(fields: readonly (string | null)[]): string {
  return `${fields.map((one) => quoted(one ?? '')).join(',')}\r\n`;
}

function quoted(field: string): string {
  const harmless = formulaStart.test(field) ? `'${field}` : field;
  return `"${harmless.replaceAll('"', '""')}"`;
}
