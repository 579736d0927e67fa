// The command `npm run seal`: plain Node, so that it runs before anything is installed or compiled.
import { pathToFileURL } from 'node:url';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled((line) => console.error(line));
await compile();
const { sealCommand } = await import(pathToFileURL(compiled('src/bids/seal-command')).href);
// npm runs a script in the project's folder; paths are meant from where the bidder stands.
process.exitCode = await sealCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
