// The command `npm run verify`: plain Node, so that it runs before anything is compiled. It opens no connection once the packages are there.
import { pathToFileURL } from 'node:url';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled((line) => console.error(line));
await compile();
const { verifyCommand } = await import(pathToFileURL(compiled('src/verification/verify-command')).href);
// npm runs a script in the project's folder; paths are meant from where its user stands.
process.exitCode = await verifyCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
