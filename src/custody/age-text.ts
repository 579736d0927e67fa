import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

/** An age file for one recipient. Throws Error where it is not `age1…`. */
export async function sealBytes(recipient: string, content: Uint8Array | string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}

/** The same as base64, for JSON. */
export async function sealText(recipient: string, content: Uint8Array | string): Promise<string> {
  return Buffer.from(await sealBytes(recipient, content)).toString('base64');
}

/** Whether a text is an age recipient, its checksum included. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return text.startsWith('age1');
  } catch {
    return false;
  }
}

/** What such a text holds; null where it is no age file for this identity. Throws Error where the identity is not `AGE-SECRET-KEY-1…`. */
export async function openText(identity: string, sealed: string): Promise<Uint8Array | null> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(Buffer.from(sealed, 'base64'));
  } catch {
    return null;
  }
}

/** The age identity that a key file holds, comments aside; null where it holds none. */
export async function identityIn(text: string): Promise<string | null> {
  const identity =
    text
      .split('\n')
      .find((line) => line.startsWith('AGE-SECRET-KEY-1'))
      ?.trim() ?? '';
  return (await recipientOf(identity)) === null ? null : identity;
}

/** The recipient (`age1…`) of an identity; null where the text is no X25519 identity. */
export async function recipientOf(identity: string): Promise<string | null> {
  if (!/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/.test(identity)) return null;
  try {
    return await identityToRecipient(identity);
  } catch {
    return null;
  }
}
