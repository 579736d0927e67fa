import { startTestApp, type TestApp } from '../app.js';
import { isThere, report, say } from './found.js';
import { mapped } from './ocds-mapped.js';
import type { Place, Verdict } from './ocds-mapping.js';
import { Replay, type Replayed } from './ocds-replay.js';
import { leavesOf, lifecycle, list, offset, pick, releases, shiftedDay, tags, text, type Leaf } from './ocds-source.js';
import { unmapped, type Unmapped } from './ocds-unmapped.js';

/** A leaf and what became of it; neither where nothing is said of it. */
interface Walked {
  leaf: Leaf;
  verdict: Verdict | null;
  named: Unmapped | undefined;
}

const found = isThere(lifecycle);
const sources = found ? releases() : [];
let app: TestApp;
let replayed: Replayed;
let walked: Walked[] = [];

beforeAll(async () => {
  if (!found) return;
  app = await startTestApp({ now: '2025-01-01T09:00:00+08:00' });
  replayed = await new Replay(app, sources).run();
  walked = walk();
});
afterAll(() => app?.close());

describe('one whole contracting process of the Open Contracting Partnership, replayed', () => {
  it('is six releases, all instants moved by one offset', () => {
    if (!found) return;
    expect(sources.map((one) => one.tag)).toEqual([...tags]);
    say(
      `interop OCDS: every instant moved by ${offset.days} days and ${offset.hours} hours; GBP as as many CNY; the buyer is the seeded port`,
    );
    report('OCDS releases', { found: sources.length, executed: sources.length, skipped: 0 });
  });

  it('refuses what our law forbids, by the rule that forbids it', () => {
    if (!found) return;
    const rules = Object.fromEntries([...replayed.refusals].map(([attempt, { id }]) => [attempt, id]));
    expect(rules).toEqual({
      'documents-before-notice': 'tender.documents-before-notice',
      'bid-period': 'tender.bid-period-short',
      amendment: 'tender.deadline-shortened',
      opening: 'opening.too-early',
      'award-period': 'tender.wrong-state',
      'over-budget': 'award.over-budget',
      'two-bidders': 'award.too-few-bids',
      'second-award': 'tender.wrong-state',
      contract: 'contract.standstill-running',
      signing: 'contract.signed-late',
      'contract-as-pdf': 'not-acceptable',
    });
    expect(pick(replayed.refusals.get('bid-period'), 'facts.days')).toBe(17);
    for (const [attempt, { id, status, derivation }] of replayed.refusals) {
      const result = derivation === undefined ? '' : `, derived: ${String(pick(derivation, 'result'))}`;
      const kind = id.includes('.') ? 'rule' : 'no rule of law, the protocol says';
      say(`interop OCDS: ${attempt}: refused ${status}, ${kind} ${id}${result}`);
    }
  });

  it('has a place or a reason for every leaf', () => {
    if (!found) return;
    const count = (kind: string): number => walked.filter(({ verdict }) => verdict?.kind === kind).length;
    const [equal, transformed, refused] = ['equal', 'transformed', 'refused'].map(count) as [number, number, number];
    const standIn = walked.filter(({ verdict }) => verdict?.standIn === true).length;
    const named = walked.filter((one) => one.named !== undefined).length;
    const nowhere = walked.filter(({ verdict, named: reason }) => !verdict && !reason);
    say(
      `interop OCDS leaves: equal ${equal}, transformed ${transformed} (${standIn} of them the buyer's own particulars, for which the port's stand), refused ${refused}`,
    );
    say(`interop OCDS leaves: unmapped ${named}, ${Math.round((named / walked.length) * 100)} %, each path named with a reason`);
    expect(nowhere.map(({ leaf }) => `${leaf.tag}: ${leaf.pattern} = ${String(leaf.value)}`)).toEqual([]);
    const compared = equal + transformed + refused;
    report('OCDS leaves', { found: walked.length, executed: compared, unmapped: named, skipped: nowhere.length });
  });

  it('says of each what the source says, moved or refused', () => {
    const differing = walked.filter(({ verdict }) => verdict && !verdict.agrees);
    expect(
      differing.map(({ leaf, verdict }) => ({ leaf: `${leaf.tag}: ${leaf.path}`, source: leaf.value, ours: verdict?.ours })),
    ).toEqual([]);
  });

  it('names no leaf that has a place, and none that is not there', () => {
    if (!found) return;
    const both = walked.filter(({ verdict, named }) => verdict && named).map(({ leaf }) => `${leaf.tag}: ${leaf.pattern}`);
    expect(both).toEqual([]);
    expect(unmapped.filter((one) => !walked.some(({ named }) => named === one))).toEqual([]);
    const patterns = new Set(walked.filter(({ verdict }) => verdict).map(({ leaf }) => leaf.pattern));
    expect(Object.keys(mapped).filter((pattern) => !patterns.has(pattern))).toEqual([]);
  });

  it('comes to its end here: the contract accepted, the record kept for fifteen years', () => {
    if (!found) return;
    const ends = shiftedDay(text(sources.at(-1)?.body, 'contracts.0.period.endDate'));
    expect(replayed.completed.tender).toMatchObject({
      state: 'completed',
      endedOn: ends,
      retainUntil: `${Number(ends.slice(0, 4)) + 15}${ends.slice(4)}`,
    });
    expect(replayed.completed.contract).toMatchObject({ state: 'accepted' });
    expect(replayed.asRecorded.tender).toMatchObject({ state: 'cancelled' });
    expect(list(replayed.asRecorded.minutes, 'bids')).toHaveLength(2);
  });
});

function walk(): Walked[] {
  const bodies = Object.fromEntries(sources.map((one) => [one.tag, one.body]));
  const issued: Place['issued'] = new Map();
  return sources.flatMap((release) =>
    leavesOf(release).map((leaf) => {
      const view = replayed.views[leaf.tag];
      const place = { leaf, value: leaf.value, sources: bodies, source: release.body, view, replayed, issued };
      const verdict = mapped[leaf.pattern]?.(place) ?? null;
      const named = unmapped.find((one) => isNamed(leaf, one));
      return { leaf, verdict, named };
    }),
  );
}

function isNamed(leaf: Leaf, { path, only, of }: Unmapped): boolean {
  if (path !== leaf.pattern || (only && !only.includes(leaf.tag))) return false;
  return of === undefined || (leaf.entry !== undefined && of.includes(leaf.entry));
}
