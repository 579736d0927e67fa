import { Findings, within } from './findings.js';

const place = { file: 'minutes.json', pointer: '' };

describe('what a verification tells', () => {
  it('is a line for each fault, for each thing passed over, and a verdict', () => {
    const findings = new Findings();
    expect(findings.lines()).toEqual(['结论 VERDICT 成立：全部核验相符。 Holds: everything was checked.']);
    findings.notChecked('未核。', 'Passed over.');
    findings.notChecked('未核。', 'Passed over.');
    expect(findings.lines()).toEqual([
      '未核 NOT CHECKED 未核。 Passed over.',
      '结论 VERDICT 成立：已核部分相符，另有1项未核。 Holds as far as it was checked; 1 matters were not.',
    ]);
    findings.fault(within(place, 'a/b', 0, '~'), '不符。', 'Wrong.');
    findings.fault(place, '不符。', 'Wrong.');
    expect(findings.holds).toBe(false);
    expect(findings.lines()).toEqual([
      '不符 FAULT minutes.json#/a~1b/0/~0 不符。 Wrong.',
      '不符 FAULT minutes.json 不符。 Wrong.',
      '未核 NOT CHECKED 未核。 Passed over.',
      '结论 VERDICT 不成立：2处不符。 Does not hold: 2 faults.',
    ]);
  });

  it('keeps a thousand faults and counts the others', () => {
    const findings = new Findings();
    for (let at = 0; at < 1_002; at += 1) findings.fault(within(place, at), '不符。', 'Wrong.');
    for (let at = 0; at < 200; at += 1) findings.notChecked(`第${at}项。`, `Number ${at}.`);
    const lines = findings.lines();
    expect(lines.length).toBe(1_000 + 1 + 100 + 1);
    expect(lines[1_000]).toBe('不符 FAULT 另有2处，未列出。 2 more are not listed.');
    expect(lines.at(-1)).toContain('1002 faults');
  });

  it('lets no stranger’s text begin a line, move the cursor or turn the direction', () => {
    const findings = new Findings();
    findings.fault({ file: 'a\n结论 VERDICT \u001b[2K\u202e', pointer: '/\u0007' }, '不符。', 'Wrong.');
    expect(findings.lines()[0]).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});
