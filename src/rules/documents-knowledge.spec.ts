import { calendarOf, knownYears } from './calendar.js';
import { documentsWindow } from './documents-knowledge.js';

const calendar = calendarOf(knownYears);
const args = { issuedOn: '2026-03-02', downloadedOn: null, track: 'goodsServices', calendar } as const;

describe('a challenge to public documents (实施条例 art. 53)', () => {
  it('counts from the end of their notice period where nothing shows their receipt, and shows that period', () => {
    expect(documentsWindow(args)).toMatchObject({
      event: 'documentsNoticeEnded',
      derivation: {
        from: '2026-03-09',
        result: '2026-03-19',
        parts: [{ from: '2026-03-02', days: 5, result: '2026-03-09' }, {}, {}],
      },
    });
  });

  it.each([
    ['2026-03-02', 'downloaded', '2026-03-12'],
    ['2026-03-08', 'downloaded', '2026-03-18'],
    ['2026-03-09', 'documentsNoticeEnded', '2026-03-19'],
    ['2026-04-01', 'documentsNoticeEnded', '2026-03-19'],
  ])('downloaded on %s counts from what came first: %s', (downloadedOn, event, result) => {
    expect(documentsWindow({ ...args, downloadedOn })).toMatchObject({ event, derivation: { result } });
  });

  it('waits for a calendar that is missing, unless the receipt is proven', () => {
    const late = { ...args, issuedOn: '2026-12-30' };
    expect(documentsWindow(late).derivation.result).toBeNull();
    expect(documentsWindow({ ...late, downloadedOn: '2026-12-30', track: 'works' })).toMatchObject({ event: 'downloaded' });
  });
});
