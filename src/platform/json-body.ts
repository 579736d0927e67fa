import { printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser';
import { malformed, Refusal } from './refusal.js';
import { pointerPart } from '../rules/pointer.js';

const depthMax = 32;

/**
 * Strict JSON (RFC 8259, I-JSON of RFC 7493): refuses duplicate keys, the names
 * that every object has (`__proto__`, `constructor`: the form's check would pass over them), numbers that a double cannot hold, lone surrogates,
 * NUL, a byte-order mark, invalid UTF-8 and more than 32 levels, each with a JSON pointer. Throws Refusal 400.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = decodeUtf8(bytes);
  checkShape(text);
  return JSON.parse(text);
}

/** Refuses in a query what no body may hold: the names that every object has, and NUL. Throws Refusal 400. */
export function checkQuery(query: object): void {
  for (const [name, given] of Object.entries(query)) {
    const pointer = pointerOf([name]);
    checkKey(new Set(), name, pointer);
    for (const value of [given as unknown].flat()) checkValue(value, pointer);
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('#', { zh: '正文不是有效的UTF-8。', en: 'The body is not valid UTF-8.' });
  }
}

function checkShape(text: string): void {
  const keys: Set<string>[] = [];
  const enter = (pointer: string): void => {
    keys.push(new Set());
    if (keys.length > depthMax)
      throw malformed(pointer, { zh: `嵌套超过${depthMax}层。`, en: `Nested deeper than ${depthMax} levels.` });
  };
  visit(
    text,
    {
      onObjectBegin: (_o, _l, _ll, _c, path) => enter(pointerOf(path())),
      onArrayBegin: (_o, _l, _ll, _c, path) => enter(pointerOf(path())),
      onObjectEnd: () => void keys.pop(),
      onArrayEnd: () => void keys.pop(),
      onObjectProperty: (name, _o, _l, _ll, _c, path) => checkKey(keys.at(-1) as Set<string>, name, pointerOf([...path(), name])),
      onLiteralValue: (value: unknown, _o, _l, _ll, _c, path) => checkValue(value, pointerOf(path())),
      onError: (error, offset) => {
        throw syntaxFault(error, offset);
      },
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  );
}

function checkKey(seen: Set<string>, name: string, pointer: string): void {
  if (seen.has(name)) throw malformed(pointer, { zh: '同一对象内键重复。', en: 'A key appears twice in one object.' });
  if (name === 'prototype' || name in Object.prototype)
    throw malformed(pointer, { zh: '不允许使用该键名。', en: 'This key is not allowed.' });
  checkText(name, pointer);
  seen.add(name);
}

function checkValue(value: unknown, pointer: string): void {
  if (typeof value === 'string') checkText(value, pointer);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw malformed(pointer, { zh: '数字超出范围。', en: 'The number is out of range.' });
  }
}

function checkText(text: string, pointer: string): void {
  if (!text.isWellFormed()) throw malformed(pointer, { zh: '文本含有不成对的代理字符。', en: 'The text has a lone surrogate.' });
  if (text.includes('\u0000')) throw malformed(pointer, { zh: '文本含有NUL字符。', en: 'The text has a NUL character.' });
}

function syntaxFault(error: ParseErrorCode, offset: number): Refusal {
  const name = printParseErrorCode(error);
  return malformed('#', {
    zh: `第${offset}个字符处不是有效的JSON（${name}）。`,
    en: `Not valid JSON at character ${offset} (${name}).`,
  });
}

function pointerOf(path: readonly (string | number)[]): string {
  return ['#', ...path.map((part) => pointerPart(String(part)))].join('/');
}
