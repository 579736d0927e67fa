import type { Bag } from './bag.js';

/** A file of the bundle with a text on each line; none where there are no texts. */
export async function putLines(bag: Bag, name: string, texts: AsyncGenerator<string, void>): Promise<void> {
  const first = await texts.next();
  if (!first.done) await bag.put(name, lines(first.value, texts));
}

async function* lines(first: string, others: AsyncIterable<string>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${first}\n`);
  for await (const one of others) yield Buffer.from(`${one}\n`);
}
