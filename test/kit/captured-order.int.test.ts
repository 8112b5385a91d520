import { openShop, placeOrder, type Shop } from '@paygraph/orders-sync/testing/shop';
import { startWorld, type World } from '@paygraph/orders-sync/testing/world';
import { capturedDataIsHere as isThere, capturedOrder as order133 } from './captured-data';

// The data is another's and not part of the repository; where it is absent the title says so instead of a silent pass.
(isThere ? describe : describe.skip)(isThere ? 'an order that a real shop sent to 1C' : 'an order that a real shop sent to 1C (ABSENT: ../shared/data is not here, nothing was checked)', () => {
  let world: World;
  let shop: Shop;
  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
  }, 90_000);
  afterAll(() => world.stop());

  it('is read in the encoding that its file declares', () => {
    const { total, lines } = order133();
    expect([total, lines.length, lines.map((line) => line.total).reduce((a, b) => a + b, 0)]).toEqual([1_438_058, 7, 1_438_058]);
    expect(lines[5]?.name).toBe('Средство для мытья посуды "Mama Lemon" с ароматом лимона (закручивающаяся крышка Очень Большой) 2150 мл');
  });

  it('is divided over two warehouses to the kopeck, with a delivery and a discount that do not divide evenly', async () => {
    const { total, lines } = order133();
    const input = {
      idempotencyKey: 'captured-133', number: '133', contact: { email: 'buyer@example.ru' }, discount: 77_777, delivery: { price: 35_001, name: 'Доставка заказа' }, total: total - 77_777 + 35_001,
      lines: lines.map(({ id, name, price, quantityMilli }, index) => ({ sku: id, name, price, quantityMilli, warehouseId: index % 2 === 0 ? shop.north : shop.south })),
    };
    const answer = await world.ask(shop.staff, placeOrder, { input });
    const order = answer.data?.['placeOrder']?.order;
    const sums = order?.children.map((child) => [child.total.amount, child.lines.reduce((sum, line) => sum + line.total.amount, 0)]) ?? [];
    expect(sums).toHaveLength(2);
    for (const [child, ofLines] of sums) expect(child).toBe(ofLines);
    expect(sums.reduce((sum, [child = 0]) => sum + child, 0)).toBe(1_438_058 - 77_777 + 35_001);
    expect(order?.children.map((child) => child.lines.filter(({ kind }) => kind === 'GOODS').length)).toEqual([4, 3]);
  });
});
