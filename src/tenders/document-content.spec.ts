import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docx, eicar, odt, pdf, png, withMacros, xlsx, zip, type Member } from '../../test/tenders/files.js';
import { LawRefusal } from '../platform/refusal.js';
import { contentTypeOf } from './document-content.js';
import { nameOf } from './file-name.js';

const any = 'application/octet-stream';
const zipped = 'application/zip';
const office = 'application/vnd.openxmlformats-officedocument';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The type, or the rule that refuses it with the fact it names. */
async function judged(content: Buffer | string, name = '文件', declared = any): Promise<string> {
  const bytes = Buffer.from(content);
  const path = join(folder, 'staged');
  writeFileSync(path, bytes);
  try {
    return await contentTypeOf({ path, bytes: bytes.length, name, declared });
  } catch (error) {
    if (!(error instanceof LawRefusal)) throw error;
    const { rule, facts } = error.breaches[0] as LawRefusal['breaches'][number];
    const reason = facts['reason'] as { en: string } | undefined;
    return `${rule}: ${reason?.en ?? String(facts['type'] ?? facts['types'] ?? facts['found'] ?? facts['detected'] ?? '')}`;
  }
}

const dxf = '  0\r\nSECTION\r\n  2\r\nHEADER\r\n';
const xml = '<?xml version="1.0"?><boq><item>磁共振</item></boq>';

