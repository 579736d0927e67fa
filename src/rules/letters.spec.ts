import { challengeIsComplete, complaintIsComplete, replyIsComplete } from './letters.js';

const challenge = {
  challenger: '沪上医疗设备有限公司，上海市浦东新区',
  contact: '张三 021-5555',
  project: 'SHFTZ-2026-000001',
  matters: ['评分标准'],
  requests: { zh: '重新评审', en: '' },
  remedies: ['evaluation-redone'],
  facts: 'The score sheet shows …',
};

describe('what a challenge, a reply and a complaint say (arts. 60, 61)', () => {
  test('a complete challenge', () => {
    expect(challengeIsComplete(challenge)).toEqual([]);
  });

  test.each([
    ['matters', []],
    ['facts', '  '],
    ['requests', { zh: '', en: ' ' }],
    ['remedies', []],
    ['contact', null],
    ['project', undefined],
  ])('a challenge without %s may be completed', (name, part) => {
    expect(challengeIsComplete({ ...challenge, [name]: part })).toMatchObject([
      { rule: 'challenge.incomplete', pointer: `#/${name}`, facts: { names: [name] } },
    ]);
  });

  test('a reply names the right to complain', () => {
    expect(replyIsComplete({ matters: 'a', facts: 'b', rightToComplain: true })).toEqual([]);
    expect(replyIsComplete({ matters: 'a', facts: 'b', rightToComplain: false })).toMatchObject([
      { rule: 'challenge.reply-incomplete', facts: { names: ['rightToComplain'] } },
    ]);
  });

  test('every missing part of a complaint is named in both languages', () => {
    const [one] = complaintIsComplete({});
    expect(one).toMatchObject({
      rule: 'complaint.incomplete',
      facts: { names: ['complainant', 'respondent', 'history', 'matters', 'requests', 'facts'] },
    });
    expect(one?.detail.en).not.toMatch(/[\u4e00-\u9fff]/);
    expect(one?.detail.zh).not.toMatch(/[A-Za-z]/);
  });
});

test.each([
  [true, true],
  [false, false],
  ['x', true],
  [['x'], true],
  [[], false],
  [{ zh: '甲', en: '' }, true],
  [{ zh: ' ', en: 'a' }, true],
  [{ zh: ' ', en: ' ' }, false],
  ['', false],
  [null, false],
  [undefined, false],
])('%j says something: %s', (facts, says) => {
  expect(challengeIsComplete({ ...challenge, facts })).toHaveLength(says ? 0 : 1);
});

test('each letter names its own parts, in both languages', () => {
  const parts = (breaches: ReturnType<typeof replyIsComplete>) => breaches[0]?.facts['missing'] as { zh: string; en: string }[];
  expect(parts(replyIsComplete({}))).toEqual([
    { zh: '对质疑事项的答复', en: 'an answer to the matters raised' },
    { zh: '事实依据和法律依据', en: 'the facts and the law' },
    { zh: '依法提起投诉的权利', en: 'the right to complain' },
  ]);
  for (const [all, count] of [
    [parts(challengeIsComplete({})), 7],
    [parts(complaintIsComplete({})), 6],
  ] as const) {
    expect(all).toHaveLength(count);
    for (const { zh, en } of all) {
      expect(zh).toMatch(/^\p{Script=Han}/u);
      expect(en).toMatch(/^[a-z]/);
    }
    expect(new Set(all.map((one) => one.en)).size).toBe(count);
  }
  expect(complaintIsComplete({})[0]?.pointer).toBe('#/complainant');
  expect(challengeIsComplete({})[0]?.facts['names']).toEqual([
    'challenger',
    'contact',
    'project',
    'matters',
    'requests',
    'remedies',
    'facts',
  ]);
});
