import { irregularityCodes, irregularityTypes } from './irregularities.js';

describe('what was irregular', () => {
  it('has a code of eForms and a name in both languages for each, none twice', () => {
    expect(irregularityCodes).toHaveLength(33);
    for (const { zh, en } of Object.values(irregularityTypes)) {
      expect(zh).toMatch(/^\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z]/);
    }
    for (const language of ['zh', 'en'] as const)
      expect(new Set(Object.values(irregularityTypes).map((one) => one[language])).size).toBe(33);
  });
});
