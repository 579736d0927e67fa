import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of an archive, and what its records say falsely of it. */
export interface Member {
  name: string;
  data?: Buffer | string;
  stored?: boolean;
  flags?: number;
  /** Of Unix, in the upper half of the external attributes. */
  mode?: number;
  bytes?: number;
  compressedBytes?: number;
  offset?: number;
}

/** A ZIP archive (APPNOTE 6.3), honest unless its members say otherwise. */
export function zip(members: readonly Member[], { comment = '', before = Buffer.alloc(0) } = {}): Buffer {
  const bodies: Buffer[] = [before];
  const records: Buffer[] = [];
  let at = before.length;
  for (const member of members) {
    const data = Buffer.from(member.data ?? member.name);
    const packed = member.stored ? data : deflateRawSync(data);
    const name = Buffer.from(member.name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x0800 | (member.flags ?? 0), 2);
    about.writeUInt16LE(member.stored ? 0 : 8, 4);
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(member.compressedBytes ?? packed.length, 14);
    about.writeUInt32LE(member.bytes ?? data.length, 18);
    about.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(member.offset ?? at, 10);
    records.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003'), about, tail, name]));
    bodies.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(Buffer.byteLength(comment), 16);
  return Buffer.concat([...bodies, directory, Buffer.from('PK\u0005\u0006'), end, Buffer.from(comment)]);
}

export const pdf = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n招标文件');

const types = { name: '[Content_Types].xml', data: '<Types/>' };

export const docx = zip([types, { name: 'word/document.xml', data: '<w:document/>' }]);
export const xlsx = zip([types, { name: 'xl/workbook.xml', data: '<workbook/>' }]);
export const odt = zip([
  { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text', stored: true },
  { name: 'content.xml', data: '<office:document-content/>' },
]);
export const withMacros = zip([types, { name: 'word/document.xml' }, { name: 'word/vbaProject.bin' }]);
export const png = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000049454e44ae426082',
  'hex',
);
export const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
