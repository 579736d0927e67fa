import { hidesTradeSecrets, type MarkedSecret, type SecretPlace } from './trade-secrets.js';

const owner = { id: 'hujiang', name: { zh: '沪江医疗', en: 'Hujiang Medical' } };
const on = '2026-06-01';
const marked = (text: string, number = 1, label = '标注'): MarkedSecret => ({ text, label, number, owner });

function placesIn(text: string, secrets: readonly string[], known: readonly string[] = []): SecretPlace[] {
  const args = { passages: [{ pointer: '#/reasons', text }], secrets: secrets.map((one) => marked(one)), known, on };
  return hidesTradeSecrets('debrief.trade-secret', args).flatMap((one) => one.facts['places'] as SecretPlace[]);
}
const told = (text: string, ...secrets: string[]): string[] =>
  placesIn(text, secrets).map(({ start, end }) => text.slice(start, end));

const process = '梯度线圈绕制采用双层反向绕组并在零下四十度固化二十四小时';
const recipe = 'The coil is wound in two opposing layers and cured for twenty four hours below minus forty degrees.';

describe('art. 56: what tells the whole secret', () => {
  test.each([
    ['exact', '贵方报价高于采用双级真空浇注工艺的中标人。', '双级真空浇注工艺', '双级真空浇注工艺'],
    ['normalised', '采用 双级 真空\n浇注工艺。', '双级真空浇注工艺', '双级 真空\n浇注工艺'],
    ['normalised', '双\u200b级真空浇\u00ad注工艺', '双级真空浇注工艺', '双\u200b级真空浇\u00ad注工艺'],
    ['normalised', '双\u202e级真空\u2066浇注\ufeff工艺', '双级真空浇注工艺', '双\u202e级真空\u2066浇注\ufeff工艺'],
    ['normalised', '双、级·真—空（浇）注「工艺」', '双级真空浇注工艺', '双、级·真—空（浇）注「工艺'],
    ['normalised', '雙級真空澆注工藝', '双级真空浇注工艺', '雙級真空澆注工藝'],
    ['normalised', '双级真空浇注工艺', '雙級真空澆注工藝', '双级真空浇注工艺'],
    ['normalised', '双🙂级真空浇注工艺', '双级真空浇注工艺', '双🙂级真空浇注工艺'],
    ['normalised', 'They use the ＶＡＣＵＵＭ  Casting process.', 'vacuum casting', 'ＶＡＣＵＵＭ  Casting'],
    ['normalised', 'v.a.c.u.u.m c-a-s-t-i-n-g', 'vacuum casting', 'v.a.c.u.u.m c-a-s-t-i-n-g'],
    ['exact', 'by vacuum casting only', 'vacuum casting', 'vacuum casting'],
    ['normalised', 'Ingénieur', 'Inge\u0301nieur', 'Ingénieur'],
    ['normalised', 'Ingenieur', 'Ingénieur', 'Ingenieur'],
    ['normalised', 'the ﬁne ﬁlter', 'fine filter', 'ﬁne ﬁlter'],
    ['exact', 'rooms 12 34 only', '12 34', '12 34'],
    ['normalised', '成本为1,234,500元。', '成本为1234500元', '成本为1,234,500元'],
    ['exact', 'the X9 alloy', 'X9', 'X9'],
    ['normalised', '编号４７１１号', '4711号', '４７１１号'],
    ['normalised', '𠀀级Ｋ方案', '𠀀级k方案', '𠀀级Ｋ方案'],
    ['normalised', 'ΟΔΟΣ', 'οδος', 'ΟΔΟΣ'],
  ] as const)('%s: %j tells %j', (how, text, secret, place) => {
    expect(told(text, secret)).toEqual([place]);
    expect(placesIn(text, [secret])[0]?.how).toBe(how);
  });
});

