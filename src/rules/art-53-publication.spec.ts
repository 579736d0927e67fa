import { awardPublicationDue, noticeIsPublishable } from './art-53-publication.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const calendar = calendarOf(knownYears);
const context = { at: '2026-03-02T09:00:00+08:00', calendar, policy: defaultPolicy };
const both = { zh: '磁共振成像设备', en: 'Magnetic resonance scanner' };
const zh = { zh: '磁共振成像设备' };
const chinese = { title: zh, description: zh, qualificationRequirements: zh };
const bilingual = { title: both, description: both, qualificationRequirements: both };
const ask = (facts: object) => evaluate(53, { notice: bilingual, ...facts } as Record<string, unknown>, context);
const found = (facts: object) => ask(facts).breaches.map((one) => `${one.rule} ${one.severity}`);

describe('article 53: in both languages', () => {
  it('a bilingual notice is whole', () => {
    expect(ask({})).toMatchObject({ breaches: [], computed: { bilingual: true, publishBy: null }, faults: [] });
  });

  it('① Chinese alone is warned of, and with a reason not even that (P7)', () => {
    expect(found({ notice: chinese })).toEqual(['notice.english-missing warning']);
    expect(ask({ notice: chinese }).computed['bilingual']).toBe(false);
    expect(found({ notice: chinese, noEnglishReason: ' ' })).toEqual(['notice.english-missing warning']);
    expect(found({ notice: chinese, noEnglishReason: '仅面向本地维修服务' })).toEqual([]);
  });

  it.each([
    [{ ...bilingual, qualificationRequirements: { ...zh, en: '' } }, ['qualificationRequirements']],
    [{ ...bilingual, qualificationRequirements: zh }, ['qualificationRequirements']],
    [{ ...chinese, title: both }, ['description', 'qualificationRequirements']],
  ])('② half an English notice is refused, reason or none: %j', (notice, missing) => {
    expect(ask({ notice }).breaches).toMatchObject([
      { rule: 'notice.english-incomplete', severity: 'refusal', facts: { missing } },
    ]);
    expect(found({ notice, noEnglishReason: '仅面向本地维修服务' })).toEqual(['notice.english-incomplete refusal']);
    expect(ask({ notice }).computed['bilingual']).toBe(false);
  });

  it('publication refuses what evaluation only warns of', () => {
    const text = { zh: '设备', en: null };
    const notice = { title: text, description: text, qualificationRequirements: text };
    expect(noticeIsPublishable(notice, null)).toMatchObject([{ rule: 'notice.english-missing', severity: 'refusal' }]);
    expect(noticeIsPublishable(notice, '仅面向本地维修服务')).toEqual([]);
  });
});

describe('article 53: free documents', () => {
  it.each([
    [{ amount: '300.00' }, ['documents.fee-unjustified refusal']],
    [{ amount: '0.01', reason: ' ' }, ['documents.fee-unjustified refusal']],
    [{ amount: '300.00', reason: '图纸印刷成本' }, []],
    [{ amount: '0' }, []],
    [{ amount: { amount: '300.00', currency: 'CNY' } }, ['documents.fee-unjustified refusal']],
    [{ amount: '300.00', currency: 'CNY' }, ['documents.fee-unjustified refusal']],
  ])('③ a fee of %j: %j', (documentFee, rules) => {
    expect(found({ documentFee })).toEqual(rules);
  });
});

describe('article 53: published in time', () => {
  it.each([
    ['2026-02-13', '2026-02-24'],
    ['2026-09-24', '2026-09-29'],
    ['2026-03-06', '2026-03-10'],
  ])('④ a contract signed on %s is published by %s', (contractSignedOn, publishBy) => {
    expect(ask({ contractSignedOn }).computed['publishBy']).toBe(publishBy);
    expect(awardPublicationDue(contractSignedOn, calendar)).toMatchObject({ result: publishBy, force: 'national' });
  });

  it('is pending where the year has no calendar', () => {
    expect(ask({ contractSignedOn: '2026-12-31' })).toMatchObject({
      computed: { publishBy: null },
      pending: ['calendarYearMissing'],
    });
    expect(ask({ contractSignedOn: '2026-12-29' }).computed['publishBy']).toBe('2026-12-31');
  });

  it.each([
    [{ notice: undefined }, ['notice']],
    [{ notice: { ...bilingual, title: { en: 'x' } } }, ['notice/title/zh']],
    [{ notice: { ...bilingual, title: { zh: '  ', en: 'x' } } }, ['notice/title/zh']],
    [{ notice: { ...bilingual, description: '文本' } }, ['notice/description']],
    [{ documentFee: {} }, ['documentFee/amount']],
    [{ documentFee: { amount: '1', currency: 'USD' } }, ['documentFee/currency']],
    [{ contractSignedOn: '2026-02-30', language: 'fr' }, ['language', 'contractSignedOn']],
  ])('finds the faults of %j', (facts, pointers) => {
    expect(ask(facts).faults.map((one) => one.pointer)).toEqual(pointers.map((name) => `#/facts/${name}`));
  });
});

describe('what an answer about article 53 points at', () => {
  const told = (facts: object) => ask(facts).breaches.map(({ pointer, facts: given }) => ({ pointer, given }));
  const without = (...names: string[]) => ({ notice: { ...bilingual, ...Object.fromEntries(names.map((name) => [name, zh])) } });

  it('the notice, the first text that has no English, and the fee', () => {
    expect(told({ notice: chinese })).toEqual([{ pointer: '#/facts/notice', given: {} }]);
    expect(told(without('description', 'qualificationRequirements'))).toEqual([
      { pointer: '#/facts/notice/description/en', given: { missing: ['description', 'qualificationRequirements'] } },
    ]);
    expect(told(without('title'))).toEqual([{ pointer: '#/facts/notice/title/en', given: { missing: ['title'] } }]);
    expect(ask(without('title')).computed['bilingual']).toBe(false);
    expect(told({ documentFee: { amount: '0.01' } })).toEqual([
      { pointer: '#/facts/documentFee/reason', given: { amount: '0.01' } },
    ]);
    expect(told({ documentFee: { amount: '0.00' } })).toEqual([]);
    expect(told({ documentFee: { amount: '0.01', currency: 'CNY', reason: '印制成本' } })).toEqual([]);
  });

  it('counts two working days for award and contract alike', () => {
    expect(awardPublicationDue('2026-03-06', calendar)).toMatchObject({
      article: 53,
      days: 2,
      unit: 'workingDays',
      result: '2026-03-10',
    });
    expect(ask({ contractSignedOn: '2026-03-06' }).computed['publishBy']).toBe('2026-03-10');
    expect(ask({ contractSignedOn: '2026-12-31' })).toHaveProperty('pending');
  });
});
