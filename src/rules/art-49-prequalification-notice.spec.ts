import { limitStaysAsPublished } from './art-49-prequalification-notice.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const notice = {
  procurer: { name: '上海某医院', address: '上海市浦东新区', contact: '+86 21 0000 0000' },
  description: '磁共振成像设备一台',
  applicationsCloseAt: '2026-03-27T17:00:00+08:00',
  applicationAddress: 'https://example.org/apply',
};
const base = { notice, limitSuppliers: false, selectionCriteria: [], qualificationRequirements: ['具备医疗器械经营许可'] };
const limited = { ...base, limitSuppliers: true, maxSuppliers: 5, selectionCriteria: ['类似业绩'] };
const ask = (facts: object) => evaluate(49, facts as Record<string, unknown>, context);
const rulesOf = (facts: object) => ask(facts).breaches.map((one) => one.rule);

describe('article 49: the prequalification notice', () => {
  it('is complete with or without a limit', () => {
    expect(ask(base)).toMatchObject({ breaches: [], computed: { inviteCount: null }, faults: [] });
    expect(rulesOf(limited)).toEqual([]);
    expect(rulesOf({ ...limited, previousLimit: 5 })).toEqual([]);
    expect(rulesOf({ ...base, notice: { ...notice, description: { zh: '设备', en: 'Scanner' } } })).toEqual([]);
  });

  it.each([
    [{ notice: { ...notice, procurer: { name: 'x', address: 'y' } } }, ['procurer.contact']],
    [{ notice: { ...notice, procurer: undefined } }, ['procurer.name', 'procurer.address', 'procurer.contact']],
    [{ notice: { ...notice, description: ' ' } }, ['description']],
    [{ notice: { ...notice, applicationsCloseAt: null } }, ['applicationsCloseAt']],
    [{ notice: { ...notice, applicationsCloseAt: '' } }, ['applicationsCloseAt']],
    [{ notice: { ...notice, applicationAddress: undefined } }, ['applicationAddress']],
    [{ qualificationRequirements: [] }, ['qualificationRequirements']],
    [
      { notice: {}, qualificationRequirements: [''] },
      [
        'procurer.name',
        'procurer.address',
        'procurer.contact',
        'description',
        'applicationsCloseAt',
        'applicationAddress',
        'qualificationRequirements',
      ],
    ],
  ])('names what it lacks: %j', (change, missing) => {
    const answer = ask({ ...base, ...change });
    expect(answer.breaches.map((one) => [one.rule, one.facts['missing']])).toEqual([
      ['prequalification.notice-incomplete', missing],
    ]);
  });

  it.each([
    ['① a limit without criteria', { ...limited, selectionCriteria: [] }, ['prequalification.limit-without-criteria']],
    ['a limit without its number', { ...limited, maxSuppliers: undefined }, ['prequalification.limit-not-published']],
    ['a limit of none', { ...limited, maxSuppliers: 0 }, ['prequalification.limit-not-published']],
    [
      '④ five published, three after the first application',
      { ...limited, maxSuppliers: 3, previousLimit: 5 },
      ['prequalification.limit-not-published'],
    ],
    ['five published, four later', { ...limited, maxSuppliers: 4, previousLimit: 5 }, ['prequalification.limit-not-published']],
    ['a limit below three', { ...limited, maxSuppliers: 2 }, ['prequalification.limit-below-three']],
    [
      '② no limit, nine qualified, six invited',
      { ...base, qualifiedCount: 9, invitedCount: 6 },
      ['prequalification.must-invite-all'],
    ],
    [
      'no limit, nine qualified, eight invited',
      { ...base, qualifiedCount: 9, invitedCount: 8 },
      ['prequalification.must-invite-all'],
    ],
    [
      'limit five, nine qualified, four invited',
      { ...limited, qualifiedCount: 9, invitedCount: 4 },
      ['prequalification.must-invite-all'],
    ],
    [
      'limit five, nine qualified, six invited',
      { ...limited, qualifiedCount: 9, invitedCount: 6 },
      ['prequalification.too-many-invited'],
    ],
    [
      'limit five, four qualified, five invited',
      { ...limited, qualifiedCount: 4, invitedCount: 5 },
      ['prequalification.too-many-invited'],
    ],
  ])('%s', (_, facts, rules) => {
    expect(rulesOf(facts)).toEqual(rules);
  });

  it('warns only where national law would like more suppliers', () => {
    expect(ask({ ...limited, maxSuppliers: 2 }).breaches.map((one) => one.severity)).toEqual(['warning']);
  });

  it.each([
    ['③ limit five, four qualified', { ...limited, qualifiedCount: 4, invitedCount: 4 }, 4],
    ['limit five, five qualified', { ...limited, qualifiedCount: 5, invitedCount: 5 }, 5],
    ['limit five, nine qualified', { ...limited, qualifiedCount: 9, invitedCount: 5 }, 5],
    ['no limit, nine qualified', { ...base, qualifiedCount: 9, invitedCount: 9 }, 9],
    ['no limit, nobody qualified', { ...base, qualifiedCount: 0, invitedCount: 0 }, 0],
    ['nobody invited yet', { ...base, qualifiedCount: 9 }, 9],
  ])('%s', (_, facts, count) => {
    expect(ask(facts)).toMatchObject({ breaches: [], computed: { inviteCount: count } });
  });

  it.each([
    [{ ...base, notice: undefined }, ['notice']],
    [
      { ...base, notice: { ...notice, applicationsCloseAt: 'soon', colour: 'red' } },
      ['notice/colour', 'notice/applicationsCloseAt'],
    ],
    [{ ...base, qualifiedCount: -1, invitedCount: 1.5 }, ['qualifiedCount', 'invitedCount']],
    [{ ...base, limitSuppliers: 'yes', selectionCriteria: undefined }, ['limitSuppliers', 'selectionCriteria']],
    [{ ...base, notice: { ...notice, procurer: { name: 5 } } }, ['notice/procurer/name']],
  ])('finds the faults of %j', (facts, pointers) => {
    expect(ask(facts).faults.map((one) => one.pointer)).toEqual(pointers.map((name) => `#/facts/${name}`));
  });
});