describe('art. 56: what tells a number', () => {
  test.each([
    ['其报价为1234500元。', '1,234,500.00', '1234500'],
    ['其报价为1,234,500.00元。', '1234500', '1,234,500.00'],
    ['其报价为１２３４５００元。', '1234500.00', '１２３４５００'],
    ['其报价为123.45万元。', '1234500元', '123.45万'],
    ['其报价为 123.450 万元。', '人民币1,234,500.00元整', '123.450 万'],
    ['a price of CNY 1 234 500', '1234500', '1 234 500'],
    ['a price of 1234500', 'CNY 1 234 500', '1234500'],
    ['利润2亿', '200000000', '2亿'],
    ['delivery in 14 days, 2 teams', '14', '14'],
    ['2026年报价0.5元', '0.50', '0.5'],
    ['厚度７．２５', '7.25', '７．２５'],
    ['厚度7.250', '7.25', '7.250'],
    ['厚度七点二五', '7.25', '七点二五'],
    ['厚度7点25', '7.25', '7点25'],
    ['a layer of 7,25', '7.25', '7,25'],
    ['其成本为7 250 000元', '7,250,000', '7 250 000'],
    ['其成本为725万', '7,250,000', '725万'],
    ['其成本为725萬元', '7250000元', '725萬'],
    ['其成本为七百二十五万元', '7,250,000', '七百二十五万'],
    ['其成本为柒佰贰拾伍万元整', '7250000', '柒佰贰拾伍万'],
    ['its cost is 7.250.000', '7250000', '7.250.000'],
    ['its cost is 7.25 million', '7250000', '7.25 million'],
    ['其成本为1亿2500万元', '125000000', '1亿2500万'],
    ['其成本为壹佰元伍角', '100.50', '壹佰元伍角'],
    ['利润率百分之七点二五', '7.25%', '百分之七点二五'],
    ['利润率0.0725', '7.25%', '0.0725'],
    ['利润率为７．２５％', '7.25%', '７．２５'],
    ['a margin of 7.25 percent', '7.25%', '7.25'],
    ['废品率千分之三', '0.3%', '千分之三'],
    ['厚度7250纳米', '膜厚7.25微米', '7250'],
    ['coating of 7.25 μm', '膜厚7.25微米', '7.25'],
    ['coating of 0.00725 mm', '膜厚7.25微米', '0.00725'],
    ['厚度七点二五微米', '膜厚7.25微米', '七点二五'],
    ['采用25微米薄膜', '基材厚25微米', '25'],
    ['成本一百二十三万四千五百元', '材料成本1234500元', '一百二十三万四千五百'],
    ['共725000元', '费用725,000', '725000'],
    ['功率12千瓦', '加热功率12000W', '12'],
  ])('%j tells the number %j', (text, secret, place) => {
    expect(told(text, secret)).toContain(place);
  });

  test.each([
    ['其报价为12345000元。', '1234500'],
    ['其报价为1,234,500.01元。', '1234500'],
    ['其报价为21234500元。', '1234500'],
    ['delivery in 140 days', '14'],
    ['delivery in 3.14 days', '14'],
    ['1,200,000', '200'],
    ['123.45元', '1234500'],
    ['厚度7.25毫米', '膜厚7.25微米'],
    ['7.25%', '7.25元'],
    ['符合GB/T 19001-2016和ISO 9001标准', '编号19001，9001'],
    ['2026年交货', '自2026年起采用'],
    ['交货期30天，质保24个月', '固化30天，保温24个月'],
    ['合格率95%', '良品率95%'],
    ['提供3台设备', '自有设备3台'],
    ['第2.5条', '厚度2.5毫米'],
    ['其成本为七百二十五元', '7,250,000'],
  ])('%j does not tell the number %j', (text, secret) => {
    expect(told(text, secret)).toEqual([]);
  });
});

