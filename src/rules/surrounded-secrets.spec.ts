import fc from 'fast-check';
import { ordinarySentences } from '../../test/ordinary-sentences.js';
import { hidesTradeSecrets, type MarkedSecret, type SecretPlace } from './trade-secrets.js';

const owner = { id: 'hujiang', name: { zh: '沪江医疗', en: 'Hujiang Medical' } };
const on = '2026-06-01';
const marked = (text: string, number = 1, label = '标注'): MarkedSecret => ({ text, label, number, owner });

function placesIn(text: string, secrets: readonly string[], known: readonly string[] = []): SecretPlace[] {
  const args = { passages: [{ pointer: '#/reasons', text }], secrets: secrets.map((one) => marked(one)), known, on };
  return hidesTradeSecrets('debrief.trade-secret', args).flatMap((one) => one.facts['places'] as SecretPlace[]);
}
const told = (text: string, ...secrets: string[]): string[] =>
  placesIn(text, secrets).map(({ start, end }) => text.slice(start, end));

const process = '梯度线圈绕制采用双层反向绕组并在零下四十度固化二十四小时';
const recipe = 'The coil is wound in two opposing layers and cured for twenty four hours below minus forty degrees.';

describe('whatever surrounds it', () => {
  const ideographs = '梯度线圈绕制采用双层反向组并在零下固化时间温度压力合金镀膜涂料配方比例催化剂炉膛冷却速率';
  const written = fc.string({ unit: fc.constantFrom(...ideographs), minLength: 10, maxLength: 200 });
  const filler = fc.string({
    unit: fc.constantFrom('价', '格', ' ', 'a', '\n', '，', '7', '.', '\u200b', '乙', '🙂'),
    maxLength: 60,
  });
  const noise = fc.array(fc.constantFrom('', ' ', '，', '\u200b', '\u202e', '\n', '·'), { minLength: 200, maxLength: 200 });

  test('a whole secret is found', () => {
    fc.assert(
      fc.property(filler, filler, fc.constantFrom('秘方', 'recipe B', '真空4711号'), (before, after, secret) => {
        expect(told(before + secret + after, secret)).toContain(secret);
      }),
    );
  });

  test('ten copied Chinese characters are found, with signs strewn among them', () => {
    fc.assert(
      fc.property(written, fc.nat(), filler, filler, noise, (secret, from, before, after, signs) => {
        const start = from % (secret.length - 9);
        const copied = [...secret.slice(start, start + 10)].map((one, at) => one + (signs[at] as string)).join('');
        expect(placesIn(before + copied + after, [secret])).not.toEqual([]);
      }),
    );
  });

  test('forty copied letters are found, with their spaces taken out', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnoprstuvw'), minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 20, maxLength: 60 }), fc.nat(), filler, filler, (words, from, before, after) => {
        const letters = words.join('');
        const start = from % (letters.length - 39);
        expect(placesIn(before + letters.slice(start, start + 40) + after, [words.join(' ')])).not.toEqual([]);
      }),
    );
  });

  test('a number is found in each of its notations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 99_999_999 }), fc.nat({ max: 3 }), filler, (hundreds, notation, before) => {
        const value = hundreds * 100;
        const grouped = String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
        const form = [String(value), grouped, grouped.replaceAll(',', ' '), `${value / 10_000}万`][notation] as string;
        expect(placesIn(`${before} 为 ${form} 元`, [`${value}.00`])).not.toEqual([]);
      }),
    );
  });
});

test('ordinary sentences are let through', () => {
  const secrets = [
    process,
    recipe,
    '镀膜工艺参数为7.25微米，炉温控制在1,180摄氏度，良品率97.35%',
    '东海特种合金厂供货价每公斤183.60元，年采购量12,500公斤，合同期三年',
    '售后服务团队由12名工程师组成，承诺2小时响应、24小时到场，备件库设在浦东新区外高桥',
    'Our gross margin on the offered units is 18.75 % and the landed cost per unit is CNY 1,234,567.89, freight included.',
    '本公司完全响应招标文件的实质性要求，提供原厂质量保证，算法模型采用自适应稀疏重建，迭代次数为三百二十次',
    ...ordinarySentences.filter((_, at) => at % 10 === 3).map((one) => `本公司认为：${one}具体实施细节见附件。`),
  ];
  const others = ordinarySentences.filter((_, at) => at % 10 !== 3);
  const stopped = others.filter((one) => placesIn(one, secrets).length > 0);
  console.log(`trade secrets: ${stopped.length} of ${others.length} ordinary sentences stopped by ${secrets.length} secrets`);
  expect(others.length).toBeGreaterThanOrEqual(180);
  expect(stopped).toEqual([]);
});
