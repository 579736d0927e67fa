import { createHash } from 'node:crypto';

/** What closes or ends a value that stands at the top of an object, and the texts in which such characters mean nothing. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The digests of the columns, as the database makes them of a row when it is written: of each that is not null, 32 digits of
 * SHA-256( salt ‖ name ‖ "=" ‖ its value as it is written in the row ). The row has to be a JSON object.
 */
export function sealedColumns(row: string, salt: Buffer): Record<string, string> {
  return Object.fromEntries(
    membersOf(row)
      .filter(([, value]) => value !== 'null')
      .map(([name, value]) => [name, createHash('sha256').update(salt).update(`${name}=${value}`).digest('hex').slice(0, 32)]),
  );
}

/** The digest of a seal, which an entry names: SHA-256 of the columns as PostgreSQL writes jsonb, the shorter names first. */
export function sealDigest(columns: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(columns).map((name) => Buffer.from(name));
  const ordered = names.sort((one, other) => one.length - other.length || Buffer.compare(one, other)).map(String);
  const members = ordered.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(columns[name])}`);
  return createHash('sha256')
    .update(`{${members.join(', ')}}`)
    .digest('hex');
}

/** The members of an object, each value in the characters in which it stands there. */
function membersOf(row: string): [name: string, value: string][] {
  const members: [string, string][] = [];
  let [depth, name, from] = [0, '', 0];
  for (const { 0: token, index } of row.matchAll(tokens)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    if (depth === 1 && token === ':') {
      name = JSON.parse(row.slice(from, index)) as string;
      from = index + 1;
    } else if ((depth === 1 && token === ',') || (depth === 0 && closes)) {
      if (row.slice(from, index).trim() !== '') members.push([name, row.slice(from, index).trim()]);
      from = index + 1;
    }
    if (token === '{' || token === '[') {
      depth += 1;
      if (depth === 1) from = index + 1;
    }
  }
  return members;
}