describe('art. 56: what tells a part', () => {
  test.each([
    [`中标人的${process.slice(4, 14)}更好。`, process, process.slice(4, 14)],
    ['其线圈绕制采用两层反向绕组并在零下四十度固化', process, '线圈绕制采用两层反向绕组并在零下四十度固化'],
    ['采用双层反向绕组，然后在零下四十度固化', process, '采用双层反向绕组，然后在零下四十度固化'],
    ['線圈繞制採用雙層反向繞組並在零下四十度固化', process, '線圈繞制採用雙層反向繞組並在零下四十度固化'],
    ['They cured for twenty four hours below zero.', recipe, 'cured for twenty four hours below'],
    ['It is CURED  for twenty-four hours, below', recipe, 'CURED  for twenty-four hours, below'],
    ['woundintwoopposinglayersandcuredfortwentyfourhours', recipe, 'woundintwoopposinglayersandcuredfortwentyfourhours'],
    ['用真空浇注工艺', '双级真空浇注工艺', '真空浇注工艺'],
  ])('%j tells a part of %j', (text, secret, place) => {
    const places = placesIn(text, [secret]);
    expect(places.map(({ start, end }) => text.slice(start, end))).toEqual([place]);
    expect(places[0]?.how).toBe('overlap');
  });

  test.each([
    ['贵方报价较高。', '双级真空浇注工艺'],
    ['anything', ''],
    ['anything', ' \u200b\n'],
    ['', '14'],
    ['', process],
    [`中标人的${process.slice(4, 13)}更好。`, process],
    ['其供应商为东海特种合金厂', '供应商东海特种合金厂有限公司'],
    ['we maintain it', 'AI'],
    ['room 1471', '47号'],
    ['a', 'a'],
    ['线圈质量好，固化时间短，绕组可靠。', process],
    ['The coil is better and the hours are shorter.', recipe],
    [
      'in accordance with the requirements of the tender documents',
      `Made ${recipe} in accordance with the requirements of the tender`,
    ],
    ['供应商须具有良好的商业信誉和健全的财务会计制度', `本公司具有良好的商业信誉和健全的财务会计制度，${process}`],
    ['用真空浇注', '双级真空浇注工艺'],
  ])('%j does not tell %j', (text, secret) => {
    expect(told(text, secret)).toEqual([]);
  });
});

describe('art. 56: what tells a secret in more than one place', () => {
  test('a part of it beside the whole, and one that touches it', () => {
    const part = process.slice(4, 14);
    expect(told(`${process}。另外${part}更好。`, process)).toEqual([process, part]);
    expect(told(`${part}更好，即${process}。`, process)).toEqual([part, process]);
  });

  test('its number beside the whole', () => {
    const secret = '镀膜厚度7.25微米的合金';
    expect(told(`${secret}，又称7.25微米。`, secret)).toEqual([secret, '7.25']);
    expect(told(`厚7.25微米，即${secret}。`, secret)).toEqual(['7.25', secret]);
  });

  test('two numbers, each where it stands', () => {
    const places = placesIn('膜厚7.25微米或8.15微米', ['一层7.25微米，另一层8.15微米，如图']);
    expect(places.map(({ start, end, how }) => [start, end, how])).toEqual([
      [2, 6, 'number'],
      [9, 13, 'number'],
    ]);
  });
});

describe('art. 56: a short secret in letters stands for itself', () => {
  test.each([
    ['AIx', 'AI', []],
    ['xAI', 'AI', []],
    ['x AI y', 'AI', ['AI']],
    ['AI7', 'AI', ['AI']],
    ['7AI', 'AI', ['AI']],
    ['471', '47号', []],
    ['147', '47号', []],
    ['xabcdey', 'abcde', []],
    ['xabcdefy', 'abcdef', ['abcdef']],
    ['xabcdeé', 'abcde', []],
  ])('%s tells of %s: %j', (text, secret, places) => expect(told(text, secret)).toEqual(places));
});

describe('art. 56: forty letters run together', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn';

  test.each([
    ['at the end', `x ${letters}`, [letters]],
    ['one fewer', letters.slice(1), []],
    ['alone', letters, [letters]],
  ])('%s', (_, secretText, places) => {
    const secret = `q${secretText.replace(/(.{5})/g, '$1 ')}`;
    expect(told(letters, secret)).toEqual(places);
  });
});

