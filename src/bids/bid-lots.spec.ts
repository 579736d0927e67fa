import { lotsFitTender } from './bid-lots.js';

const lots = [{ id: 'mri' }, { id: 'ct' }];
const yuan = (amount: string, currency = 'CNY') => ({ amount, currency });

it.each<[string, { id: string; price: { amount: string; currency: string } }[] | undefined, string | null]>([
  ['no lots', undefined, null],
  ['one lot at the whole price', [{ id: 'ct', price: yuan('10') }], null],
  [
    'two lots that sum to the price',
    [
      { id: 'ct', price: yuan('4.01') },
      { id: 'mri', price: yuan('5.99') },
    ],
    null,
  ],
  ['a fen too little', [{ id: 'ct', price: yuan('9.99') }], "the lots' prices do not sum to the bid's price"],
  ['another currency', [{ id: 'ct', price: yuan('10.00', 'EUR') }], 'the lots are priced in another currency than the bid'],
  ['a strange lot', [{ id: 'x', price: yuan('10.00') }], 'lot "x" is none of this tender\'s, or stands in the bid twice'],
  [
    'a lot twice',
    [
      { id: 'ct', price: yuan('5.00') },
      { id: 'ct', price: yuan('5.00') },
    ],
    'lot "ct" is none of this tender\'s, or stands in the bid twice',
  ],
])('%s', (_, named, reason) => {
  const found = lotsFitTender({ price: yuan('10.00'), ...(named ? { lots: named } : {}) }, lots);
  expect(found.map((one) => [one.rule, (one.facts['reason'] as { en: string }).en])).toEqual(
    reason === null ? [] : [['bid.content-invalid', reason]],
  );
});
