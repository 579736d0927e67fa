import fc from 'fast-check';
import { startTestApp, type TestApp } from '../app.js';
import { tellCounts } from '../prove.js';
import type { Command } from './commands.js';
import { histories, meets, said, shortened, type History } from './histories.js';
import { runHistory } from './run-history.js';
import { settingOf } from './subject.js';
import type { Model } from './tender-state.js';

const seed = 42;
const drawnMax = 2_000;

interface Fault {
  name: string;
  /** Put into the test's own database. */
  plant(app: TestApp): Promise<void>;
  /** Where it could show: the other histories are not played. */
  bites(model: Model, command: Command, rules: string[]): boolean;
  /** What the model must see for itself, without looking there. */
  blind: 'holds' | null;
  commandsMax: number;
}

const faults: Fault[] = [
  {
    name: 'a bid at the very moment of the deadline is taken',
    plant: (app) =>
      change(app, 'receive_bid()', 'NEW.received_at >= tender.bids_close_at', 'NEW.received_at > tender.bids_close_at'),
    bites: ({ now, bidsCloseAt, publishedAt }, command, rules) =>
      command.do === 'bid' &&
      publishedAt !== null &&
      now === bidsCloseAt &&
      rules.every((one) => one === 'bid.late' || one === 'tender.wrong-state'),
    blind: null,
    commandsMax: 12,
  },
  {
    name: 'a hold does not stop the contract',
    plant: async (app) => {
      await app.sql(`
        CREATE FUNCTION ended_yesterday() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN NEW.ends_on := (NEW.placed_at AT TIME ZONE 'Asia/Shanghai')::date - 1; RETURN NEW; END $$`);
      await app.sql(`CREATE TRIGGER ended_yesterday BEFORE INSERT ON procedure_holds FOR EACH ROW
        WHEN (NEW.kind = 'contract') EXECUTE FUNCTION ended_yesterday()`);
    },
    bites: (_, command, rules) => command.do === 'contract' && rules.join() === 'contract.challenge-open',
    blind: 'holds',
    commandsMax: 24,
  },
  {
    name: 'a bid that was withdrawn is opened',
    plant: async (app) => {
      const last = 'later.previous_id = last.id';
      await change(app, 'bids_for_opening(uuid)', last, `${last} AND later.action <> 'withdrawal'`);
      await change(app, 'receipts_for_opening(uuid)', `'bid.replaced', 'bid.withdrawn')`, `'bid.replaced')`);
    },
    bites: ({ bids, state, shares }, command, rules) =>
      command.do === 'share' &&
      rules.length === 0 &&
      state === 'closed' &&
      shares.length === 1 &&
      !shares.includes(command.lock) &&
      Object.values(bids).some((one) => one.state === 'withdrawn'),
    blind: null,
    commandsMax: 16,
  },
];

describe.each(faults)('planted: $name', ({ name, plant, bites, blind, commandsMax }) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await plant(app);
  });
  afterAll(() => app.close());

  it('is found, by a short history', async () => {
    const setting = await settingOf(app);
    const differs = async (history: History): Promise<boolean> =>
      meets(history, bites) && (await runHistory(setting, history, blind)).difference !== null;
    let drawn = 0;
    let found: History | null = null;
    for (let chunk = 0; found === null && drawn < drawnMax; chunk += 1) {
      for (const history of fc.sample(histories, { seed: seed + chunk, numRuns: 50 })) {
        drawn += 1;
        if (await differs(history)) found = history;
        if (found !== null) break;
      }
    }
    if (found === null) throw new Error(`not found in ${drawn} histories`);
    const shortest = await shortened(found, differs);
    const { difference } = await runHistory(setting, shortest, blind);
    tellCounts(`planted: ${name}: history ${drawn}, shortest ${shortest.commands.map(said).join(', ')}: ${difference?.what}`);
    expect(shortest.commands.length).toBeLessThanOrEqual(commandsMax);
  }, 240_000);
});

/** Changes one place of a function of the database, which must be there. */
async function change(app: TestApp, name: string, from: string, to: string): Promise<void> {
  const [row] = await app.sql<{ text: string }>('SELECT pg_get_functiondef($1::regprocedure) AS text', [name]);
  const text = row?.text ?? '';
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  await app.sql(text.replace(from, to));
}
