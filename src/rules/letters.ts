import { breach, type Bilingual, type Breaches } from './breach.js';

/** What somebody wrote under a heading: a text, both languages, a list, or a mere yes. */
export type LetterPart = string | Bilingual | readonly unknown[] | boolean | null | undefined;

const challengeParts = {
  challenger: { zh: '质疑人名称和地址', en: 'name and address of the challenger' },
  contact: { zh: '联系人和联系方式', en: 'contact person and details' },
  project: { zh: '项目名称和编号', en: 'name and number of the procurement' },
  matters: { zh: '具体、明确的质疑事项', en: 'specific and clear matters' },
  requests: { zh: '与质疑事项相关的请求', en: 'the requests that go with them' },
  remedies: { zh: '请求的补救措施（代码）', en: 'the remedies asked for, by their codes' },
  facts: { zh: '事实依据', en: 'the facts' },
} as const satisfies Record<string, Bilingual>;

const replyParts = {
  matters: { zh: '对质疑事项的答复', en: 'an answer to the matters raised' },
  facts: { zh: '事实依据和法律依据', en: 'the facts and the law' },
  rightToComplain: { zh: '依法提起投诉的权利', en: 'the right to complain' },
} as const satisfies Record<string, Bilingual>;

const complaintParts = {
  complainant: { zh: '投诉人名称和地址', en: 'name and address of the complainant' },
  respondent: { zh: '被投诉人名称和地址', en: 'name and address of the respondent' },
  history: { zh: '质疑和答复情况', en: 'the challenge and the reply to it' },
  matters: { zh: '具体、明确的投诉事项', en: 'specific and clear matters' },
  requests: { zh: '与投诉事项相关的请求', en: 'the requests that go with them' },
  facts: { zh: '事实依据', en: 'the facts' },
} as const satisfies Record<string, Bilingual>;

type LetterOf<Parts> = Partial<Record<keyof Parts, LetterPart>>;
export type ChallengeLetter = LetterOf<typeof challengeParts>;
export type ReplyLetter = LetterOf<typeof replyParts>;
export type ComplaintLetter = LetterOf<typeof complaintParts>;

/** Art. 61: what a challenge (质疑函) says. What is missing may be completed; the receipt is not refused for it. */
export function challengeIsComplete(letter: ChallengeLetter): Breaches {
  return missingOf('challenge.incomplete', challengeParts, letter);
}

/** Art. 60: what a reply (质疑答复) says, the right to complain among it. */
export function replyIsComplete(letter: ReplyLetter): Breaches {
  return missingOf('challenge.reply-incomplete', replyParts, letter);
}

/** Art. 60: what a complaint (投诉书) says. */
export function complaintIsComplete(letter: ComplaintLetter): Breaches {
  return missingOf('complaint.incomplete', complaintParts, letter);
}

function missingOf(
  rule: 'challenge.incomplete' | 'challenge.reply-incomplete' | 'complaint.incomplete',
  parts: Record<string, Bilingual>,
  letter: Record<string, LetterPart>,
): Breaches {
  const names = Object.keys(parts).filter((name) => isEmpty(letter[name]));
  if (names.length === 0) return [];
  return [breach(rule, { missing: names.map((name) => parts[name]), names }, { pointer: `#/${names[0]}` })];
}

function isEmpty(part: LetterPart): boolean {
  if (part === null || part === undefined || part === false || part === true) return part !== true;
  if (typeof part === 'string') return part.trim() === '';
  return 'zh' in part ? part.zh.trim() === '' && part.en.trim() === '' : part.length === 0;
}
