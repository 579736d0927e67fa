import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals of files by what is in them, and of too many of them (articles 49 and 53). */
export const documentRules = {
  'documents.type-refused': policy(
    53,
    422,
    '不接受该类文件：{type}。可用PDF、OOXML、ODF、PNG、JPEG、TIFF、DWG、DXF、XML、ZIP、不含脚本的HTML和UTF-8文本（TXT、CSV）。',
    'Files of this type are not taken: {type}. Take PDF, OOXML, ODF, PNG, JPEG, TIFF, DWG, DXF, XML, ZIP, HTML without scripts or text in UTF-8 (TXT, CSV).',
  ),
  'documents.type-mismatch': policy(
    53,
    422,
    '文件内容是{detected}，与声明的类型“{declared}”或文件名“{name}”不符。',
    'The file is {detected}, which is not what its declared type "{declared}" or its name "{name}" says.',
  ),
  'documents.two-types': policy(
    53,
    422,
    '文件可同时被读作{types}，不予接受。',
    'The file can be read as {types} at once; it is not taken.',
  ),
  'documents.macros': policy(53, 422, '文件含宏或可执行脚本：{found}。', 'The file holds macros or scripts: {found}.'),
  'documents.archive-unsafe': policy(53, 422, '压缩包不安全：{reason}。', 'The archive is not safe: {reason}.'),
  'documents.test-virus': policy(
    53,
    422,
    '文件是反病毒测试文件（EICAR）。',
    'The file is the EICAR test file for virus scanners.',
  ),
  'redaction.text-remains': policy(
    53,
    422,
    '文件中仍有应删去的文字（{places}）：须从文件中删除，不得只作遮盖。',
    'Text that was to go is still in the file ({places}): it has to be removed, not covered.',
  ),
  'redaction.file-unfit': policy(
    53,
    422,
    '脱敏文件须为单一版本、未加密、不含附件和脚本的PDF；发现：{found}。',
    'A redacted file is a PDF of one revision, not encrypted, without attachments and scripts; found: {found}.',
  ),
  'redaction.stands': policy(53, 409, '该文件已有经批准的脱敏版本。', 'The document has an approved redaction already.'),
  'documents.too-many': policy(53, 409, '文件数量已达上限{countMax}个。', 'There are {countMax} files, as many as there may be.'),
  'documents.too-big-together': policy(
    53,
    409,
    '文件合计超过上限{mebibytesMax} MiB。',
    'The files together would be larger than {mebibytesMax} MiB.',
  ),
} satisfies Record<string, RuleEntry>;