describe('what is published is no secret', () => {
  test.each([
    ['中标金额为1100000.00元', '1100000', ['1,100,000.00']],
    ['采用双级真空浇注工艺', '双级真空浇注工艺', ['设备须采用双级真空浇注工艺制造']],
    [`须${process}`, `我们${process}`, [process]],
    ['厚度7.25微米', '膜厚7.25微米的配方', ['镀膜厚度不小于7.25微米']],
    ['woundintwoopposinglayersandcuredfortwentyfourhours', recipe, [recipe]],
  ])('%j, of which %j is marked', (text, secret, known) => {
    expect(placesIn(text, [secret], known)).toEqual([]);
    expect(placesIn(text, [secret])).not.toEqual([]);
  });

  test.each([
    '具有独立承担民事责任的能力',
    '具有良好的商业信誉和健全的财务会计制度',
    '具有履行合同所必需的设备和专业技术能力',
    '有依法缴纳税收和社会保障资金的良好记录',
    '参加政府采购活动前三年内，在经营活动中没有重大违法记录',
    '法律、行政法规规定的其他条件',
    '严格按照招标文件和合同的要求执行',
    '完全响应招标文件的实质性要求和条件',
    '满足招标文件规定的全部实质性要求',
    '按照国家有关标准和规范进行安装、调试和验收',
    '提供及时、周到的售后服务和技术支持',
    'in accordance with the requirements of the tender documents',
    'meets all the substantive requirements of the tender documents',
    'in accordance with the relevant laws and regulations of the People’s Republic of China',
  ])('nor is what every bid says: %s', (phrase) => {
    expect(placesIn(phrase, [phrase])).toEqual([]);
    expect(placesIn(`本公司${phrase}。`, [`${process}，${phrase}`])).toEqual([]);
  });

  test('what is added to it is', () => {
    const known = ['须采用双级真空浇注工艺'];
    expect(placesIn('双级真空浇注工艺加压至三点五兆帕保温', ['双级真空浇注工艺加压至三点五兆帕保温八小时'], known)).not.toEqual(
      [],
    );
    expect(placesIn('须采用双级真空浇注工艺，另行加压', ['双级真空浇注工艺加压至三点五兆帕保温八小时'], known)).toEqual([]);
  });
});

describe('a refusal', () => {
  const passages = [
    { pointer: '#/reasons', text: 'X9 and again x9' },
    { pointer: '#/advantages', text: 'nothing' },
    { pointer: '#/winner/note', text: 'the x9' },
  ];

  test('names each passage once, with every place, whose it is and which item, and never repeats the secret', () => {
    const breaches = hidesTradeSecrets('debrief.trade-secret', { passages, secrets: [marked('X9', 3, '合金 alloy')], on });
    expect(breaches.map((one) => [one.rule, one.pointer])).toEqual([
      ['debrief.trade-secret', '#/reasons'],
      ['debrief.trade-secret', '#/winner/note'],
    ]);
    expect(breaches.map((one) => one.facts['fields'])).toEqual([['#/reasons'], ['#/winner/note']]);
    const whose = { owner: 'hujiang', ownerName: owner.name, label: '合金 alloy', number: 3 };
    expect(breaches[0]?.facts['places']).toEqual([
      { pointer: '#/reasons', start: 0, end: 2, how: 'exact', ...whose },
      { pointer: '#/reasons', start: 13, end: 15, how: 'normalised', ...whose },
    ]);
    expect(breaches[1]?.detail).toEqual({
      zh: '答复内容涉及商业秘密：#/winner/note 第5至6字（沪江医疗标注的第3项“合金 alloy”）。',
      en: 'The answer contains trade secrets: #/winner/note characters 5 to 6 (item 3 "合金 alloy" marked by Hujiang Medical).',
    });
    expect(JSON.stringify(breaches).toLowerCase()).not.toContain('x9');
  });

  test('leaves out a label that tells the secret itself', () => {
    const [one] = hidesTradeSecrets('challenge.trade-secret', { passages, secrets: [marked('X9', 1, 'alloy x9')], on });
    expect(one?.facts['places']).toMatchObject([{ label: null, number: 1 }, { label: null }]);
    expect(one?.detail).toMatchObject({
      zh: expect.stringContaining('第1项）') as unknown,
      en: expect.stringContaining('(item 1 marked by') as unknown,
    });
    expect(JSON.stringify(one).toLowerCase()).not.toContain('x9');
  });

  test('tells places in the order of the text, the shorter first', () => {
    expect(told('12 345', '12345', '12')).toEqual(['12', '12 345']);
    expect(told('12 345', '345', '12345')).toEqual(['12 345', '345']);
    expect(placesIn('甲方乙方甲方', ['甲方', '乙方']).map((one) => one.start)).toEqual([0, 2, 4]);
  });
});
