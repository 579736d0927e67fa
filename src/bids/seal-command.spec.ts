import { tmpdir } from 'node:os';
import { sealCommand } from './seal-command.js';

async function said(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const code = await sealCommand(args, tmpdir(), (part) => {
    text += String(part);
    return Promise.resolve();
  });
  return { code, text };
}

describe('npm run seal', () => {
  it('tells its use to whoever asks', async () => {
    for (const ask of ['--help', '-h'])
      expect(await said(ask)).toEqual({ code: 0, text: expect.stringContaining('npm run seal -- verify-receipt') });
    expect((await said('--nothing')).code).toBe(2);
  });

  it.each(['constructor', 'toString'])('takes %s for a file', async (name) => {
    expect(await said(name)).toEqual({ code: 1, text: expect.stringContaining('--tender') });
  });
});
