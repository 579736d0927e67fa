import { LawRefusal } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** What is taken: by the type that the content shows, the file names and the other declarations that go with it. */
const accepted: Readonly<Record<string, { extensions: readonly string[]; also?: readonly string[] }>> = {
  'application/pdf': { extensions: ['pdf'] },
  [`${office}.wordprocessingml.document`]: { extensions: ['docx'] },
  [`${office}.spreadsheetml.sheet`]: { extensions: ['xlsx'] },
  [`${office}.presentationml.presentation`]: { extensions: ['pptx'] },
  [`${openDocument}.text`]: { extensions: ['odt'] },
  [`${openDocument}.spreadsheet`]: { extensions: ['ods'] },
  [`${openDocument}.presentation`]: { extensions: ['odp'] },
  [`${openDocument}.graphics`]: { extensions: ['odg'] },
  'image/png': { extensions: ['png'] },
  'image/jpeg': { extensions: ['jpg', 'jpeg'] },
  'image/tiff': { extensions: ['tif', 'tiff'] },
  'image/vnd.dwg': { extensions: ['dwg'], also: ['application/acad', 'image/x-dwg'] },
  'image/vnd.dxf': { extensions: ['dxf'], also: ['application/dxf', 'image/x-dxf'] },
  'application/xml': { extensions: ['xml', 'gml', 'ifcxml'], also: ['text/xml'] },
  'application/zip': { extensions: ['zip'], also: ['application/x-zip-compressed'] },
  'text/html': { extensions: ['html', 'htm'] },
  'text/plain': { extensions: ['txt', 'csv', 'md', 'log'], also: ['text/csv'] },
};

/** Empty for what is not taken. */
export function extensionsOf(type: string): readonly string[] {
  return Object.hasOwn(accepted, type) ? (accepted[type]?.extensions ?? []) : [];
}

/** What a file of this type may be declared as; a text may say that it is a table. */
export function declarationsOf(type: string): readonly string[] {
  return [type, ...(accepted[type]?.also ?? [])];
}

/** Macro projects and macro sheets of OOXML, scripts of ODF. */
const macroParts = /(^|\/)(vbaproject\.bin|vbadata\.xml)$|(^|\/)(macrosheets|dialogsheets|activex)\/|^(basic|scripts|dialogs)\//i;
const macroNames = /\.(docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppam|ppsm|sldm)$/i;
const programs =
  /\.(exe|dll|sys|scr|com|pif|cpl|msi|msp|msix|appx|bat|cmd|ps1|psm1|vbs|vbe|vb|js|jse|mjs|wsf|wsh|hta|htm|html|xhtml|mht|mhtml|svg|svgz|swf|lnk|url|reg|inf|scf|jnlp|class|dex|sh|bash|csh|elf|so|dylib|app|deb|rpm|pkg|py|pyc|pl|rb|php|asp|aspx|jsp|chm|hlp|gadget|application|ade|adp|mdb|accdb)$/i;

/** Throws LawRefusal `documents.macros` that names what it found among the entries of an archive. */
export function requireNoMacros(names: readonly string[]): void {
  const found = names.filter((name) => [macroParts, macroNames, programs].some((form) => form.test(name)));
  if (found.length > 0)
    throw new LawRefusal([breach('documents.macros', { found: found.slice(0, 5).map((one) => one.slice(0, 100)) })]);
}

/** What an archive is by its parts (ECMA-376) or by what its first entry says (ODF 1.3 part 2); else an archive. */
export function packageTypeOf(names: readonly string[], mimetype: string | null): string {
  if (mimetype !== null) return mimetype;
  if (!names.includes('[Content_Types].xml')) return 'application/zip';
  if (names.includes('word/document.xml')) return `${office}.wordprocessingml.document`;
  if (names.includes('xl/workbook.xml')) return `${office}.spreadsheetml.sheet`;
  if (names.includes('ppt/presentation.xml')) return `${office}.presentationml.presentation`;
  return 'application/zip';
}
