import { openapiOf } from '../src/platform/openapi.js';
import { startTestApp } from './app.js';
import { articleTable, committed, diagrams, withPart, write } from './generated.js';

/** `npm run docs` sets DOCS=write; everywhere else what is committed must be what the code says. */
const writing = process.env['DOCS'] === 'write';

function keep(path: string, text: string): void {
  if (writing) write(path, text);
  expect(committed(path)).toBe(text);
}

describe('what is generated', () => {
  it("is the README's article table", () => {
    keep('README.md', withPart('README.md', 'articles', articleTable()));
  });

  it('is the diagrams of the life cycles', () => {
    keep('src/README.md', withPart('src/README.md', 'diagrams', diagrams()));
  });

  it('is openapi.json', async () => {
    const app = await startTestApp({ seeded: false });
    try {
      keep('src/openapi.json', `${JSON.stringify(await openapiOf(app.app), null, 2)}\n`);
    } finally {
      await app.close();
    }
  });
});
