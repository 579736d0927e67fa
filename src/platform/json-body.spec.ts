import { parseJsonBody } from './json-body.js';
import { Refusal } from './refusal.js';

function refusedAt(text: string | Buffer): string | undefined {
  try {
    parseJsonBody(Buffer.isBuffer(text) ? text : Buffer.from(text));
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).status).toBe(400);
    return (error as Refusal).errors[0]?.pointer;
  }
  return 'accepted';
}

describe('strict JSON', () => {
  it('takes plain JSON, Chinese kept to the byte', () => {
    expect(parseJsonBody(Buffer.from('{"标题":"磁共振成像系统采购","n":[1,-0.5,null,true]}'))).toEqual({
      标题: '磁共振成像系统采购',
      n: [1, -0.5, null, true],
    });
  });

  it.each([
    ['a duplicate key', '{"a":{"b":1,"b":2}}', '#/a/b'],
    ['a duplicate key spelled with an escape', '{"a":1,"\\u0061":2}', '#/a'],
    ['__proto__', '{"x":{"__proto__":{"role":"procurer"}}}', '#/x/__proto__'],
    ['a number beyond a double', '{"price":1e400}', '#/price'],
    ['a lone surrogate', '{"title":"\\ud800"}', '#/title'],
    ['NUL', '{"title":"a\\u0000b"}', '#/title'],
    ['a lone surrogate as a key', '{"\\udfff":1}', '#/\udfff'],
    ['NaN', '{"price":NaN}', '#'],
    ['a comment', '{"a":1 /* x */}', '#'],
    ['a trailing comma', '{"a":1,}', '#'],
    ['two values', '{} {}', '#'],
    ['nothing but space', '   ', '#'],
    ['a cut document', '{"a":', '#'],
    ['a single quote', "{'a':1}", '#'],
    ['a byte-order mark', '\ufeff{}', '#'],
  ])('refuses %s with its place', (_, text, pointer) => {
    expect(refusedAt(text)).toBe(pointer);
  });

  it('refuses invalid UTF-8 and deep nesting', () => {
    expect(refusedAt(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toBe('#');
    expect(refusedAt('['.repeat(5000) + ']'.repeat(5000))).toMatch(/^#/);
    expect(refusedAt('['.repeat(32) + ']'.repeat(32))).toBe('accepted');
  });
});
