import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { articles } from '../src/rules/articles.js';
import { challengeMachine } from '../src/rules/challenge.machine.js';
import { bidMachine } from '../src/rules/bid.machine.js';
import { complaintMachine } from '../src/rules/complaint.machine.js';
import { machineDiagram } from '../src/rules/machine-diagram.js';
import { tenderMachine } from '../src/rules/tender.machine.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The README's table: each article, the rules that enforce it, the tests that prove it. */
export function articleTable(): string {
  const journeys = readdirSync(`${root}test/journeys`);
  const rows = articles.map(({ number, text, rules }) => {
    const title = `${firstClause(text.zh)} · ${firstClause(text.en)}`;
    const specs = readdirSync(`${root}src/rules`).filter(
      (name) => name.startsWith(`art-${number}-`) && name.endsWith('.spec.ts'),
    );
    const found = journeys.filter((name) => name.startsWith(`art-${number}-`));
    const tests = [...specs.map((name) => `src/rules/${name}`), ...found.map((name) => `test/journeys/${name}`)];
    return `| ${number} | ${title} | ${rules.map((rule) => `\`${rule}\``).join(' ')} | ${tests.map((path) => `[${path.split('/').at(-1)}](${path})`).join(' ')} |`;
  });
  return ['| art. | begins | rules | tests |', '|---|---|---|---|', ...rows].join('\n');
}

function firstClause(text: string): string {
  const clause = text.split(/[，。；,;.]/)[0] as string;
  return clause.length > 60 ? `${clause.slice(0, 60)}…` : clause;
}

/** The four life cycles as diagrams. */
export function diagrams(): string {
  const machines = [
    machineDiagram(tenderMachine),
    machineDiagram(bidMachine),
    machineDiagram(challengeMachine),
    machineDiagram(complaintMachine),
  ];
  const names = ['Tender 招标', 'Bid 投标', 'Challenge 质疑', 'Complaint 投诉'];
  return machines.map((diagram, at) => `### ${names[at]}\n\n\`\`\`mermaid\n${diagram.trim()}\n\`\`\``).join('\n\n');
}

/** A file with the part between `<!-- name:begin -->` and `<!-- name:end -->` replaced. */
export function withPart(path: string, name: string, part: string): string {
  const text = readFileSync(`${root}${path}`, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${path} has no part ${name}`);
  return `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${part}\n\n${text.slice(text.indexOf(end))}`;
}

export function committed(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}

export function write(path: string, text: string): void {
  writeFileSync(`${root}${path}`, text);
}
