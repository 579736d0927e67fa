import { Decrypter, Encrypter } from 'age-encryption';

/** An age file as base64, for JSON. Throws Error where the recipient is not `age1…`. */
export async function sealText(recipient: string, content: Uint8Array | string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(content)).toString('base64');
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
