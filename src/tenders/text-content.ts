import { createReadStream } from 'node:fs';

/** What runs wherever it stands. */
const scripts = /<script|<\?php|javascript:/i;
/** What else runs, or fetches, in a page. */
const activeInPages = /<(iframe|object|embed|applet|base|form)\b|\son[a-z]+\s*=|http-equiv\s*=\s*["']?refresh/i;
/** What an XML reader would fetch or expand, and what a browser would show as a page. */
const activeInXml = /<!doctype|<!entity|<\?xml-stylesheet|<svg|\son[a-z]+\s*=|http:\/\/www\.w3\.org\/(1999\/xhtml|2000\/svg)/i;
/** Longer than any of them: what is split over two chunks is seen in the second. */
const overlap = 64;

/**
 * `text/plain`, `text/html`, `application/xml` or `image/vnd.dxf` of what is text in UTF-8 without control characters; `text/javascript` of what
 * holds anything that runs or fetches, or the type of other texts that are no plain ones; null of what is no text. Reads the file once, in chunks.
 */
export async function textTypeOf(path: string): Promise<string | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let before = '';
  let type: string | null = null;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      const text = decoder.decode(chunk, { stream: true });
      if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return null;
      type ??= markedTypeOf(text.slice(0, 256).trimStart());
      if (isActive(type, before + text)) return 'text/javascript';
      before = text.slice(-overlap);
    }
    decoder.decode();
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return null;
    throw error;
  }
  return type;
}

function isActive(type: string, text: string): boolean {
  if (scripts.test(text)) return true;
  if (type === 'text/html') return activeInPages.test(text);
  return type === 'application/xml' && activeInXml.test(text);
}

function markedTypeOf(start: string): string {
  if (start.startsWith('%!')) return 'application/postscript';
  if (start.startsWith('{\\rtf')) return 'application/rtf';
  if (start.startsWith('#!')) return 'application/x-sh';
  if (/^<(!doctype html|html)\b/i.test(start)) return 'text/html';
  if (start.startsWith('<')) return 'application/xml';
  if (/^(999\r?\n[^\n]*\n\s*)?0\r?\n\s*SECTION/.test(start)) return 'image/vnd.dxf';
  return 'text/plain';
}
