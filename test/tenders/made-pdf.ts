import { deflateSync } from 'node:zlib';

export interface PdfParts {
  /** What its one page shows. */
  text: string;
  /** Text under a black rectangle. */
  covered?: string;
  title?: string;
  note?: string;
  attachment?: string;
  /** In a compressed stream that nothing uses. */
  unused?: string;
  script?: boolean;
}

const wide = (text: string): string =>
  [...text].map((one) => (one.codePointAt(0) as number).toString(16).padStart(4, '0').toUpperCase()).join('');
const stream = (body: Buffer | string, more = ''): Buffer => {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`<</Length ${bytes.length}${more}>>stream\n`), bytes, Buffer.from('\nendstream')]);
};

/** A small PDF whose page has text in any script: each code is a UTF-16 unit, and a ToUnicode map says so. */
export function madePdf({ text, covered, title, note, attachment, unused, script }: PdfParts): Buffer {
  const shown = [
    `BT /F1 12 Tf 72 700 Td <${wide(text)}> Tj ET`,
    ...(covered === undefined ? [] : [`BT /F1 12 Tf 72 600 Td <${wide(covered)}> Tj ET 0 g 60 590 400 30 re f`]),
  ].join('\n');
  const cmap =
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def ' +
    '1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end';
  const descriptor =
    '<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>';
  const names = attachment === undefined ? '' : '/Names<</EmbeddedFiles<</Names[(a.txt) 9 0 R]>>>>';
  const action = script ? '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' : '';
  const annotation =
    note === undefined ? '' : `/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 20 20]/Contents<FEFF${wide(note)}>>>]`;
  return withTable([
    `<</Type/Catalog/Pages 2 0 R${names}${action}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${annotation}>>`,
    stream(deflateSync(Buffer.from(shown)), '/Filter/FlateDecode'),
    `<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${descriptor}>>]>>`,
    stream(cmap),
    `<</Title<FEFF${wide(title ?? '采购文件')}>>>`,
    stream(deflateSync(Buffer.from(unused ?? '-')), '/Filter/FlateDecode'),
    ...(attachment === undefined
      ? []
      : ['<</Type/Filespec/F(a.txt)/EF<</F 10 0 R>>>>', stream(attachment, '/Type/EmbeddedFile')]),
  ]);
}

/** The same file with a later revision behind it that shows something else: the earlier one is still there. */
export function revised(pdf: Buffer, text: string): Buffer {
  const body = stream(`BT /F1 12 Tf 72 700 Td <${wide(text)}> Tj ET`);
  const object = Buffer.concat([Buffer.from('4 0 obj\n'), body, Buffer.from('\nendobj\n')]);
  const before = Number(/startxref\n(\d+)/.exec(pdf.toString('latin1'))?.[1]);
  const at = pdf.length + object.length;
  const place = String(pdf.length).padStart(10, '0');
  const table = `xref\n4 1\n${place} 00000 n \ntrailer\n<</Size 9/Root 1 0 R/Prev ${before}>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([pdf, object, Buffer.from(table)]);
}

function withTable(objects: readonly (string | Buffer)[]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  let at = parts[0]?.length ?? 0;
  const places = objects.map((object, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    parts.push(part);
    at += part.length;
    return `${String(at - part.length).padStart(10, '0')} 00000 n \n`;
  });
  const count = objects.length + 1;
  const head = `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`;
  return Buffer.concat([
    ...parts,
    Buffer.from(`${head}trailer\n<</Size ${count}/Root 1 0 R/Info 7 0 R>>\nstartxref\n${at}\n%%EOF\n`),
  ]);
}
