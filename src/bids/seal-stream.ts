import { Encrypter } from 'age-encryption';

/**
 * Seals for lock A and then for lock B what comes, as it comes; with one recipient, for that one alone. The same code runs in the bidder's browser. Throws
 * what `plain` throws, and Error where a recipient is not `age1…`.
 */
export async function* sealedTo(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  let stream = streamOf(plain);
  for (const recipient of recipients) {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    stream = await encrypter.encrypt(stream);
  }
  yield* partsOf(stream);
}

/** Padmé (Nikitin et al. 2019): at most 12 % more, and O(log log n) bits of the length remain visible. */
export function paddedLength(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return step > 1 ? Math.ceil(length / step) * step : length;
}

/** Pulls one part at a time: nothing is read ahead. */
export function streamOf(parts: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = parts[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await source.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Not every browser iterates streams. */
export async function* partsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
