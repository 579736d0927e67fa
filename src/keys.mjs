// The command `npm run keys`: what custodians and dealers do on their own machines. It opens no connection once the packages are there.
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled(console.error);
await compile();
const { runKeys } = await import(compiled('src/custody/keys-command'));
process.exitCode = await runKeys(process.argv.slice(2));
