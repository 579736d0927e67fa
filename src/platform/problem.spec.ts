import { languageOf } from './problem.js';

describe('the language of a problem', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,zh;q=0.5', 'en'],
    ['zh-CN,en;q=0.9', 'zh'],
    ['fr, en;q=0.3, zh;q=0.2', 'en'],
    ['fr', 'zh'],
    ['en;q=0, zh', 'zh'],
    ['*', 'zh'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
