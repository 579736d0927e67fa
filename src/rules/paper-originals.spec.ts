import { noPaperOriginalIsDemanded } from './paper-originals.js';

const found = (zh: string, en?: string): number =>
  noPaperOriginalIsDemanded([{ pointer: '#/qualificationRequirements', zh, en }]).length;

describe('paper originals of licences (art. 58)', () => {
  test.each(['投标时须提供营业执照原件。', '医疗器械经营许可证原件备查。', '须提交纸质许可证。', '开标现场核验资质证书原件'])(
    'are found in %s',
    (zh) => expect(found(zh)).toBe(1),
  );

  test.each([
    'Paper originals of the licence are required.',
    'Original certificates shall be presented at the opening.',
    'Suppliers submit the original of the device licence.',
    'The originals will be inspected.',
  ])('are found in "%s"', (en) => expect(found('具有医疗器械经营许可证。', en)).toBe(1));

  test.each([
    ['具有医疗器械经营许可证，或在所在国依法取得的同等许可。', 'A medical device licence, or its equivalent.'],
    ['以电子证照为准，无需提供原件。', 'No original is to be submitted.'],
    ['不要求提交纸质许可证。', 'Licences are read electronically; originals are not needed.'],
    ['须为原厂原件配套。', 'Parts of the original manufacturer.'],
  ])('are not found in %s', (zh, en) => expect(found(zh, en)).toBe(0));

  it('are named by place, with what demands them', () => {
    const texts = [
      { pointer: '#/a', zh: '具有许可证。' },
      { pointer: '#/b', zh: '提供许可证原件。', en: 'Present the original licence.' },
    ];
    expect(noPaperOriginalIsDemanded(texts)).toMatchObject([
      { rule: 'licence.paper-original-demanded', pointer: '#/b', facts: { demand: ['提供许可证原件', 'Present the original'] } },
    ]);
  });
});
