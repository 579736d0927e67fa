// The command `npm run witness`: a process of its own, with its own key and folder. It opens no connection; others ask it.
import { pathToFileURL } from 'node:url';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled((line) => console.error(line));
await compile();
const { witnessCommand } = await import(pathToFileURL(compiled('src/witness/witness-command')).href);
// npm runs a script in the project's folder; paths are meant from where its user stands.
process.exitCode = await witnessCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
