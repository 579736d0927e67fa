import { readFileSync } from 'node:fs';
import { startBeside, startTestApp, type TestApp } from '../app.js';
import { act, done } from '../journeys/steps.js';
import { compare, keyOf } from './access-grid.js';
import { removals } from './access-guards.js';
import { readMentions, wronglyShown } from './access-lists.js';
import { setStage, type Stage } from './access-stage.js';
import { callers, readTable } from './access-table.js';

let app: TestApp;
let stage: Stage;
beforeAll(async () => {
  app = await startTestApp();
  stage = await setStage(app);
}, 120_000);
afterAll(() => app.close());

const table = readTable();

type Paths = Record<string, Record<string, unknown>>;

/** Routes that nobody has said anything of, and rows of routes that are not there. */
function unmatched(paths: Paths): { withoutARow: string[]; withoutARoute: string[] } {
  const verbs = ['get', 'post', 'put', 'patch', 'delete'];
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((verb) => verbs.includes(verb))
      .map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  const named = new Set(table.map((row) => row.route));
  return {
    withoutARow: routes.filter((route) => !named.has(route)),
    withoutARoute: [...named].filter((route) => !routes.includes(route)),
  };
}

describe('who may call what', () => {
  const { paths } = JSON.parse(readFileSync('src/openapi.json', 'utf8')) as { paths: Paths };

  it('is said of every route, and of no other', () => {
    expect(unmatched(paths)).toEqual({ withoutARow: [], withoutARoute: [] });
  });

  it('is asked for by name where a route is new, gone, or said in half', () => {
    const { '/v1/me': _gone, ...others } = paths;
    expect(unmatched({ ...others, '/v1/novelties/{id}': { parameters: [], post: {} } })).toEqual({
      withoutARow: ['POST /v1/novelties/{id}'],
      withoutARoute: ['GET /v1/me'],
    });
    expect(() => readTable('GET /v1/novelties | none | 200 | . ..')).toThrow('GET /v1/novelties');
  });

  it('is so for every caller, who is told alike of what it may not see and of what is not there', async () => {
    const { red, cells, counts } = await compare(stage, table);
    const routes = new Set(table.map((row) => row.route)).size;
    console.log(`${routes} routes, ${table.length} rows, ${callers.length} callers, ${cells} cells: ${JSON.stringify(counts)}`);
    expect(red).toEqual([]);
  }, 240_000);

  it('is so of what lists and answers name, too', async () => {
    const wrong: string[] = [];
    for (const mention of readMentions(stage)) wrong.push(...(await wronglyShown(stage, mention)));
    expect(wrong).toEqual([]);
  }, 60_000);

  it('needs the role in the token as well as in the database', async () => {
    const needing = table.filter((row) => row.cells.suspended === '3' && row.cells.procurerOwn === '.');
    const rows = needing.map((row) => ({ ...row, cells: { ...row.cells, procurerOwn: '3' as const } }));
    const tokens = { ...stage.tokens, procurerOwn: await app.tokenOf('procurer-wang', 'supplier') };
    expect(rows.length).toBeGreaterThan(30);
    expect((await compare({ ...stage, tokens }, rows, ['procurerOwn'])).red).toEqual([]);
  }, 60_000);

  it('is no more for a supplier whose verification is suspended than for one that nobody has verified', async () => {
    const taken = table.filter((row) => row.cells.supplierOther === '.' && row.cells.supplierUnverified === 'f');
    const rows = taken.map((row) => ({ ...row, cells: { ...row.cells, supplierOther: 'f' as const } }));
    const path = `/v1/organizations/${String(stage.subjects['pudong']?.['id'])}`;
    const decide = async (decision: object): Promise<void> => {
      const basis = { zh: '营业执照', en: 'Business licence' };
      done(await act(app, 'registrar', 'post', `${path}/verification`, { basis, ...decision }, path));
    };
    expect(rows.length).toBeGreaterThan(6);
    await decide({ decision: 'suspended', reason: { zh: '营业执照被吊销。', en: 'Its licence was withdrawn.' } });
    const { red } = await compare(stage, rows, ['supplierOther']);
    await decide({ decision: 'verified' });
    expect(red).toEqual([]);
  }, 60_000);
});

describe('with one guard taken away the grid is red where it was:', () => {
  let beside: Awaited<ReturnType<typeof startBeside>>;
  beforeAll(async () => {
    beside = await startBeside(app);
  }, 60_000);
  afterAll(() => beside.close());

  it.each(removals)(
    '$guard',
    async ({ remove, red }) => {
      const rows = table.filter((row) => keyOf({ row }) in red || row.route === Object.keys(red)[0]?.split(' [')[0]);
      const theirs = { ...stage, address: beside.address };
      expect((await compare(theirs, rows)).red).toEqual([]);
      const putBack = remove(beside.app, stage);
      const found = await compare(theirs, rows).finally(putBack);
      const told = found.red.map((one) => `${one.row} as ${one.caller}: ${one.found}`);
      const expected = Object.entries(red).flatMap(([row, who]) =>
        Object.entries(who).map(([caller, mark]) => `${row} as ${caller}: ${mark}`),
      );
      expect(told.sort()).toEqual(expected.sort());
    },
    60_000,
  );
});
