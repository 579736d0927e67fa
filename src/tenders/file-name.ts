import { malformed } from '../platform/refusal.js';

const bytesMax = 255;
/** Names that Windows keeps for its devices, whatever follows the dot. */
const devices = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;
/** Controls, direction and zero-width marks, separators of lines, and what no file system or only some take in a name. */
const hostile = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}/\\:*?"<>|]/u;

/**
 * RFC 6266 with RFC 8187: a plain file name in NFC, without the dots and spaces at its end that Windows drops; no path, nothing that would show
 * another name than it is. Throws Refusal 400 otherwise.
 */
export function nameOf(header: string | undefined): string {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  const plain = /filename\s*=\s*"([^"]+)"/i.exec(header ?? '')?.[1];
  const name =
    (extended === undefined ? plain : decoded(extended))
      ?.normalize('NFC')
      .trim()
      .replace(/[. ]+$/, '') ?? '';
  if (name === '' || Buffer.byteLength(name) > bytesMax || hostile.test(name) || devices.test(name)) {
    throw malformed('Content-Disposition', {
      zh: `须以Content-Disposition: attachment; filename*=UTF-8''…给出文件名，不含路径、控制字符和方向标记，不超过${bytesMax}字节。`,
      en: `Give the file's name as Content-Disposition: attachment; filename*=UTF-8''…, without a path, control or direction marks, at most ${bytesMax} bytes.`,
    });
  }
  return name;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}
