// The command `npm run keys`: what custodians and dealers do on their own machines. It opens no connection once the packages are there.
import { commandOf } from './command.mjs';

const { runKeys } = await commandOf('src/custody/keys-command');
process.exitCode = await runKeys(process.argv.slice(2));