describe('the type of a file', () => {
  it.each([
    ['招标文件.pdf', pdf, 'application/pdf', 'application/pdf'],
    ['招标文件', pdf, any, 'application/pdf'],
    ['第三章（V1.2版）', pdf, any, 'application/pdf'],
    ['要求.docx', docx, `${office}.wordprocessingml.document`, `${office}.wordprocessingml.document`],
    ['清单.xlsx', xlsx, any, `${office}.spreadsheetml.sheet`],
    ['说明.odt', odt, any, 'application/vnd.oasis.opendocument.text'],
    [
      '图纸.zip',
      zip([{ name: '图纸/一层.dwg' }, { name: '说明.docx' }]),
      'application/x-zip-compressed',
      'application/x-zip-compressed',
    ],
    ['图.png', png, 'image/png', 'image/png'],
    ['图.jpg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'), any, 'image/jpeg'],
    ['图.dxf', dxf, any, 'image/vnd.dxf'],
    ['图.dwg', Buffer.from('AC1032\u0000\u0000\u0000\u0000\u0000\u0003'), any, 'image/vnd.dwg'],
    ['清单.xml', xml, 'text/xml', 'text/xml'],
    ['公告.html', '<!doctype html><title>公告</title><p>公告</p>', 'text/html', 'text/html'],
    ['清单.csv', '名称,数量\r\n磁共振,1\r\n', 'text/csv', 'text/csv'],
    ['说明.txt', 'BMW and MZ begin like other files; 误差 < 5%', 'text/plain', 'text/plain'],
    ['内含.zip', zip([{ name: '文件.pdf', data: pdf, stored: true }]), any, zipped],
  ])('%s is taken', async (name, content, declared, type) => {
    expect(await judged(content, name, declared)).toBe(type);
  });

  it.each([
    ['a type that is not so', pdf, '图.png', 'image/png', 'documents.type-mismatch: application/pdf'],
    ['a name that is not so', pdf, '招标文件.pdf.exe', any, 'documents.type-mismatch: application/pdf'],
    ['a document called archive', docx, '要求.docx', zipped, `documents.type-mismatch: ${office}.wordprocessingml.document`],
    [
      'a program',
      Buffer.from('4d5a90000300000004000000ffff0000', 'hex'),
      '安装',
      any,
      'documents.type-refused: application/x-msdownload',
    ],
    [
      'a RAR archive',
      Buffer.from('526172211a0701003392b5e50a010506', 'hex'),
      '图纸.rar',
      any,
      'documents.type-refused: application/x-rar-compressed',
    ],
    [
      'a 7z archive',
      Buffer.from('377abcaf271c0004000000000000', 'hex'),
      '图纸.7z',
      any,
      'documents.type-refused: application/x-7z-compressed',
    ],
    [
      'an old Office file',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]),
      '要求.doc',
      any,
      'documents.type-refused: application/x-cfb',
    ],
    [
      'a page that runs',
      '<!DOCTYPE html><p onclick="x()">公告',
      '公告.html',
      'text/html',
      'documents.type-refused: text/javascript',
    ],
    ['a page in a page', '<html><iframe src="//x.example">', '公告.html', any, 'documents.type-refused: text/javascript'],
    ['a page called text', '<!DOCTYPE html><p>公告', '公告.txt', 'text/plain', 'documents.type-mismatch: text/html'],
    [
      'a drawing that runs',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
      '图.xml',
      any,
      'documents.type-refused: text/javascript',
    ],
    [
      'an entity',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'a.xml',
      any,
      'documents.type-refused: text/javascript',
    ],
    [
      'a script far behind',
      `${'文'.repeat(100_000)}<script>`,
      '说明.txt',
      'text/plain',
      'documents.type-refused: text/javascript',
    ],
    ['a shell script', '#!/bin/sh\nrm -rf /', '说明.txt', any, 'documents.type-refused: application/x-sh'],
    ['rich text', '{\\rtf1 {\\object}}', '说明', any, 'documents.type-refused: application/rtf'],
    ['PostScript', '%!PS-Adobe', '说明', any, 'documents.type-refused: application/postscript'],
    ['another encoding', Buffer.from('d5d0b1ead5d0b1ea', 'hex'), '说明.txt', 'text/plain', `documents.type-refused: ${any}`],
    ['cut UTF-8', Buffer.from('说明').subarray(0, 4), '说明.txt', 'text/plain', `documents.type-refused: ${any}`],
    ['a binary DXF', Buffer.from('AutoCAD Binary DXF\r\n\u001a\u0000'), '图.dxf', any, `documents.type-refused: ${any}`],
    [
      'a book',
      zip([{ name: 'mimetype', data: 'application/epub+zip', stored: true }]),
      '书',
      any,
      'documents.type-refused: application/epub+zip',
    ],
    ['the scanners’ test', eicar, '说明.txt', 'text/plain', 'documents.test-virus: '],
    ['macros', withMacros, '要求.docx', any, 'documents.macros: word/vbaProject.bin'],
    [
      'macro sheets',
      zip([{ name: '[Content_Types].xml' }, { name: 'xl/workbook.xml' }, { name: 'xl/macrosheets/sheet1.xml' }]),
      'a.xlsx',
      any,
      'documents.macros: xl/macrosheets/sheet1.xml',
    ],
    [
      'scripts of ODF',
      zip([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text', stored: true },
        { name: 'Basic/Standard/Module1.xml' },
      ]),
      'a.odt',
      any,
      'documents.macros: Basic/Standard/Module1.xml',
    ],
    ['a program in an archive', zip([{ name: '图纸/查看器.exe' }]), '图纸.zip', any, 'documents.macros: 图纸/查看器.exe'],
    [
      'PDF and ZIP at once',
      Buffer.concat([pdf, zip([{ name: 'a.txt' }])]),
      '招标文件.pdf',
      any,
      'documents.two-types: application/pdf,application/zip',
    ],
    ['PNG and ZIP at once', Buffer.concat([png, docx]), '图.png', any, 'documents.two-types: image/png,application/zip'],
    ['PNG and PDF at once', Buffer.concat([png, pdf]), '图.png', any, 'documents.two-types: image/png,application/pdf'],
    ['PDF after a text', `说明\n${pdf.toString()}`, '说明.txt', any, 'documents.two-types: text/plain,application/pdf'],
    [
      'ZIP and PDF at once',
      zip([{ name: `${'%PDF-1.7'}.txt` }]),
      '图纸.zip',
      any,
      'documents.two-types: application/zip,application/pdf',
    ],
  ])('%s is refused', async (_, content, name, declared, why) => {
    expect(await judged(content, name, declared)).toBe(why);
  });
});

