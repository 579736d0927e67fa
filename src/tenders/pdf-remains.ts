import { inflateSync } from 'node:zlib';
import type { getDocumentProxy } from 'unpdf';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Where a redacted file still has what was to go, and what in it could hide more. Neither repeats the text. */
export interface Remains {
  /** Of `text`, `metadata`, `annotations`, `forms`, `outline` and `objects` (also those that nothing on a page shows). */
  places: string[];
  /** Of `unreadable`, `encrypted`, `earlier-revision`, `attachments` and `scripts`. */
  unfit: string[];
}

const inflatedBytesMax = 64 * 1024 * 1024;

/**
 * Looks for each text in all that a PDF says: what its pages show or cover, what it says of itself, notes, fields, and every object, also of streams that
 * nothing uses. White space and the width of characters make no difference. What only a picture shows is not looked at.
 */
export async function remainsIn(bytes: Buffer, texts: readonly string[]): Promise<Remains> {
  const raw = bytes.toString('latin1');
  const unfit = [
    ...(/\/Encrypt\b/.test(raw) ? ['encrypted'] : []),
    ...((raw.match(/\bstartxref\b/g) ?? []).length > 1 ? ['earlier-revision'] : []),
  ];
  const wanted = texts.map(plain);
  const places = new Set(objectsOf(bytes, raw).some((one) => says(one, wanted)) ? ['objects'] : []);
  const { getDocumentProxy } = await import('unpdf');
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    for await (const [place, text] of said(pdf)) if (says(text, wanted)) places.add(place);
    if ((await pdf.getAttachments()) !== null || /\/EmbeddedFiles?\b|\/Filespec\b/.test(raw)) unfit.push('attachments');
    if ((await pdf.hasJSActions()) || /\/(?:JavaScript|JS)\b/.test(raw)) unfit.push('scripts');
    await pdf.destroy();
  } catch {
    unfit.push('unreadable');
  }
  return { places: [...places].sort(), unfit };
}

async function* said(pdf: Pdf): AsyncGenerator<[place: string, text: string], void> {
  const { info, metadata } = await pdf.getMetadata();
  yield ['metadata', JSON.stringify(info) + JSON.stringify((metadata as { getRaw?(): unknown } | null)?.getRaw?.() ?? '')];
  yield ['forms', textsIn(await pdf.getFieldObjects())];
  yield ['outline', textsIn(await pdf.getOutline())];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = (await page.getTextContent({ includeMarkedContent: false, disableNormalization: false })) as {
      items: { str?: string }[];
    };
    yield ['text', items.map((one) => one.str ?? '').join('')];
    yield ['annotations', textsIn(await page.getAnnotations())];
  }
}

/** Every text within, whatever holds it. */
function textsIn(value: unknown): string {
  return JSON.stringify(value ?? '');
}

/** The file as it lies there and each of its streams unpacked, as UTF-8, as one octet a character and as UTF-16, also where written in hexadecimal. */
function objectsOf(bytes: Buffer, raw: string): string[] {
  const parts = [bytes];
  for (const match of raw.matchAll(/\bstream\r?\n/g)) {
    const from = match.index + match[0].length;
    const to = raw.indexOf('endstream', from);
    const unpacked = inflated(bytes.subarray(from, to < 0 ? bytes.length : to));
    if (unpacked) parts.push(unpacked);
  }
  return parts.flatMap((part) => {
    const latin = part.toString('latin1');
    const hexadecimal = [...latin.matchAll(/<([0-9A-Fa-f\s]{4,})>/g)].map(([, digits = '']) =>
      Buffer.from(digits.replace(/\s/g, ''), 'hex'),
    );
    return [part, ...hexadecimal].flatMap((one) => [one.toString('utf8'), one.toString('latin1'), wide(one, 0), wide(one, 1)]);
  });
}

function inflated(bytes: Buffer): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: inflatedBytesMax });
  } catch {
    return null;
  }
}

/** As UTF-16, the larger octet first, from an even or an odd place. */
function wide(bytes: Buffer, from: number): string {
  const even = Buffer.from(bytes.subarray(from, bytes.length - ((bytes.length - from) % 2)));
  return even.swap16().toString('utf16le');
}

function says(text: string, wanted: readonly string[]): boolean {
  const looked = plain(text);
  return wanted.some((one) => looked.includes(one));
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toLowerCase();
}
