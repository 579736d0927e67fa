import {
  amendmentLeavesTime,
  amendmentWeights,
  changeIsMaterial,
  changeNeedsApproval,
  objectStaysTheSame,
  prequalificationIsDecided,
  type AmendableField,
} from './amendments.js';

describe('what an amendment may do', () => {
  it.each([
    ['/criteria/0/weight', true],
    ['/specifications/0/text/zh', true],
    ['/qualificationRequirements/en', true],
    ['/licenceTypes/0', true],
    ['/budget/amount', true],
    ['/contractPeriod/to', true],
    ['/lots', true],
    ['/items/3/quantity', true],
    ['/milestones', true],
    ['/milestones/0/dueOn', true],
    ['/milestones/0/title/zh', false],
    ['/milestones/12/description', false],
    ['/milestones/0/metOn', false],
    ['/title/zh', false],
    ['/description/en', false],
    ['/project/name/zh', false],
    ['/somethingNew', true],
  ])('a change of %s is material: %s', (pointer, expected) => {
    expect(changeIsMaterial(pointer)).toBe(expected);
  });

  it.each(Object.entries(amendmentWeights))('%s is %s', (field, weight) => {
    const breaches = objectStaysTheSame(['title', field as AmendableField]);
    expect(breaches.map((one) => one.rule)).toEqual(weight === 'forbidden' ? ['tender.amendment-forbidden-field'] : []);
    if (weight === 'forbidden') expect(breaches[0]).toMatchObject({ pointer: `#/changes/${field}`, facts: { fields: [field] } });
  });

  it('leaves the qualification alone once bids may come in', () => {
    expect(prequalificationIsDecided(['title', 'criteria'])).toEqual([]);
    expect(prequalificationIsDecided(['title', 'prequalification', 'licenceTypes', 'qualificationRequirements'])).toMatchObject([
      {
        rule: 'tender.amendment-forbidden-field',
        pointer: '#/changes/prequalification',
        facts: { fields: ['prequalification', 'licenceTypes', 'qualificationRequirements'] },
      },
    ]);
  });
});

describe('the days that a material amendment leaves', () => {
  const amendedAt = '2026-03-30T23:59:59.999999+08:00';

  it.each([
    ['bids', 'goods', '2026-04-14T00:00:00.000000+08:00'],
    ['bids', 'works', '2026-04-14T00:00:00.000000+08:00'],
    ['applications', 'services', '2026-04-02T00:00:00.000000+08:00'],
    ['applications', 'works', '2026-04-02T00:00:00.000000+08:00'],
  ] as const)('%s of %s: enough at %s', (stage, category, closesAt) => {
    expect(amendmentLeavesTime({ stage, category, amendedAt, closesAt })).toEqual([]);
  });

  it.each([
    [
      'bids',
      'goods',
      'tender.extension-needed',
      '2026-04-13T23:59:59.999999+08:00',
      15,
      '2026-04-14',
      '政府采购法实施条例 第31条',
      'national',
    ],
    [
      'bids',
      'works',
      'tender.extension-needed',
      '2026-04-13T23:59:59.999999+08:00',
      15,
      '2026-04-14',
      '招标投标法实施条例 第21条',
      'national',
    ],
    [
      'applications',
      'goods',
      'prequalification.extension-needed',
      '2026-04-01T23:59:59.999999+08:00',
      3,
      '2026-04-02',
      '平台规则 / platform policy',
      'policy',
    ],
    [
      'applications',
      'works',
      'prequalification.extension-needed',
      '2026-04-01T23:59:59.999999+08:00',
      3,
      '2026-04-02',
      '招标投标法实施条例 第21条',
      'national',
    ],
  ] as const)('%s of %s: %s a microsecond before', (stage, category, rule, closesAt, days, earliestOn, document, force) => {
    expect(amendmentLeavesTime({ stage, category, amendedAt, closesAt })).toMatchObject([
      {
        rule,
        pointer: stage === 'bids' ? '#/bidsCloseAt' : '#/applicationsCloseAt',
        facts: { daysMin: days, earliestOn },
        derivation: { from: '2026-03-30', days, result: earliestOn },
        cites: { document, force },
      },
    ]);
  });
});

describe('what a second person reads before it is published', () => {
  it.each([
    ['/title/zh', true],
    ['/description', true],
    ['/criteria/0/weight', true],
    ['/anything/else', true],
    ['/fundingPurpose/zh', false],
    ['/milestones/0/title/zh', false],
  ])('%s: %s', (pointer, needed) => expect(changeNeedsApproval(pointer)).toBe(needed));
});
