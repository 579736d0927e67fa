import { v7 as uuidv7 } from 'uuid';
import { freshKey } from '../app.js';
import { requestOf } from './access-requests.js';
import type { Ids, Stage } from './access-stage.js';
import { callers, type CallerName, type Mark, type Row } from './access-table.js';

/** A cell in which the table and the service differ. */
export interface Red {
  /** `VERB path [subject]`. */
  row: string;
  caller: CallerName;
  expected: Mark;
  found: Mark | '?';
  /** What came, for people. */
  answer: string;
}

export interface Comparison {
  red: Red[];
  cells: number;
  counts: Record<string, number>;
}

interface Cell {
  row: Row;
  caller: CallerName;
  ids: Ids;
  /** Which of the passing cells of its row this is. */
  turn: number;
}

interface Answer {
  status: number;
  /** Their names. */
  headers: string[];
  body: object;
}

interface Found {
  cell: Cell;
  mark: Mark | '?';
  /** For people. */
  answer: string;
}

/**
 * Tries every cell of the rows. What changes anything goes last and one after the other, so that nothing which a caller may do changes what others
 * may. Whoever is refused is also asked about ids that name nothing, and must not be able to tell the difference.
 */
export async function compare(stage: Stage, rows: readonly Row[], who: readonly CallerName[] = callers): Promise<Comparison> {
  const cells = rows.flatMap((row) => who.map((caller) => ({ row, caller, ids: subjectOf(stage, row), turn: 0 })));
  const passing = cells.filter(({ row, caller }) => row.cells[caller] === '.');
  for (const [at, cell] of passing.entries())
    cell.turn = passing.slice(0, at).filter((earlier) => keyOf(earlier) === keyOf(cell)).length;
  const changing = passing.filter(({ row }) => row.verb !== 'get');
  const found = [
    ...(await severalAtOnce(
      cells.filter((cell) => !changing.includes(cell)),
      (cell) => tried(stage, cell),
    )),
    ...(await severalAtOnce(changing, (cell) => tried(stage, cell), 1)),
  ];
  const counts: Record<string, number> = {};
  for (const { mark } of found) counts[mark] = (counts[mark] ?? 0) + 1;
  const red = found.flatMap(({ cell, mark, answer }): Red[] => {
    const expected = cell.row.cells[cell.caller];
    return mark === expected ? [] : [{ row: keyOf(cell), caller: cell.caller, expected, found: mark, answer }];
  });
  return { red, cells: cells.length, counts };
}

