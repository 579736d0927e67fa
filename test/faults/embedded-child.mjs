// Brings the embedded PostgreSQL of a folder up, says where, and stays until it is told to end.
import { startPostgres } from '../../src/embedded.mjs';
import { stopEverything } from '../../src/processes.mjs';

const { ownerUrl } = await startPostgres({ dataDir: process.argv[2], durable: true });
process.stdout.write(`${ownerUrl}\n`);
process.stdin.resume();
process.stdin.on('end', () => void stopEverything().then(() => process.exit(0)));
