import { simplifiedOf } from './traditional-characters.js';

test.each([
  ['萬業東', '万业东'],
  ['會傳體', '会传体'],
  ['幾劃勞', '几划劳'],
  ['參發國', '参发国'],
  ['夠實對', '够实对'],
  ['廣開錄', '广开录'],
  ['報擔數', '报担数'],
  ['極樣機', '极样机'],
  ['灣溫熱', '湾温热'],
  ['礎種簽', '础种签'],
  ['經給網', '经给网'],
  ['補規設', '补规设'],
  ['課謝貨', '课谢货'],
  ['輕適過', '轻适过'],
  ['錢鐵長', '钱铁长'],
  ['額驗龜', '额验龟'],
])('%s is written %s in simplified characters', (traditional, simplified) => {
  expect(Array.from(traditional, simplifiedOf).join('')).toBe(simplified);
  expect(Array.from(simplified, simplifiedOf).join('')).toBe(simplified);
});

test('a character that is in no pair stays as it is', () => {
  expect(['中', 'a', '𠀀', ' ', ''].map(simplifiedOf)).toEqual(['中', 'a', '𠀀', ' ', '']);
});
