// The command `npm run seal`.
import { commandOf } from './command.mjs';

const { sealCommand } = await commandOf('src/bids/seal-command');
// npm runs a script in the project's folder; paths are meant from where the bidder stands.
process.exitCode = await sealCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
