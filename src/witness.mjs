// The command `npm run witness`: a process of its own, with its own key and folder. It opens no connection; others ask it.
import { commandOf } from './command.mjs';

const { witnessCommand } = await commandOf('src/witness/witness-command');
// npm runs a script in the project's folder; paths are meant from where its user stands.
process.exitCode = await witnessCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