async function severalAtOnce<One, Made>(all: readonly One[], make: (one: One) => Promise<Made>, atOnce = 6): Promise<Made[]> {
  const made: Made[] = [];
  const waiting = all.values();
  const work = async (): Promise<void> => {
    for (const one of waiting) made.push(await make(one));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return made;
}

export function keyOf({ row }: { row: Row }): string {
  return `${row.route} [${row.subject}]`;
}

function subjectOf(stage: Stage, row: Row): Ids {
  const ids = stage.subjects[row.subject];
  if (!ids) throw new Error(`${row.route}: the stage has no subject ${row.subject}`);
  return ids;
}

async function tried(stage: Stage, cell: Cell): Promise<Found> {
  const { row } = cell;
  const response = await ask(stage, cell, addressOf(row, cell.ids, cell.turn));
  const rule = ruleOf(response);
  const answer = rule === null ? String(response.status) : `${response.status} ${rule}`;
  if (row.answers.some((one) => one.status === response.status && (one.rule === null || one.rule === rule)))
    return { cell, mark: '.', answer };
  const mark = ({ 401: '1', 403: '3', 404: '4' } as const)[response.status];
  if (mark === undefined) return { cell, mark: '?', answer };
  if (response.headers.includes('etag')) return { cell, mark: '?', answer: `${answer} with an ETag` };
  if (mark !== '4' && (await isAlike(stage, cell, response))) return { cell, mark, answer };
  const told = await toldApart(stage, cell, response);
  if (mark === '3' && told.all !== null) return { cell, mark: told.last === null ? 'h' : 'f', answer };
  const differences = Object.values(told).filter((one) => one !== null);
  return differences.length === 0 ? { cell, mark, answer } : { cell, mark: '?', answer: [answer, ...differences].join(', but ') };
}

/** Whether the answer is the same to ids that name nothing and, at once, to a body without sense. */
async function isAlike(stage: Stage, cell: Cell, answer: Answer): Promise<boolean> {
  const body = cell.row.verb === 'get' ? undefined : senseless;
  return shapeOf(answer) === shapeOf(await ask(stage, cell, addressOf(cell.row, without(cell, idsOf(cell)), 0), body));
}

const senseless = { nothing: true };

/** What tells the answer from that to ids which name nothing (all of the path's, and its last alone), and what a body without sense reveals. */
async function toldApart(stage: Stage, cell: Cell, answer: Answer): Promise<Record<'all' | 'last' | 'body', string | null>> {
  const names = idsOf(cell);
  const asked = (unknown: string[], body?: object): Promise<Answer> =>
    ask(stage, cell, addressOf(cell.row, without(cell, unknown), 0), body);
  const where = `where ${names.join(' and ')} name nothing`;
  const all = names.length === 0 ? null : difference(answer, await asked(names), where);
  const last = names.length < 2 ? all : difference(answer, await asked(names.slice(-1)), `where ${names.at(-1)} names nothing`);
  if (cell.row.verb === 'get') return { all, last, body: null };
  const refused = answer.status === 404 ? await asked(names, senseless) : answer;
  return { all, last, body: difference(await asked([], senseless), refused, 'where the body makes no sense') };
}

function idsOf({ row, ids }: Cell): string[] {
  return namesIn(row.path).filter((name) => isId(ids[name]));
}

function without({ ids }: Cell, unknown: readonly string[]): Ids {
  return { ...ids, ...Object.fromEntries(unknown.map((name) => [name, uuidv7()])) };
}

function difference(answer: Answer, other: Answer, where: string): string | null {
  return shapeOf(answer) === shapeOf(other) ? null : `${other.status} ${ruleOf(other) ?? ''} ${where}`;
}

/** All of an answer but what names the request itself. */
function shapeOf({ status, headers, body }: Answer): string {
  const { instance: _instance, correlationId: _correlationId, ...said } = body as Record<string, unknown>;
  return JSON.stringify([status, headers, said]);
}

function ruleOf({ body }: Answer): string | null {
  const { type } = body as { type?: unknown };
  return typeof type === 'string' && type.startsWith('urn:ftz:') ? type.replace(/^urn:ftz:(rule|problem):/, '') : null;
}

/** With the body of the route, or with another as JSON. */
async function ask(stage: Stage, { row, caller }: Cell, path: string, other?: object): Promise<Answer> {
  const { body, headers } = other ? { body: other, headers: {} } : await requestOf(row.route, stage.facts, caller);
  const token = stage.tokens[caller];
  const credentials = token === null ? {} : { authorization: `Bearer ${token}` };
  const given = body === undefined || body instanceof Buffer ? body : JSON.stringify(body);
  const response = await fetch(`${stage.address}${path}`, {
    method: row.verb.toUpperCase(),
    headers: {
      ...(given === undefined || given instanceof Buffer ? {} : { 'content-type': 'application/json' }),
      ...(row.verb === 'get' ? {} : { 'idempotency-key': freshKey() }),
      ...credentials,
      ...headers,
    },
    ...(given === undefined ? {} : { body: given }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const names = [...response.headers.keys()];
  return { status: response.status, headers: names, body: isJson ? (JSON.parse(text) as object) : {} };
}

/** `turn` chooses from a list of ids. Throws an Error for a part that the subject does not have. */
function addressOf({ route, path }: Row, ids: Ids, turn: number): string {
  return namesIn(path).reduce((address, name) => {
    const value = ids[name];
    const one = Array.isArray(value) ? (value[turn] ?? value[0]) : value;
    if (one === undefined) throw new Error(`${route}: its subject has no ${name}`);
    return address.replace(`{${name}}`, one);
  }, path);
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
}

function isId(value: string | string[] | undefined): boolean {
  return value !== undefined && /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(String(value));
}
