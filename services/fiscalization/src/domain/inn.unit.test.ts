import { isInn } from './inn';

it('knows an INN by its check digits', () => {
  const valid = ['7727401209', '5544332219', '7725713770', '3123011520', '9715260691', '7709364346', '7725327863', '9715225506', '500100732259'];
  expect(valid.filter((inn) => !isInn(inn))).toEqual([]);
  expect(['7727401208', '500100732258', '500100732269', '', '77274012090', 'abcdefghij'].filter(isInn)).toEqual([]);
});
