import fc from 'fast-check';
import type { LegalEntityId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import { minor, sum, zero } from '@paygraph/shared/money';
import type { Basket, BasketLine } from './basket';
import { checkBasket } from './check-basket';
import type { Known } from './known';
import { grossOf, partTotal } from './line-money';
import { planOrder, type PlannedOrder } from './plan-order';

const [north, south] = ['north' as WarehouseId, 'south' as WarehouseId];
const [own, agented] = ['own' as VendorId, 'agented' as VendorId];
const agent = { sign: 'commission_agent', supplierName: 'ИП Петров', supplierInn: '500100732259', supplierPhones: ['+79160000000'] } as const;
const known: Known = {
  warehouses: new Map([[north, { legalEntityId: 'house' as LegalEntityId }], [south, { legalEntityId: 'other' as LegalEntityId }]]),
  legalEntities: new Map(['house', 'other', 'vendor'].map((id) => [id as LegalEntityId, { defaultVat: id === 'other' ? 'none' : 'standard' }])),
  vendors: new Map([[own, { legalEntityId: 'vendor' as LegalEntityId, agent: null }], [agented, { legalEntityId: null, agent }]]),
  deliveryVat: null,
};

const line = (over: Partial<BasketLine> = {}): BasketLine => ({
  sku: null, name: 'Чай', kind: 'goods', quantityMilli: 1000, measure: 'piece', price: minor(10_000), discount: zero, vatCategory: null, warehouseId: north, vendorId: null, ...over,
});
const basket = (over: Partial<Basket> & Pick<Basket, 'lines'>): Basket => ({ discount: zero, delivery: null, total: zero, ...over });
const delivery = (price: number, warehouseId: WarehouseId | null = null) => ({ price: minor(price), name: 'Доставка', vatCategory: null, warehouseId });

const planned = (given: Basket): PlannedOrder => {
  const result = planOrder(given, known);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (given: Basket): unknown => {
  const checked = checkBasket(given);
  const result = checked.ok ? planOrder(checked.value, known) : checked;
  return result.ok ? 'accepted' : result.error;
};
const totals = ({ children }: PlannedOrder): number[][] => children.map(({ lines }) => lines.map(({ total }) => total));

describe('dividing an order', () => {
  it('makes a child order of each warehouse and of each vendor that sells for itself', () => {
    const lines = [line(), line({ warehouseId: south }), line({ vendorId: own }), line({ vendorId: agented }), line({ warehouseId: south })];
    expect(planned(basket({ lines, total: minor(50_000) })).children.map(({ legalEntityId, warehouseId, vendorId, total }) => ({ legalEntityId, warehouseId, vendorId, total }))).toEqual([
      { legalEntityId: 'house', warehouseId: north, vendorId: null, total: 20_000 },
      { legalEntityId: 'other', warehouseId: south, vendorId: null, total: 20_000 },
      { legalEntityId: 'vendor', warehouseId: north, vendorId: own, total: 10_000 },
    ]);
  });

  it('puts the agent sign on goods of a vendor without a legal entity, and on no others', () => {
    const { children } = planned(basket({ lines: [line({ vendorId: own }), line({ vendorId: agented }), line()], total: minor(30_000) }));
    expect(children.map(({ lines }) => lines.map((item) => item.agent))).toEqual([[null], [agent, null]]);
  });

  it('takes VAT from the line, else from its legal entity', () => {
    const { children } = planned(basket({ lines: [line({ vatCategory: 'reduced' }), line(), line({ warehouseId: south })], total: minor(30_000) }));
    expect(children.map(({ lines }) => lines.map(({ vatCategory }) => vatCategory))).toEqual([['reduced', 'standard'], ['none']]);
  });

  it('shares delivery in proportion to the goods, and the discount over goods first', () => {
    const lines = [line({ price: minor(20_000) }), line({ warehouseId: south })];
    const result = planned(basket({ lines, discount: minor(100), delivery: delivery(100), total: minor(30_000) }));
    expect(totals(result)).toEqual([[19_933, 67], [9_967, 33]]);
  });

  it('lets a coupon above the goods cut the delivery, and no line falls below zero', () => {
    const result = planned(basket({ lines: [line(), line({ warehouseId: south })], discount: minor(20_251), delivery: delivery(500), total: minor(249) }));
    expect(totals(result)).toEqual([[0, 124], [0, 125]]);
  });

  it('gives the whole delivery to the warehouse that it was named for, also when its goods are free', () => {
    const lines = [line(), line({ warehouseId: south, discount: minor(10_000) })];
    expect(totals(planned(basket({ lines, delivery: delivery(300, south), total: minor(10_300) })))).toEqual([[10_000], [0, 300]]);
  });

  it.each([
    ['no lines', basket({ lines: [] }), 'lines'],
    ['more lines than can be', basket({ lines: Array.from({ length: 301 }, () => line()) }), 'lines'],
    ['an unknown warehouse', basket({ lines: [line(), line({ warehouseId: 'west' as WarehouseId })] }), 'lines[1].warehouseId'],
    ['an unknown vendor', basket({ lines: [line({ vendorId: 'x' as VendorId })] }), 'lines[0].vendorId'],
    ['a quantity of zero', basket({ lines: [line({ quantityMilli: 0 })] }), 'lines[0].quantityMilli'],
    ['a negative quantity', basket({ lines: [line({ quantityMilli: -1000 })] }), 'lines[0].quantityMilli'],
    ['two thousandths of a piece', basket({ lines: [line({ quantityMilli: 2 })] }), 'lines[0].quantityMilli'],
    ['a negative price', basket({ lines: [line({ price: minor(-1) })] }), 'lines[0].price'],
    ['a huge price', basket({ lines: [line({ price: minor(2 ** 53 - 1) })] }), 'lines[0].price'],
    ['a huge product of price and quantity', basket({ lines: [line({ price: minor(90_000_000_000), quantityMilli: 2000 })] }), 'lines[0].price'],
    ['a line discount above the line', basket({ lines: [line({ discount: minor(10_001) })] }), 'lines[0].discount'],
    ['an empty name', basket({ lines: [line({ name: '  ' })] }), 'lines[0].name'],
    ['a name with U+0000', basket({ lines: [line({ name: 'a\u0000b' })] }), 'lines[0].name'],
    ['a name with a line break', basket({ lines: [line({ name: 'a\nb' })] }), 'lines[0].name'],
    ['a name with a mark of direction', basket({ lines: [line({ name: 'a\u202eb' })] }), 'lines[0].name'],
    ['half of a surrogate pair', basket({ lines: [line({ name: 'a\ud800' })] }), 'lines[0].name'],
    ['a name that is too long', basket({ lines: [line({ name: 'я'.repeat(257) })] }), 'lines[0].name'],
    ['an order discount above everything', basket({ lines: [line()], discount: minor(10_001) }), 'discount'],
    ['a negative order discount', basket({ lines: [line()], discount: minor(-1) }), 'discount'],
    ['a negative delivery', basket({ lines: [line()], delivery: delivery(-1) }), 'delivery.price'],
    ['delivery from elsewhere', basket({ lines: [line()], delivery: delivery(1, south) }), 'delivery.warehouseId'],
    ['a total that is a kopeck off', basket({ lines: [line()], total: minor(9_999) }), 'total'],
    ['nothing to pay', basket({ lines: [line({ discount: minor(10_000) })] }), 'total'],
  ])('refuses %s and names the field', (_what, given, field) => {
    expect(refused(given)).toEqual({ kind: 'InvalidInput', field, rule: expect.stringMatching(/\w/) });
  });
});

const anyLine = fc.record({
  kind: fc.constantFrom('goods' as const, 'service' as const),
  measure: fc.constantFrom('piece' as const, 'kilogram' as const),
  quantity: fc.integer({ min: 1, max: 9_999 }),
  price: fc.integer({ min: 0, max: 1_000_000 }),
  cut: fc.integer({ min: 0, max: 1000 }),
  warehouseId: fc.constantFrom(north, south),
  vendorId: fc.constantFrom(null, own, agented),
});
const anyBasket = fc
  .record({ lines: fc.array(anyLine, { minLength: 1, maxLength: 8 }), deliveryPrice: fc.option(fc.integer({ min: 0, max: 100_000 })), cut: fc.integer({ min: 0, max: 1000 }) })
  .map(({ lines, deliveryPrice, cut }): Basket => {
    const made = lines.map(({ quantity, cut: part, price, ...rest }) => {
      const quantityMilli = rest.measure === 'piece' ? quantity * 1000 : quantity;
      return line({ ...rest, quantityMilli, price: minor(price), discount: minor(Math.floor(grossOf(minor(price), quantityMilli) * (part / 1000))) });
    });
    const whole = sum(made.map((item) => minor(grossOf(item.price, item.quantityMilli) - item.discount))) + (deliveryPrice ?? 0);
    const discount = Math.floor(whole * (cut / 1000));
    return { lines: made, discount: minor(discount), delivery: deliveryPrice === null ? null : delivery(deliveryPrice), total: minor(whole - discount) };
  })
  .filter(({ total }) => total > 0);

describe('the kopeck rule', () => {
  it('holds for 100 000 random baskets: lines - discounts + delivery = child orders = their lines, none below zero', () => {
    fc.assert(
      fc.property(anyBasket, (given) => {
        const { children, total } = planned(given);
        const lines = children.flatMap((child) => child.lines);
        const shared = lines.filter(({ kind }) => kind === 'delivery').reduce((all, { price }) => all + price, 0);
        return (
          total === given.total &&
          sum(children.map((child) => child.total)) === total &&
          children.every((child) => sum(child.lines.map((item) => item.total)) === child.total) &&
          lines.every((item) => item.total >= 0 && item.total === grossOf(item.price, item.quantityMilli) - item.discount) &&
          shared === (given.delivery?.price ?? 0) &&
          sum(lines.map((item) => item.discount)) === sum(given.lines.map((item) => item.discount)) + given.discount
        );
      }),
      { numRuns: 100_000 },
    );
  }, 120_000);

  it('makes the same parts of the same basket every time', () => {
    fc.assert(fc.property(anyBasket, (given) => expect(planned(given)).toEqual(planned(given))), { numRuns: 500 });
  });

  it('loses no kopeck however a line is cut into parts that follow one another', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), cuts, (total, parts) => {
        const whole = { total: minor(total), quantityMilli: parts.reduce((a, b) => a + b, 0) };
        let after = 0;
        const totals = parts.map((taken) => {
          const part = partTotal(whole, taken, after);
          after += taken;
          return part;
        });
        return sum(totals) === total && totals.every((part) => part >= 0);
      }),
      { numRuns: 10_000 },
    );
  });
});
