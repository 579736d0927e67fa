import { startTestApp, type TestApp } from '../app.js';
import { isThere, report, say } from './found.js';
import { pick } from './ocds-source.js';
import { asking, bidding, changing } from './openeu-bidding.js';
import { enterFourth } from './openeu-people.js';
import { deciding, qualifying } from './openeu-deciding.js';
import { drafting } from './openeu-drafting.js';
import { lotDecisions, lots } from './openeu-lots.js';
import { openeu, recordedActs, type Flow, type Recorded } from './openeu-source.js';
import { OpeneuStage, type Act, type Played } from './openeu-stage.js';

interface Done {
  act: Act;
  it: Recorded;
  played: Played | null;
}

const found = isThere(openeu);
const started = '2026-03-02T06:00:00+08:00';
const flows: Record<Flow, (stage: OpeneuStage) => Act[]> = {
  tutorial: (stage) => [
    ...drafting(stage),
    ...asking(stage),
    ...bidding(stage),
    ...changing(stage),
    ...qualifying(stage, () => enterFourth(stage.app)),
    ...deciding(stage),
  ],
  multiple_lots_tutorial: (stage) => [...lots(stage), ...lotDecisions(stage)],
};
const done: Record<Flow, Done[]> = { tutorial: [], multiple_lots_tutorial: [] };
let apps: TestApp[] = [];

beforeAll(async () => {
  if (!found) return;
  for (const flow of Object.keys(flows) as Flow[]) {
    const app = await startTestApp({ now: started });
    apps.push(app);
    const recorded = recordedActs(flow);
    for (const act of flows[flow](new OpeneuStage(app))) {
      const it = recorded.get(act.name);
      if (!it) throw new Error(`${flow} has no act ${act.name}`);
      done[flow].push({
        act,
        it,
        played: 'excuse' in act ? null : await Promise.resolve(it).then(act.counterpart).catch(brokenOff),
      });
    }
  }
}, 120_000);
afterAll(async () => {
  for (const app of apps) await app.close();
  apps = [];
});

describe.each(Object.keys(flows) as Flow[])('the recorded flow %s of an above-threshold procedure', (flow) => {
  it('is played act by act, none left out and none twice', () => {
    if (!found) return;
    expect(done[flow].map(({ act }) => act.name).sort()).toEqual([...recordedActs(flow).keys()].sort());
  });

  it('comes out here as it did there, or a refusal says which rule', () => {
    if (!found) return;
    const differing = done[flow].flatMap(({ act, it, played }) => {
      if (played === null || 'excuse' in act) return [];
      const { said, call, agrees } = played;
      const differs = agrees.filter(([, theirs, ours]) => JSON.stringify(theirs) !== JSON.stringify(ours));
      const rules = rulesOf(said.body);
      const same =
        it.status < 400
          ? said.status > 0 && said.status < 400 && act.refusal === undefined
          : said.status >= 400 && said.status < 500 && act.refusal !== undefined && rules.includes(act.refusal);
      say(
        `interop openeu ${flow}/${act.name}: ${it.status} there, ${said.status} here (${call}${rules.map((one) => `, ${one}`).join('')})`,
      );
      return same && differs.length === 0
        ? []
        : [{ act: act.name, call, status: said.status, rules, differs, body: same ? undefined : said.body }];
    });
    expect(differing).toEqual([]);
  });
});

describe('both flows together', () => {
  it('excuse at most a quarter, each by an article or because part six does not know it', () => {
    if (!found) return;
    const all = Object.values(done).flat();
    const excused = all.filter(({ act }) => 'excuse' in act);
    for (const { act } of excused) say(`interop openeu excused ${act.name}: ${'excuse' in act ? act.excuse : ''}`);
    for (const { act } of excused)
      expect('excuse' in act && act.excuse).toMatch(/^(art\. (4[7-9]|5\d|6[01]): |not in part six: )./);
    const share = Math.round((excused.length / all.length) * 100);
    say(
      `interop openeu: ${all.length} acts, ${all.length - excused.length} with a counterpart, ${excused.length} excused (${share} %)`,
    );
    report('openeu acts', { found: all.length, executed: all.length - excused.length, skipped: 0, unmapped: excused.length });
    expect(excused.length * 4).toBeLessThanOrEqual(all.length);
  });
});

/** Rules of a refusal, or its problem where no rule is behind it. */
function rulesOf(body: unknown): string[] {
  const rules = ((pick(body, 'errors') ?? []) as unknown[]).flatMap((one) => {
    const rule = pick(one, 'rule');
    return typeof rule === 'string' ? [rule] : [];
  });
  const type = pick(body, 'type');
  return rules.length > 0 || typeof type !== 'string' ? rules : [type.replace(/^urn:ftz:problem:/, '')];
}

/** An act that could not even be asked is none that came out the same. */
function brokenOff(error: unknown): Played {
  return { call: 'not asked', said: { status: 0, body: String(error), headers: {} }, agrees: [] };
}
