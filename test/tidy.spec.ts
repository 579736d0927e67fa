import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { articles } from '../src/rules/articles.js';
import { rules } from '../src/rules/rules.js';
import { findings, readTree, strayEntries, tidyRules } from './tidy.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = fileURLToPath(new URL('./tidy-fixtures', import.meta.url));
/** Shown over HTTP by POST /v1/rules/evaluate until their procedures are built. */
const withoutJourney: number[] = [];

describe('the house is tidy', () => {
  it('has no finding in the tree', () => {
    expect(findings(readTree(root))).toEqual([]);
  });

  it('has only the top level that the customer fixed', () => {
    expect(strayEntries(readdirSync(root))).toEqual([]);
    expect(strayEntries(['src', 'docs', '.ci', 'scripts'])).toEqual(['docs', 'scripts']);
  });

  it('has a fixture for every rule', () => {
    expect(readdirSync(fixtures).sort()).toEqual(Object.keys(tidyRules).sort());
  });

  it.each(Object.keys(tidyRules))('%s: every file of its fixture breaks it and nothing else', (rule) => {
    const files = readTree(`${fixtures}/${rule}`, '.ts.txt');
    const found = findings(files);
    expect(found.length).toBeGreaterThan(0);
    expect([...new Set(found.map((one) => one.path))].sort()).toEqual(files.map((one) => one.path).sort());
    expect([...new Set(found.map((one) => one.rule))]).toEqual([rule]);
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(rules))('%s speaks both languages and names the same facts in each', (_, entry) => {
    expect(entry.zh).toMatch(/\p{Script=Han}/u);
    expect(entry.en).not.toMatch(/\p{Script=Han}/u);
    expect(placeholders(entry.zh)).toEqual(placeholders(entry.en));
  });

  it('has a rule for every article and a journey for every article that has routes', () => {
    const journeys = readdirSync(new URL('./journeys', import.meta.url));
    for (const { number } of articles) {
      expect(Object.values(rules).filter((rule) => rule.article === number).length).toBeGreaterThan(0);
      const found = journeys.filter((name) => name.startsWith(`art-${number}-`) && name.endsWith('.e2e.spec.ts'));
      expect({ number, journeys: found.length }).toEqual({ number, journeys: withoutJourney.includes(number) ? 0 : 1 });
    }
  });
});

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))].sort();
}
