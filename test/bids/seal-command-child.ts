import { sealCommand } from '../../src/bids/seal-command.js';

/** The command as a program of its own, that tells how much memory it took at most: arguments are the folder it is given in, and its own. */
const [folder = '', ...args] = process.argv.slice(2);
const said: string[] = [];
const beforeKb = process.resourceUsage().maxRSS;
const code = await sealCommand(args, folder, (part) => Promise.resolve(void said.push(String(part))));
process.stdout.write(JSON.stringify({ code, said: said.join(''), beforeKb, peakKb: process.resourceUsage().maxRSS }));
