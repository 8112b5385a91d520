import { acknowledgement, formSign, notificationKey } from './signatures';

const secret = 's3cr3tSeed';
const none = { clientid: '', orderid: '', service_name: '', client_email: '', client_phone: '' };

describe('PayKeeper signatures match the known vectors', () => {
  it('signs a form with Cyrillic fields', () => {
    const form = { sum: '899.00', clientid: 'Иванов Иван', orderid: 'order-42', service_name: 'Оплата заказа 42', client_email: 'a@b.ru', client_phone: '+79001234567' };
    expect(formSign(form, secret)).toBe('f6e9708908e8fa92ff013329ecdc78ca568061d13ed39c6c9f5f079118f2e92b');
  });

  it('signs a form whose optional fields are empty', () => {
    expect(formSign({ ...none, sum: '1.00', clientid: 'u1' }, secret)).toBe('e1e68dc4008227f4cc022499395d88df93ab5f6eea173d6ef2a70a175e334081');
  });

  it('keys a notification and knows its acknowledgement', () => {
    const fields = { id: '240711111', sum: '899.00', clientid: 'Иванов Иван', orderid: 'order-42' };
    expect(notificationKey(fields, secret)).toBe('3c094bb12ed85e887e67dc54a41cd360');
    expect(acknowledgement('240711111', secret)).toBe('OK 348ffe0ee38c6d2b24f71e407f20c194');
  });

  it('keys a notification without client and order', () => {
    expect(notificationKey({ id: '34', sum: '1.00', clientid: '', orderid: '' }, secret)).toBe('1946340b3f989dadc5c9f60383fb2495');
    expect(acknowledgement('34', secret)).toBe('OK 9b5ecc221a478de9df0e89f50ef42cfc');
  });
});
