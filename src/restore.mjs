// The command `npm run restore`.
import { commandOf } from './command.mjs';

const { restoreCommand } = await commandOf('src/restoring/restore-command');
process.exitCode = await restoreCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), process.env);
