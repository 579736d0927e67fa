import { breach, type Breaches } from '../rules/breach.js';
import type { Tender, Text } from './tender.entity.js';

/** Art. 53, P7: what is added to a notice comes in its languages; only a notice in Chinese with its reason may go on in Chinese. */
export function textKeepsLanguages(tender: Tender, name: string, text: Text): Breaches {
  const chineseOnly = tender.title.en === undefined && tender.content.noEnglishReason !== undefined;
  if (chineseOnly || (text.en ?? '').trim() !== '') return [];
  return [breach('notice.english-incomplete', { missing: [name] }, { pointer: `#/${name}/en` })];
}
