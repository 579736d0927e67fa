import { invalid } from '../platform/refusal.js';

/** Each of the parts speaks of one of the matters, and no two of the same. Throws Refusal 422 at the part's `matter`. */
export function requireMatters(
  matters: readonly { matter: string }[],
  parts: readonly { matter: string }[],
  pointer: string,
): void {
  for (const [index, { matter }] of parts.entries()) {
    const known = matters.some((one) => one.matter === matter);
    if (!known || parts.findIndex((one) => one.matter === matter) !== index)
      throw invalid(`${pointer}/${index}/matter`, {
        zh: '没有该事项，或重复。',
        en: 'There is no such matter, or it stands here twice.',
      });
  }
}
