import { pointerPart } from './pointer.js';

it.each([
  ['title', 'title'],
  ['a/b/c', 'a~1b~1c'],
  ['~/~', '~0~1~0'],
  ['~1', '~01'],
])('%s is %s in a pointer', (name, part) => expect(pointerPart(name)).toBe(part));
