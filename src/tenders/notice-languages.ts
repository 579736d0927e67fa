import { breach, type Breaches } from '../rules/breach.js';
import { textsOfTerms } from './tender-terms.js';
import type { Tender, TenderContent, Text } from './tender.entity.js';

/** What decides in which languages a notice goes on. */
interface NoticeLanguage {
  title: Text;
  content: Pick<TenderContent, 'noEnglishReason'>;
}

/** Art. 53, P7: what is added to a notice comes in its languages; only a notice in Chinese with its reason may go on in Chinese. `name` is the path of the text. */
export function textKeepsLanguages(tender: NoticeLanguage, name: string, text: Text): Breaches {
  const chineseOnly = tender.title.en === undefined && tender.content.noEnglishReason !== undefined;
  if (chineseOnly || (text.en ?? '').trim() !== '') return [];
  return [breach('notice.english-incomplete', { missing: [name] }, { pointer: `#/${name}/en` })];
}

/** The same of the texts that a notice carries beside its title, description and qualifications: a notice in English has all of them in English. */
export function contentKeepsLanguages({ title, content }: Pick<Tender, 'title' | 'content'>): Breaches {
  if ((title.en ?? '').trim() === '') return [];
  const missing = textsOf(content).filter(([, text]) => (text.en ?? '').trim() === '');
  if (missing[0] === undefined) return [];
  return [breach('notice.english-incomplete', { missing: missing.map(([name]) => name) }, { pointer: `#/${missing[0][0]}/en` })];
}

function textsOf(content: TenderContent): [string, Text][] {
  const { project, procurementMethodRationale, milestones = [], specifications, criteria, lots, items, terms } = content;
  const named: [string, Text | undefined][] = [
    ['project/name', project?.name],
    ['procurementMethodRationale', procurementMethodRationale],
    ...textsOfTerms(terms),
    ...specifications.flatMap(({ text, link }, index): [string, Text | undefined][] => [
      [`specifications/${index}/text`, text],
      [`specifications/${index}/link`, link],
    ]),
    ...criteria.map(({ name }, index): [string, Text] => [`criteria/${index}/name`, name]),
    ...lots.map(({ title }, index): [string, Text] => [`lots/${index}/title`, title]),
    ...items.map(({ description }, index): [string, Text] => [`items/${index}/description`, description]),
    ...milestones.flatMap(({ title, description }, index): [string, Text | undefined][] => [
      [`milestones/${index}/title`, title],
      [`milestones/${index}/description`, description],
    ]),
    ...items.flatMap(({ additionalClassifications = [] }, index) =>
      additionalClassifications.map(({ description }, at): [string, Text | undefined] => [
        `items/${index}/additionalClassifications/${at}/description`,
        description,
      ]),
    ),
  ];
  return named.filter((one): one is [string, Text] => one[1] !== undefined);
}
