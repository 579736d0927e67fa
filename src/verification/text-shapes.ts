import { text, type Shape } from './shape.js';

export const any = text(() => true, '文本', 'a text');
export const some = text((value) => value !== '', '非空文本', 'a text that is not empty');

export function hex(digits: number): Shape {
  const form = new RegExp(`^[0-9a-f]{${digits}}$`);
  return text((value) => form.test(value), `${digits}位小写十六进制`, `${digits} hexadecimal digits, small letters`);
}

/** 64 octets, and only one way to write them. */
export const signature = text(
  (value) => /^[A-Za-z0-9_-]{86}$/.test(value) && Buffer.from(value, 'base64url').toString('base64url') === value,
  '64字节的base64url签名',
  'a signature of 64 octets in base64url',
);
