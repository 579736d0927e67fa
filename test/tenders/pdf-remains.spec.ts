import { remainsIn } from '../../src/tenders/pdf-remains.js';
import { madePdf, revised, type PdfParts } from './made-pdf.js';

const secret = '最高限价九百八十万元';
const open: PdfParts = { text: '采购需求：3.0T磁共振成像系统' };

describe('what remains in a redacted PDF', () => {
  it('is nothing where the text is gone', async () => {
    expect(await remainsIn(madePdf(open), [secret, '13800138000'])).toEqual({ places: [], unfit: [] });
  });

  it.each<[string, PdfParts, string]>([
    ['shown', { text: secret }, 'text'],
    ['shown with spaces between', { text: [...secret].join(' ') }, 'text'],
    ['covered', { ...open, covered: secret }, 'text'],
    ['in the metadata', { ...open, title: secret }, 'metadata'],
    ['in a note', { ...open, note: secret }, 'annotations'],
    ['in an object that nothing uses', { ...open, unused: `联系人 ${secret}` }, 'objects'],
  ])('is found where it is %s', async (_, parts, place) => {
    expect((await remainsIn(madePdf(parts), [secret])).places).toContain(place);
  });

  it('is looked for in attachments, earlier revisions and scripts, which no redacted file has', async () => {
    expect((await remainsIn(madePdf({ ...open, attachment: secret }), [secret])).unfit).toContain('attachments');
    expect((await remainsIn(revised(madePdf({ text: secret }), '公开'), [secret])).unfit).toContain('earlier-revision');
    expect((await remainsIn(madePdf({ ...open, script: true }), [secret])).unfit).toContain('scripts');
    expect((await remainsIn(Buffer.from('%PDF-1.7 nothing'), [secret])).unfit).toContain('unreadable');
  });
});
