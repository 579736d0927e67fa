import { invalid } from '../platform/refusal.js';
import type { Tender } from './tender.entity.js';

/** Of lots that an act names under a pointer. Throws Refusal 422 for one that the tender has not. */
export function requireKnownLots({ content }: Pick<Tender, 'content'>, lotIds: readonly string[], pointer = '#/lotIds'): void {
  const strange = lotIds.findIndex((lotId) => !content.lots.some(({ id }) => id === lotId));
  if (strange >= 0) throw invalid(`${pointer}/${strange}`, { zh: '项目没有该标包。', en: 'The tender has no such lot.' });
}
