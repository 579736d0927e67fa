import fc from 'fast-check';
import { startTestApp, type TestApp } from '../app.js';
import { counts, tellCounts } from '../prove.js';
import { histories, said, shortened, type History } from './histories.js';
import { runHistory, type Ran } from './run-history.js';
import { settingOf, type Setting } from './subject.js';
import { events } from './tender-state.js';

const seed = Number(process.env['MODEL_SEED'] ?? 42);
const path = process.env['MODEL_PATH'];
const isReplay = path !== undefined;
const asked = process.env['MODEL_RUNS'];
/** Each with a database and a clock of its own, side by side. */
const lanes = isReplay || asked !== undefined ? 1 : counts(1, 2);
const runsOfLane = Number(asked ?? counts(25, 1_000));
const isWhole = lanes * runsOfLane >= 2_000;
const minutes = 60_000;

let apps: TestApp[];
let settings: Setting[];

beforeAll(async () => {
  apps = await Promise.all(Array.from({ length: lanes }, () => startTestApp()));
  settings = await Promise.all(apps.map(settingOf));
});
afterAll(() => Promise.all(apps.map((app) => app.close())));

it(
  `the application does what the model says, in ${lanes * runsOfLane} histories`,
  async () => {
    const ran = (await Promise.all(settings.map((setting, lane) => play(setting, seed + lane)))).flat();
    const happened = tell(ran);
    if (isReplay) return;
    const rare = events.filter((event) => (happened.get(event) ?? 0) < (isWhole ? 50 : 0));
    expect(rare).toEqual([]);
    const lengths = ran.map((one) => one.tried).sort((left, right) => left - right);
    expect(lengths[lengths.length >> 1]).toBeGreaterThanOrEqual(15);
    for (const app of apps) await everyMessageHasItsEffect(app);
  },
  counts(3 * minutes, 120 * minutes),
);

async function play(setting: Setting, laneSeed: number): Promise<Ran[]> {
  const ran: Ran[] = [];
  let differing: History | null = null;
  const property = fc.asyncProperty(histories, async (history) => {
    const one = await runHistory(setting, history);
    if (one.difference !== null) differing = history;
    else ran.push(one);
    return one.difference === null;
  });
  const replay = isReplay ? { path } : {};
  const found = await fc.check(property, { seed: laneSeed, numRuns: runsOfLane, endOnFailure: true, ...replay });
  const again = `MODEL_SEED=${laneSeed} MODEL_PATH=${found.counterexamplePath}`;
  if (differing !== null) throw new Error(`${again}: ${await difference(setting, differing)}`);
  if (found.failed) throw new Error(again, { cause: found.errorInstance });
  return ran;
}

/** The shortest history that differs, and how. */
async function difference(setting: Setting, history: History): Promise<string> {
  const shortest = await shortened(history, async (fewer) => (await runHistory(setting, fewer)).difference !== null);
  const { difference: found } = await runHistory(setting, shortest);
  return [
    `${found?.what}, at ${found?.command}, of ${shortest.method} drafted on day ${shortest.startsOn}:`,
    ...shortest.commands.map((one, index) => `  ${index + 1}. ${said(one)}`),
  ].join('\n');
}

function tell(ran: Ran[]): Map<string, number> {
  const tried = ran.map((one) => one.tried).sort((left, right) => left - right);
  const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
  const happened = new Map<string, number>(events.map((event) => [event, 0]));
  for (const event of ran.flatMap((one) => one.events)) happened.set(event, (happened.get(event) ?? 0) + 1);
  tellCounts(
    `model: ${ran.length} histories, seed ${seed}${lanes > 1 ? ` to ${seed + lanes - 1}` : ''}; commands ${tried[0]} to ${tried.at(-1)}, ` +
      `median ${tried[tried.length >> 1]}, ${sum(tried)} in all, ${sum(ran.map((one) => one.accepted))} accepted; ` +
      [...happened].map(([event, times]) => `${event} ${times}`).join(', '),
  );
  return happened;
}

/** Invariant 8: after all of it, nothing waits in the outbox. */
async function everyMessageHasItsEffect(app: TestApp): Promise<void> {
  await app.drain();
  expect(await app.sql('SELECT id FROM outbox WHERE done_at IS NULL')).toEqual([]);
}
