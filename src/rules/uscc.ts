const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const bodyForm = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/;

/** The unified social credit code (统一社会信用代码) as GB 32100-2015 writes it: trimmed, half-width, upper case. Checks nothing. */
export function normaliseUscc(text: string): string {
  const halfWidth = text.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
  return halfWidth.trim().toUpperCase();
}

/**
 * The check character that belongs to a code's first 17 characters (GB 32100-2015; any of the 31 characters, not only a digit or X).
 * Reads a whole code too. Null where the 17 characters are not a code's.
 */
export function usccCheckCharacter(code: string): string | null {
  const body = normaliseUscc(code).slice(0, 17);
  if (!bodyForm.test(body)) return null;
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(body.charAt(index)), 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** True for a code of 18 characters whose check character fits, however it is spelled in width and case. */
export function usccIsValid(code: string): boolean {
  const normalised = normaliseUscc(code);
  return normalised.length === 18 && normalised.charAt(17) === usccCheckCharacter(normalised);
}
