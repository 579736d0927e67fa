import { breach, type Breaches } from './breach.js';

const demands = [
  /(?:提供|提交|递交|携带|出示|附|核验|查验|核对|审查).{0,30}原件|原件.{0,10}(?:备查|核对|核验|查验|审查)|纸质.{0,10}(?:原件|证照|许可证|执照|证书)/u,
  /\b(?:paper|hard[- ]copy) (?:originals?|licen[cs]es?|certificates?|permits?)\b/i,
  /\b(?:original (?:paper )?(?:licen[cs]es?|certificates?|permits?|documents?)|originals?)\b.{0,60}\b(?:submitted|presented|produced|shown|handed in|required|checked|inspected)\b/i,
  /\b(?:submit|present|produce|show|bring|hand in)\b.{0,60}\boriginals?\b/i,
];

/** What says that none is asked for, to the end of its clause. */
const waivers = [
  /(?:无需|不需|无须|毋须|不必|不得|不要求|不再要求|免于)[^，。；、]{0,40}(?:原件|纸质)[^，。；、]*/gu,
  /\b(?:no|not|without|never|neither|nor)\b[^.;]{0,60}\b(?:originals?|paper)\b[^.;]*/gi,
];

/**
 * Art. 58: an electronic licence (电子证照) stands for its paper, so that no paper original is asked for. Finds the demand in a text's two
 * languages; each text is named by its place.
 */
export function noPaperOriginalIsDemanded(texts: readonly { pointer: string; zh: string; en?: string | undefined }[]): Breaches {
  return texts.flatMap(({ pointer, zh, en = '' }) => {
    const found = [zh, en].flatMap((text) => demandIn(text) ?? []);
    return found.length === 0 ? [] : [breach('licence.paper-original-demanded', { demand: found }, { pointer })];
  });
}

function demandIn(text: string): string | null {
  const rest = waivers.reduce((left, waiver) => left.replaceAll(waiver, ' '), text);
  return demands.map((one) => one.exec(rest)?.[0]).find((one) => one !== undefined) ?? null;
}