describe('an archive', () => {
  const plain: Member = { name: '说明.txt', data: '说明' };
  const zeros = Buffer.alloc(4 * 1024 ** 2);
  const packed = 30 + Buffer.byteLength(plain.name) + 8;

  it.each<[string, Buffer, string]>([
    ['a bomb', zip([{ name: 'a.txt', data: zeros }]), 'it would unpack to 4194304 bytes'],
    ['a bomb by what it says', zip([{ name: 'a.txt', bytes: 2 ** 31 }]), `it would unpack to ${2 ** 31} bytes`],
    ['a bomb of entries on one another', zip([plain, { name: 'b.txt', data: '说明', offset: 0 }]), 'its entries overlap'],
    [
      'an entry that reaches into the next',
      zip([{ ...plain, compressedBytes: packed + 100 }, { name: 'b.txt' }]),
      'its entries overlap',
    ],
    ['an entry that reaches into the directory', zip([{ ...plain, compressedBytes: 9_999 }]), 'its entries overlap'],
    ['too many entries', zip(Array.from({ length: 2_001 }, (_, at) => ({ name: `${at}.txt` }))), 'it has more than 2000 entries'],
    ['none', zip([]), 'it is empty'],
    ['another archive', zip([{ name: '附件/图纸.ZIP' }]), 'it holds another archive, "附件/图纸.ZIP"'],
    ['a way out', zip([{ name: '../../etc/passwd' }]), 'the name of an entry is not safe'],
    ['an absolute name', zip([{ name: '/etc/passwd' }]), 'the name of an entry is not safe'],
    ['a drive', zip([{ name: 'C:/a.txt' }]), 'the name of an entry is not safe'],
    ['backslashes', zip([{ name: '..\\a.txt' }]), 'the name of an entry is not safe'],
    ['a NUL in a name', zip([{ name: 'a.txt\u0000.exe' }]), 'the name of an entry is not safe'],
    ['a name that reads backwards', zip([{ name: 'a\u202efdp.txt' }]), 'the name of an entry is not safe'],
    ['a link', zip([{ name: 'a.txt', data: '/etc/passwd', mode: 0o120777 }]), 'entry "a.txt" is a symbolic link'],
    ['a secret', zip([{ ...plain, flags: 1 }]), 'entry "说明.txt" is encrypted'],
    ['a name twice', zip([{ name: 'a.txt' }, { name: 'A.txt' }]), 'two entries have one name'],
    ['something after it', Buffer.concat([zip([plain]), Buffer.from('x')]), 'its structure is broken'],
    ['a comment', zip([plain], { comment: 'x' }), 'it carries an archive comment'],
    ['half of it', zip([plain]).subarray(0, 40), 'its structure is broken'],
    ['a false directory', zip([plain]).fill(0, packed + 2, packed + 10), 'its structure is broken'],
    ['something before it', zip([plain], { before: Buffer.from('PK\u0003\u0004 loader') }), 'something stands before it'],
  ])('with %s is refused', async (_, archive, why) => {
    expect(await judged(archive, '图纸.zip')).toBe(`documents.archive-unsafe: ${why}`);
  });
});

describe('the name of a file', () => {
  const named = (name: string): string => nameOf(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`);

  it('is kept in NFC, without what Windows drops at its end', () => {
    expect(named('招标文件（一）.pdf')).toBe('招标文件（一）.pdf');
    expect(named(' Cafe\u0301.pdf. . ')).toBe('Café.pdf');
    expect(nameOf('attachment; filename="plain.pdf"')).toBe('plain.pdf');
  });

  it.each([
    ['nothing', ''],
    ['dots alone', '...'],
    ['a path', 'a/b.pdf'],
    ['a path of Windows', 'a\\b.pdf'],
    ['a stream of Windows', 'a.pdf:b.exe'],
    ['a NUL', 'a\u0000.pdf'],
    ['a direction mark', 'a\u202efdp.exe'],
    ['an isolate', 'a\u2066b.pdf'],
    ['a zero-width space', 'a\u200bb.pdf'],
    ['a device', 'NUL.pdf'],
    ['another device', 'com1'],
    ['a device with a small digit', 'LPT².txt'],
    ['256 bytes', `${'a'.repeat(252)}.pdf`],
  ])('%s is refused', (_, name) => {
    expect(() => named(name)).toThrow();
  });

  it('is refused where it is no UTF-8', () => {
    expect(() => nameOf("attachment; filename*=UTF-8''%ff.pdf")).toThrow();
    expect(() => nameOf(undefined)).toThrow();
  });
});
