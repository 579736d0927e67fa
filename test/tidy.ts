import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';

export interface SourceFile {
  /** From the project's root, with slashes. */
  path: string;
  text: string;
}

export interface Finding {
  rule: string;
  path: string;
  what: string;
}

type TidyRule = (files: readonly SourceFile[]) => Omit<Finding, 'rule'>[];

const order = [
  'rules',
  'platform',
  'organizations',
  'tenders',
  'custody',
  'prequalification',
  'bids',
  'awards',
  'challenges',
  'archive',
  'log',
  'witness',
  'verification',
  'restoring',
  'disclosure',
];
const topLevel = [
  'package.json',
  'tsconfig.json',
  'nest-cli.json',
  'src',
  'migrations',
  'test',
  'docker-compose.yml',
  'seeds',
  'README.md',
];
const besides = ['package-lock.json', 'node_modules', 'dist', 'coverage'];
const linesMax = 300;

/** The house's rules (src/README.md), each a function from the tree to its findings. */
export const tidyRules: Record<string, TidyRule> = {
  'imports-point-left': (files) =>
    sources(files).flatMap((file) => {
      const own = moduleOf(file.path);
      return importsOf(file).flatMap((target) => {
        const other = moduleOf(target);
        if (own === null || other === null || own === 'rules') return [];
        return order.indexOf(other) > order.indexOf(own) ? [at(file, `${own} imports ${other}, which stands right of it`)] : [];
      });
    }),

  'law-imports-only-itself': (files) =>
    sources(files)
      .filter((file) => moduleOf(file.path) === 'rules' && !isSpec(file))
      .flatMap((file) =>
        [...file.text.matchAll(/\bfrom '([^']+)'/g)]
          .map((match) => match[1] as string)
          .filter((name) => !name.startsWith('./'))
          .map((name) => at(file, `the law imports ${name}`)),
      ),

  'no-clock-but-the-platforms': (files) =>
    sources(files)
      .filter((file) => !isSpec(file) && !['src/platform/clock.ts', 'src/witness/wall-clock.ts'].includes(file.path))
      .flatMap((file) =>
        matches(
          file,
          /Date\.now\(|new Date\(\)|\bperformance\.timeOrigin\b|\bclock_timestamp\(\)|(?<![\w_.])now\(\)(?=[^{]*['`])/g,
          'a clock of its own',
        ),
      ),

  'no-barrels': (files) =>
    sources(files)
      .filter((file) => basename(file.path) === 'index.ts')
      .map((file) => at(file, 'a barrel')),

  'no-vague-folders': (files) =>
    sources(files)
      .filter((file) =>
        dirname(file.path)
          .split('/')
          .some((part) => ['utils', 'common', 'helpers', 'interfaces', 'dto', 'shared', 'lib'].includes(part)),
      )
      .map((file) => at(file, 'a folder that says nothing')),

  'no-subfolders-in-modules': (files) =>
    sources(files)
      .filter((file) => file.path.split('/').length > 3)
      .map((file) => at(file, 'a sub-folder inside a module')),

  'no-default-exports': (files) =>
    sources(files)
      .filter((file) => file.path !== 'src/metadata.ts')
      .flatMap((file) => matches(file, /^export default\b/gm, 'a default export')),

  'no-enums': (files) => sources(files).flatMap((file) => matches(file, /^\s*(?:export )?(?:const )?enum \w+/gm, 'an enum')),

  'no-inheritance': (files) =>
    sources(files).flatMap((file) =>
      matches(file, /^\s*(?:export )?(?:abstract )?class \w+ extends (?!Error\b)\w+/gm, 'inheritance from other than Error'),
    ),

  'plain-names': (files) =>
    sources(files).flatMap((file) =>
      matches(
        file,
        /^\s*export (?:abstract )?(?:class|interface|type) (?:I[A-Z][a-z]\w*|\w*(?:Impl|Base|Manager|Helper|Util|Utils))\b/gm,
        'a name that says nothing',
      ),
    ),

  'files-are-short': (files) =>
    sources(files)
      .filter((file) => !/\/(rules-\w+|articles|metadata)\.ts$/.test(file.path))
      .filter((file) => file.text.split('\n').length > linesMax)
      .map((file) => at(file, `longer than ${linesMax} lines`)),

  'controllers-only-route': (files) =>
    sources(files)
      .filter((file) => file.path.endsWith('.controller.ts'))
      .flatMap((file) => matches(file, /(?<!\.)\b(?:try|catch|for|while|switch)\s*[({]/g, 'logic in a controller')),

  'plan-is-quoted-once': (files) =>
    sources(files)
      .filter((file) => file.path !== 'src/rules/articles.ts' && !isSpec(file))
      .flatMap((file) =>
        matches(
          file,
          /在上海自贸试验区内，国家机关|一般应实行公开竞争。|一般应自招标文件发出之日起|应妥善保存政府采购项目|可以在知道或应知道其权益受到损害之日起/g,
          'a quotation of the plan',
        ),
      ),

  'nothing-unfinished': (files) =>
    all(files).flatMap((file) =>
      matches(
        file,
        new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b|not implemented`, 'g'),
        'unfinished',
      ),
    ),

  'no-silent-skips': (files) =>
    all(files)
      .filter(isSpec)
      .flatMap((file) =>
        matches(
          file,
          /\b(?:it|test|describe)\.(?:skip|only|todo)\b|\b(?:xit|fit|xdescribe|fdescribe)\(/g,
          'a skipped or focused test',
        ),
      ),

  'no-sleeping-tests': (files) =>
    all(files)
      .filter((file) => file.path.startsWith('test/') && isSpec(file))
      .flatMap((file) => matches(file, /setTimeout\(\s*(?:resolve|r|done)\b|\bsleep\(/g, 'a test that sleeps')),
};

/** Every finding of every rule. */
export function findings(files: readonly SourceFile[]): Finding[] {
  return Object.entries(tidyRules).flatMap(([rule, check]) => check(files).map((finding) => ({ rule, ...finding })));
}

/** Entries of the top level that the customer's list does not have. */
export function strayEntries(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith('.') && !topLevel.includes(name) && !besides.includes(name));
}

/** All TypeScript under `folder/src`, `folder/test`, `folder/seeds`, `folder/migrations`; fixtures end in `.ts.txt` and are read only as roots of their own. */
export function readTree(folder: string, ending = '.ts'): SourceFile[] {
  const walk = (path: string): string[] =>
    statSync(path).isDirectory()
      ? readdirSync(path).flatMap((name) => (name === 'tidy-fixtures' ? [] : walk(join(path, name))))
      : [path];
  return ['src', 'test', 'seeds', 'migrations']
    .filter((name) => readdirSync(folder).includes(name))
    .flatMap((name) => walk(join(folder, name)))
    .filter((path) => path.endsWith(ending))
    .map((path) => ({
      path: relative(folder, path)
        .replaceAll('\\', '/')
        .replace(/\.txt$/, ''),
      text: readFileSync(path, 'utf8'),
    }));
}

function sources(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => file.path.startsWith('src/'));
}

function all(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => file.path !== 'test/tidy.ts' && file.path !== 'test/tidy.spec.ts');
}

function isSpec(file: SourceFile): boolean {
  return file.path.endsWith('.spec.ts');
}

function moduleOf(path: string): string | null {
  const [root, name] = path.split('/');
  return root === 'src' && name !== undefined && order.includes(name) ? name : null;
}

function importsOf(file: SourceFile): string[] {
  return [...file.text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) =>
    posix.normalize(posix.join(posix.dirname(file.path), match[1] as string)),
  );
}

function matches(file: SourceFile, pattern: RegExp, what: string): Omit<Finding, 'rule'>[] {
  return [...file.text.matchAll(pattern)].map((match) =>
    at(file, `${what}: ${match[0].trim()} (line ${file.text.slice(0, match.index).split('\n').length})`),
  );
}

function at(file: SourceFile, what: string): Omit<Finding, 'rule'> {
  return { path: file.path, what };
}
