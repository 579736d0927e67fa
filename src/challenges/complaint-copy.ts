import type { Work } from '../platform/unit-of-work.js';
import { tellNoSecrets, type NamedTexts } from '../tenders/marked-secrets.js';
import type { PartyText } from './challenge.entity.js';
import type { Complaint } from './complaint.entity.js';
import type { ComplaintCopy } from './proceedings.entity.js';

const leftOut = { zh: '［商业秘密］', en: '[trade secret]' } as const;

interface Place {
  start: number;
  end: number;
}

/** 采购法 art. 11: the complaint as a respondent gets it, with what others marked as their trade secrets left out. */
export async function copyFor(work: Work, complaint: Complaint, to: string): Promise<ComplaintCopy> {
  const texts = textsOf(complaint);
  const once = await withoutSecrets(work, complaint.tenderId, to, texts, cut);
  const twice = await withoutSecrets(work, complaint.tenderId, to, once, (language) => leftOut[language]);
  const text = (name: string, said: PartyText | null): PartyText | null => said && (twice[name] as PartyText);
  return {
    matters: complaint.matters.map(({ matter, statement, facts, legalBasis }, at) => ({
      matter,
      statement: text(`matters/${at}/statement`, statement),
      facts: text(`matters/${at}/facts`, facts),
      legalBasis: text(`matters/${at}/legalBasis`, legalBasis),
    })),
    request: text('request', complaint.request),
    redacted: JSON.stringify(twice) !== JSON.stringify(texts),
  };
}

function textsOf(complaint: Complaint): Record<string, PartyText> {
  const named: [string, PartyText | null][] = complaint.matters.flatMap(({ statement, facts, legalBasis }, at) => [
    [`matters/${at}/statement`, statement] as [string, PartyText | null],
    [`matters/${at}/facts`, facts] as [string, PartyText | null],
    [`matters/${at}/legalBasis`, legalBasis] as [string, PartyText | null],
  ]);
  const all: [string, PartyText | null][] = [...named, ['request', complaint.request]];
  return Object.fromEntries(all.filter((one): one is [string, PartyText] => one[1] !== null));
}

type Language = 'zh' | 'en';

/** The texts with `replace` done to every one in which a secret was found. */
async function withoutSecrets(
  work: Work,
  tenderId: string,
  to: string,
  texts: Record<string, PartyText>,
  replace: (language: Language, text: string, places: readonly Place[]) => string,
): Promise<Record<string, PartyText>> {
  const named: NamedTexts = texts;
  const found = await tellNoSecrets(work, { tenderId, rule: 'complaint.trade-secret', texts: named, to, now: work.now });
  const places = new Map(found.map((one) => [one.pointer, one.facts['places'] as Place[]]));
  const read = (name: string, language: Language, said: string): string => {
    const spans = places.get(`#/${name}/${language}`);
    return spans === undefined ? said : replace(language, said, spans);
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, { zh, en }]) => [
      name,
      { zh: read(name, 'zh', zh), ...(en === undefined ? {} : { en: read(name, 'en', en) }) },
    ]),
  );
}

/** The text without the spans, which may overlap. */
function cut(language: Language, text: string, places: readonly Place[]): string {
  const sorted = [...places].sort((left, right) => left.start - right.start);
  let shown = '';
  let at = 0;
  for (const { start, end } of sorted) {
    if (end <= at) continue;
    if (start > at || at === 0) shown += text.slice(at, start) + leftOut[language];
    at = end;
  }
  return shown + text.slice(at);
}
