import { codeMail, newsMail, type NewsItem } from './mail-text.js';

const name = { zh: '王采购', en: 'Wang Caigou' };
const item: NewsItem = {
  topic: 'complaint.filed',
  referenceNumber: 'SHFTZ-2026-000001',
  organization: { zh: '上海临港公立医院', en: 'Lingang Public Hospital, Shanghai' },
  deliveredAt: '2026-03-02T01:00:00.000000Z',
};

describe('a mail about news', () => {
  it('says in the person’s language what it is about, to whom and when', () => {
    const { subject, text } = newsMail('zh', name, [item]);
    expect(subject).toBe('政府采购平台：关于投诉的新通知');
    for (const part of ['王采购，您好', '投诉', 'SHFTZ-2026-000001', '上海临港公立医院', '2026-03-02'])
      expect(text).toContain(part);
    const english = newsMail('en', name, [item]);
    expect(english.subject).toBe('Procurement platform: news about a complaint');
    for (const part of ['Dear Wang Caigou', 'a complaint', 'reference SHFTZ-2026-000001', 'Lingang Public Hospital'])
      expect(english.text).toContain(part);
    expect(english.text + english.subject).not.toMatch(/\p{Script=Han}/u);
  });

  it('counts several, names an organisation by what name it has, and knows nothing of a topic it does not know', () => {
    const items = [
      { ...item, organization: { zh: '沪江' } },
      { ...item, topic: 'weather.changed', referenceNumber: null, organization: null },
    ];
    expect(newsMail('zh', name, items).subject).toBe('政府采购平台：2条新通知');
    expect(newsMail('en', name, items).subject).toBe('Procurement platform: 2 new messages');
    expect(newsMail('en', name, items).text).toContain('to 沪江');
    expect(newsMail('zh', name, items).text).toContain('2. 其他事项，2026');
    expect(newsMail('en', name, items).text).toContain('2. another matter, delivered');
  });

  it.each(['zh', 'en'] as const)('carries no link and no name of the prototype (%s)', (language) => {
    const { text, subject } = newsMail(language, name, [{ ...item, topic: 'constructor.x' }]);
    expect(text + subject).not.toMatch(/https?:|www\.|undefined|null/);
  });
});

describe('a mail with a code', () => {
  it.each(['zh', 'en'] as const)('says the code and until when it is good (%s)', (language) => {
    const { text, subject } = codeMail(language, name, { code: '00420042', expiresAt: item.deliveredAt });
    expect(text).toContain('00420042');
    expect(text).toContain('2026-03-02');
    expect(text).toContain(name[language]);
    expect(subject).not.toContain('00420042');
  });
});