describe('what an answer about article 49 points at', () => {
  const found = (facts: object) => ask(facts).breaches.map(({ rule, pointer, facts: told }) => ({ rule, pointer, told }));

  it('the notice, its criteria and its limit', () => {
    expect(found({ ...base, qualificationRequirements: [] })).toEqual([
      { rule: 'prequalification.notice-incomplete', pointer: '#/facts/notice', told: { missing: ['qualificationRequirements'] } },
    ]);
    expect(found({ ...limited, selectionCriteria: [] })).toEqual([
      { rule: 'prequalification.limit-without-criteria', pointer: '#/facts/selectionCriteria', told: {} },
    ]);
    expect(found({ ...limited, previousLimit: 6 })).toEqual([
      { rule: 'prequalification.limit-not-published', pointer: '#/facts/maxSuppliers', told: { published: 6, limit: 5 } },
    ]);
    expect(found({ ...limited, maxSuppliers: 2 })).toEqual([
      { rule: 'prequalification.limit-below-three', pointer: '#/facts/maxSuppliers', told: { limit: 2, min: 3 } },
    ]);
    expect(found({ ...limited, maxSuppliers: 1 })).toEqual([
      { rule: 'prequalification.limit-below-three', pointer: '#/facts/maxSuppliers', told: { limit: 1, min: 3 } },
    ]);
    for (const maxSuppliers of [0, null])
      expect(found({ ...limited, maxSuppliers })).toEqual([
        {
          rule: 'prequalification.limit-not-published',
          pointer: '#/facts/maxSuppliers',
          told: { published: null, limit: maxSuppliers },
        },
      ]);
    expect(found({ ...limited, maxSuppliers: 3 })).toEqual([]);
  });

  it('how many are invited, of how many', () => {
    const told = { inviteCount: 5, qualifiedCount: 7 };
    const pointer = '#/facts/invitedCount';
    expect(found({ ...limited, qualifiedCount: 7, invitedCount: 4 })).toEqual([
      { rule: 'prequalification.must-invite-all', pointer, told: { ...told, invitedCount: 4 } },
    ]);
    expect(found({ ...limited, qualifiedCount: 7, invitedCount: 6 })).toEqual([
      { rule: 'prequalification.too-many-invited', pointer, told: { ...told, invitedCount: 6 } },
    ]);
    expect(found({ ...base, qualifiedCount: null, invitedCount: 4 })).toEqual([]);
    expect(found({ ...base, qualifiedCount: 4, invitedCount: null })).toEqual([]);
    expect(ask({ ...base, qualifiedCount: 0 }).computed).toEqual({ inviteCount: 0 });
    expect(ask({ ...base, invitedCount: 0 }).computed).toEqual({ inviteCount: null });
  });

  it.each([
    [null, null, true],
    [5, 5, true],
    [5, 6, false],
    [5, null, false],
    [null, 5, false],
  ])('a limit of %j that becomes %j stays: %s', (published, limit, stays) => {
    const changed = limitStaysAsPublished(published, limit);
    expect(changed.map(({ rule, pointer, facts }) => ({ rule, pointer, facts }))).toEqual(
      stays ? [] : [{ rule: 'prequalification.limit-not-published', pointer: '#/maxSuppliers', facts: { published, limit } }],
    );
  });
});
