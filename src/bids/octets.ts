/** Reads a stream of bytes by length instead of by chunk, holding no more than one chunk. */
export class Octets {
  private chunk: Uint8Array = new Uint8Array(0);
  private readonly source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** What comes next, without taking it; empty at the end. */
  async peek(): Promise<Uint8Array> {
    while (this.chunk.length === 0) {
      const next = await this.source.next();
      if (next.done) break;
      this.chunk = next.value;
    }
    return this.chunk;
  }

  /** At least one byte and at most `max`; empty at the end. */
  async some(max: number): Promise<Uint8Array> {
    const part = (await this.peek()).subarray(0, max);
    this.chunk = this.chunk.subarray(part.length);
    return part;
  }

  /** Exactly `count` bytes, or fewer where the source ends before. */
  async take(count: number): Promise<Buffer> {
    const bytes = Buffer.alloc(count);
    let filled = 0;
    while (filled < count) {
      const part = await this.some(count - filled);
      if (part.length === 0) break;
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes.subarray(0, filled);
  }

  /** Lets the source go, wherever it stands. */
  async close(): Promise<void> {
    await this.source.return?.();
  }
}
