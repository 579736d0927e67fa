// The command `npm run verify`: it opens no connection once the packages are there.
import { commandOf } from './command.mjs';

const { verifyCommand } = await commandOf('src/verification/verify-command');
// npm runs a script in the project's folder; paths are meant from where its user stands.
process.exitCode = await verifyCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
