import { parseArgs } from 'node:util';

/** What does the same work, side by side: the statements alone, a bare Fastify server, the API in one process and in two. */
export const targets = ['raw', 'bare', 'api', 'api2'] as const;
export type Target = (typeof targets)[number];

export interface Options {
  rounds: number;
  tenders: number;
  lists: number;
  reads: number;
  submissions: number;
  connections: number;
  seconds: number;
  /** Where the JSON goes; null: a new file under `.data/bench/`. */
  json: string | null;
}

interface Flag {
  name: keyof Omit<Options, 'json'>;
  value: number;
  min: number;
  max: number;
  what: string;
}

const flags: readonly Flag[] = [
  { name: 'rounds', value: 5, min: 1, max: 50, what: 'measured rounds; one more before them warms up and is not counted' },
  {
    name: 'tenders',
    value: 20_000,
    min: 50,
    max: 1_000_000,
    what: 'published tenders in the database (100000 takes a minute more)',
  },
  { name: 'lists', value: 2_000, min: 1, max: 1_000_000, what: 'lists of 50 in each measurement' },
  { name: 'reads', value: 6_000, min: 1, max: 1_000_000, what: 'reads of one tender in each measurement' },
  {
    name: 'submissions',
    value: 1_500,
    min: 1,
    max: 100_000,
    what: 'bids in each measurement, one from each of as many suppliers',
  },
  { name: 'connections', value: 32, min: 1, max: 512, what: 'HTTP connections, and statements in flight for raw pg' },
  { name: 'seconds', value: 60, min: 1, max: 3_600, what: 'a measurement that is not done by then is cut' },
];

export const help = `npm run bench [-- flags]

Requests a second of the API over HTTP on a durable PostgreSQL, and what raw pg and a bare Fastify server do with the same
work in the same run. No flag is needed; DATABASE_URL names another server than the embedded one.

${flags.map(({ name, value, what }) => `  --${name.padEnd(12)} ${what} (default ${value})`).join('\n')}
  --json         file for the results (default: a new one under .data/bench/)
  --help         this text
`;

/** Null where help was asked for. Throws Error that names the wrong flag. */
export function readOptions(args: readonly string[]): Options | null {
  const options = Object.fromEntries(
    [...flags.map(({ name }) => name), 'json'].map((name) => [name, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean', short: 'h' } }, strict: true });
  if (values['help'] === true) return null;
  const given = values as Record<string, string | undefined>;
  const numbers = Object.fromEntries(flags.map((flag) => [flag.name, whole(flag, given[flag.name])])) as Record<
    Flag['name'],
    number
  >;
  for (const name of ['lists', 'reads', 'submissions'] as const)
    if (numbers[name] < numbers.connections) throw new Error(`--${name} must be at least --connections (${numbers.connections})`);
  const needed = tendersNeeded(numbers.rounds);
  if (numbers.tenders < needed) throw new Error(`--tenders must be at least ${needed} for ${numbers.rounds} rounds`);
  return { ...numbers, json: given['json'] ?? null };
}

/** Every measurement of the rush has a tender of its own, and as many more leave each supplier a new tender for each of its other bids. */
export function tendersNeeded(rounds: number): number {
  return 2 * targets.length * (rounds + 1);
}

function whole({ name, value, min, max }: Flag, text: string | undefined): number {
  if (text === undefined) return value;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new Error(`--${name} must be a whole number from ${min} to ${max}`);
}
