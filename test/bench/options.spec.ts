import { help, readOptions } from './options.js';

describe('the flags of npm run bench', () => {
  it('needs none', () => {
    expect(readOptions([])).toEqual({
      rounds: 5,
      tenders: 20_000,
      lists: 2_000,
      reads: 6_000,
      submissions: 1_500,
      connections: 32,
      seconds: 60,
      json: null,
    });
  });

  it('takes them in both forms', () => {
    expect(readOptions(['--rounds', '2', '--json=out.json'])).toMatchObject({ rounds: 2, json: 'out.json' });
  });

  it('names every flag in its help', () => {
    expect(readOptions(['--rounds', '2', '--help'])).toBeNull();
    for (const name of Object.keys(readOptions([]) ?? {})) expect(help).toContain(`--${name}`);
  });

  it.each([
    [['--rounds', '0'], /--rounds must be a whole number from 1 to 50/],
    [['--reads', '1e3'], /--reads must be a whole number/],
    [['--submissions', '10'], /--submissions must be at least --connections \(32\)/],
    [['--rounds', '9', '--tenders', '79'], /--tenders must be at least 80 for 9 rounds/],
    [['--fast'], /--fast/],
    [['100000'], /100000/],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
