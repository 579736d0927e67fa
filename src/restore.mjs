// The command `npm run restore`: plain Node, so that it runs before anything is compiled.
import { pathToFileURL } from 'node:url';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled((line) => console.error(line));
await compile();
const { restoreCommand } = await import(pathToFileURL(compiled('src/restoring/restore-command')).href);
process.exitCode = await restoreCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), process.env);
