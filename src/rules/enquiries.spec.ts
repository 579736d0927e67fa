import { calendarOf, knownYears } from './calendar.js';
import {
  enquiriesAreFew,
  enquiriesClose,
  enquiryAnswerDue,
  enquiryAnswerIsInTime,
  enquiryIsInTime,
  enquiryIsUnanswered,
  enquiryAnswerNamesNobody,
  enquiryNamesNoAuthor,
} from './enquiries.js';

const calendar = calendarOf(knownYears);
const close = enquiriesClose({ publishedAt: '2026-03-02T01:00:00.000000Z', deadline: '2026-04-13T01:30:00.000000Z' });

describe('enquiries', () => {
  it('end three days before the deadline, to the microsecond', () => {
    expect(close).toMatchObject({
      closesAt: '2026-04-10T01:30:00.000000Z',
      derivation: { force: 'policy', from: '2026-04-13', days: 3, result: '2026-04-10' },
    });
    expect(enquiryIsInTime('2026-04-10T01:29:59.999999Z', close)).toEqual([]);
    expect(enquiryIsInTime(close.closesAt, close)).toMatchObject([{ rule: 'enquiry.too-late', facts: { days: 3 } }]);
  });

  it('are bounded for each supplier', () => {
    expect(enquiriesAreFew(19, close.closesAt)).toEqual([]);
    expect(enquiriesAreFew(20, close.closesAt)).toMatchObject([{ rule: 'enquiry.too-many', facts: { countMax: 20 } }]);
  });

  it('do not name who asks by characters that nobody sees', () => {
    const own = ['莱茵医疗技术有限公司'];
    for (const hidden of ['\u200b', '\u2060', '\ufeff', '\u00ad', '\u202e', '\ufe0f', '\u3164', '\u0007', '\u{e0041}'])
      expect(enquiryNamesNoAuthor([`莱茵医疗${hidden}技术有限公司`], own)).toHaveLength(1);
    expect(enquiryNamesNoAuthor(['任何问题'], ['\u200b'])).toEqual([]);
  });

  it('do not name who asks, however it is spaced or cased', () => {
    const own = ['莱茵医疗技术有限公司', 'Rheinland Medizintechnik GmbH', ' '];
    expect(enquiryNamesNoAuthor(['能否延长交货期？'], own)).toEqual([]);
    expect(enquiryNamesNoAuthor(['莱茵医疗 技术有限公司请问', 'RHEINLAND medizintechnik gmbh asks'], own)).toMatchObject([
      { rule: 'enquiry.names-its-author', facts: { names: own.slice(0, 2) } },
    ]);
  });
});

describe('an answer', () => {
  it('is due on the third working day; a missing calendar leaves it pending', () => {
    const due = enquiryAnswerDue('2026-03-06T01:00:00.000000Z', calendar);
    expect(due).toMatchObject({ force: 'national', from: '2026-03-06', days: 3, result: '2026-03-11' });
    expect(enquiryAnswerIsInTime('2026-03-11T15:59:59.999999Z', due)).toEqual([]);
    expect(enquiryAnswerIsInTime('2026-03-11T16:00:00.000000Z', due)).toMatchObject([
      { rule: 'enquiry.answer-overdue', severity: 'warning', facts: { dueOn: '2026-03-11' } },
    ]);
    const pending = enquiryAnswerDue('2026-12-31T01:00:00.000000Z', calendar);
    expect([pending.result, enquiryAnswerIsInTime('2027-02-01T01:00:00.000000Z', pending)]).toEqual([null, []]);
  });

  it('names no supplier', () => {
    const known = ['莱茵医疗技术有限公司', '91310000MA1K000006'];
    expect(enquiryAnswerNamesNobody(['交货期不变。'], known)).toEqual([]);
    expect(enquiryAnswerNamesNobody(['不变。', '９１３１００００ma1k\u200b000006'], known)).toMatchObject([
      { rule: 'enquiry.answer-names-supplier', pointer: '#/text', facts: { names: ['91310000MA1K000006'] } },
    ]);
  });

  it('is given once', () => {
    expect(enquiryIsUnanswered(null)).toEqual([]);
    expect(enquiryIsUnanswered(close.closesAt)).toMatchObject([{ rule: 'enquiry.answered-already' }]);
  });
});
