import type { Bilingual } from '../rules/breach.js';
import { shanghaiTime, type Instant } from '../rules/moment.js';

export type Language = keyof Bilingual;

/** What news can be about; the first word of every event's type is one of these. */
export const newsFamilies = {
  tender: { zh: '采购项目', en: 'a procurement' },
  'single-source': { zh: '单一来源采购', en: 'a single-source procurement' },
  prequalification: { zh: '资格预审', en: 'a prequalification' },
  application: { zh: '资格预审申请', en: 'an application to prequalify' },
  award: { zh: '中标、成交结果', en: 'an award' },
  contract: { zh: '政府采购合同', en: 'a contract' },
  debrief: { zh: '未中标说明', en: 'a debrief' },
  challenge: { zh: '质疑', en: 'a challenge' },
  complaint: { zh: '投诉', en: 'a complaint' },
  deadline: { zh: '质疑、投诉的期限', en: 'a time limit in a challenge or complaint' },
  organization: { zh: '组织登记与核验', en: 'the registration of an organisation' },
  membership: { zh: '组织成员', en: 'the members of an organisation' },
  mandate: { zh: '采购代理委托', en: 'a mandate of a procurement agency' },
  'power-of-attorney': { zh: '授权委托书', en: 'a power of attorney' },
  access: { zh: '账号找回', en: 'the access to an account' },
  other: { zh: '其他事项', en: 'another matter' },
} as const satisfies Record<string, Bilingual>;

export interface NewsItem {
  topic: string;
  referenceNumber: string | null;
  /** The organisation that was told; null where the person was. */
  organization: { zh: string; en?: string } | null;
  deliveredAt: Instant;
}

export interface MailText {
  subject: string;
  text: string;
}

/** A copy of what lies in the inbox: what it is about, never what it says. Plain text without a link, in the person's language. */
export function newsMail(language: Language, name: Bilingual, items: readonly NewsItem[]): MailText {
  const first = items[0];
  const about = familyOf(first?.topic ?? 'other')[language];
  const lines = items.map((item, index) => `${index + 1}. ${lineOf(language, item)}`);
  if (language === 'zh') {
    return {
      subject: items.length === 1 ? `政府采购平台：关于${about}的新通知` : `政府采购平台：${items.length}条新通知`,
      text: [`${name.zh}，您好：`, '', '您在政府采购平台的收件箱收到：', '', ...lines, '', ...closing.zh].join('\n'),
    };
  }
  return {
    subject:
      items.length === 1 ? `Procurement platform: news about ${about}` : `Procurement platform: ${items.length} new messages`,
    text: [`Dear ${name.en},`, '', 'Your inbox on the procurement platform received:', '', ...lines, '', ...closing.en].join(
      '\n',
    ),
  };
}

/** The code that shows that the mailbox is the person's. */
export function codeMail(
  language: Language,
  name: Bilingual,
  { code, expiresAt }: { code: string; expiresAt: Instant },
): MailText {
  const until = shanghaiTime(expiresAt);
  if (language === 'zh') {
    return {
      subject: '政府采购平台：邮箱验证码',
      text: `${name.zh}，您好：\n\n您的邮箱验证码为：${code}\n有效期至${until}（北京时间）。如非本人操作，请忽略本邮件。`,
    };
  }
  return {
    subject: 'Procurement platform: code for your mail address',
    text: `Dear ${name.en},\n\nThe code for your mail address is ${code}\nIt is good until ${until} (Beijing time). If you did not ask for it, ignore this mail.`,
  };
}

const closing = {
  zh: ['送达以平台收件箱的记录为准，本邮件仅为副本。请登录平台查看内容。'],
  en: ['The inbox is the record of delivery; this mail is a copy. Sign in to the platform to read the message.'],
} as const;

function familyOf(topic: string): Bilingual {
  const [word = 'other'] = topic.split('.');
  return Object.hasOwn(newsFamilies, word) ? newsFamilies[word as keyof typeof newsFamilies] : newsFamilies.other;
}

function lineOf(language: Language, { topic, referenceNumber, organization, deliveredAt }: NewsItem): string {
  const at = shanghaiTime(deliveredAt);
  const to = organization === null ? null : (organization[language] ?? organization.zh);
  if (language === 'zh')
    return [familyOf(topic).zh, referenceNumber && `项目编号${referenceNumber}`, to && `致${to}`, `${at}送达`]
      .filter(Boolean)
      .join('，');
  return [familyOf(topic).en, referenceNumber && `reference ${referenceNumber}`, to && `to ${to}`, `delivered ${at}`]
    .filter(Boolean)
    .join(', ');
}
