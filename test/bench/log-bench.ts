import { parseArgs } from 'node:util';
import { runLogBench, textOfLog } from './run-log-bench.js';

const help = `npm run bench:log [-- flags]

What an append, a proof and a checkpoint cost in logs of several sizes; entries a second with the tree and without; and a downloaded log
verified, against SHA-256 alone of the same bytes.

  --sizes     leaves, one grown out of the other (default 10000,100000,1000000,10000000; the last takes some minutes and 4 GB)
  --rounds    measured rounds of each (default 9)
  --entries   entries in each round of appends (default 2000)
  --verified  entries of the log that is verified (default 1000000)
`;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000,10000000' },
    rounds: { type: 'string', default: '9' },
    entries: { type: 'string', default: '2000' },
    verified: { type: 'string', default: '1000000' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const { DATABASE_OWNER_URL: ownerUrl, DATABASE_APP_PASSWORD: appPassword } = process.env;
if (values.help) process.stdout.write(help);
else if (!ownerUrl || !appPassword) throw new Error('DATABASE_OWNER_URL and DATABASE_APP_PASSWORD are needed');
else {
  const [rounds, entries, verified] = [values.rounds, values.entries, values.verified].map(Number) as [number, number, number];
  const report = await runLogBench(
    { sizes: values.sizes.split(',').map(Number), rounds, entries, verified },
    { ownerUrl, appPassword },
  );
  process.stdout.write(`${textOfLog(report)}\n${JSON.stringify(report)}\n`);
}
