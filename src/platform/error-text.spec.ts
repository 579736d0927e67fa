import { errorText } from './error-text.js';

describe('the text of an error', () => {
  it.each([
    [new Error('away'), 'away'],
    [new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')]), '::1 refused; 127.0.0.1 refused'],
    [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['text alone', 'text alone'],
  ])('%#', (error, text) => {
    expect(errorText(error)).toBe(text);
  });
});
