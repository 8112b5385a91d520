import { isUuid, type CustomerId, type VendorId, type WarehouseId } from '@paygraph/shared/ids';
import { holdsCardNumber } from '@paygraph/shared/card-number';
import { err, ok, type Result } from '@paygraph/shared/result';
import { limits, type Basket, type BasketDelivery, type BasketLine } from '../domain/basket';
import { checkBasket } from '../domain/check-basket';
import { readContact, type Contact, type ContactInput } from '../domain/contact';
import { cleanText } from '../domain/texts';
import { problem, type InputProblem } from '../domain/words';

type LineInput = Omit<BasketLine, 'warehouseId' | 'vendorId'> & Readonly<{ warehouseId: string; vendorId: string | null }>;
type DeliveryInput = Omit<BasketDelivery, 'warehouseId'> & Readonly<{ warehouseId: string | null }>;

/** An order as a shop sends it, ids still plain text. */
export type PlaceOrderInput = Readonly<{
  number: string;
  customerId: string | null;
  contact: ContactInput;
  lines: readonly LineInput[];
  discount: Basket['discount'];
  delivery: DeliveryInput | null;
  total: Basket['total'];
  returnUrl: string | null;
}>;

export type CheckedOrder = Readonly<{ number: string; customerId: CustomerId | null; contact: Contact; basket: Basket; returnUrl: string | null }>;

const isNoId = (id: string | null | undefined): boolean => id !== null && id !== undefined && !isUuid(id);

const lineIdProblem = ({ warehouseId, vendorId }: LineInput, index: number): InputProblem[] => {
  if (isNoId(warehouseId)) return [problem(`lines[${index}].warehouseId`, 'must be an active warehouse of this merchant')];
  return isNoId(vendorId) ? [problem(`lines[${index}].vendorId`, 'must be an active vendor of this merchant')] : [];
};

const idProblem = ({ customerId, lines, delivery }: PlaceOrderInput): InputProblem | null => {
  if (isNoId(customerId)) return problem('customerId', 'must be a UUID in lower case, or be left out for a guest');
  const ofDelivery = isNoId(delivery?.warehouseId) ? problem('delivery.warehouseId', 'must be a warehouse that some line of this order comes from') : null;
  return lines.flatMap(lineIdProblem)[0] ?? ofDelivery;
};

// Names travel into receipts and logs of banks; a card number in one of them would make every copy a PCI matter.
const cardProblem = ({ number, lines, delivery }: PlaceOrderInput): InputProblem | null => {
  const texts: [string, string][] = [['number', number], ['delivery.name', delivery?.name ?? ''], ...lines.map(({ name }, index): [string, string] => [`lines[${index}].name`, name])];
  const found = texts.find(([, text]) => holdsCardNumber(text));
  return found ? problem(found[0], 'looks like a bank card number, which must not be sent here') : null;
};

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const urlProblem = (text: string | null): InputProblem | null => {
  if (text === null) return null;
  const url = text.length <= 2_000 && URL.canParse(text) ? new URL(text) : null;
  const isSafe = url && url.username === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.includes(url.hostname)));
  return isSafe ? null : problem('returnUrl', 'must be an https address without a password in it');
};

/** Everything that can be said about the input alone. */
export const readPlaceOrder = (input: PlaceOrderInput): Result<CheckedOrder, InputProblem> => {
  const number = cleanText(input.number, { field: 'number', max: limits.number });
  if (!number.ok) return number;
  const contact = readContact(input.contact);
  if (!contact.ok) return contact;
  const broken = idProblem(input) ?? cardProblem(input) ?? urlProblem(input.returnUrl);
  if (broken) return err(broken);
  const lines = input.lines.map((line) => ({ ...line, warehouseId: line.warehouseId as WarehouseId, vendorId: line.vendorId as VendorId | null }));
  const delivery = input.delivery && { ...input.delivery, warehouseId: input.delivery.warehouseId as WarehouseId | null };
  const basket = checkBasket({ lines, discount: input.discount, delivery, total: input.total });
  if (!basket.ok) return basket;
  return ok({ number: number.value, customerId: input.customerId as CustomerId | null, contact: contact.value, basket: basket.value, returnUrl: input.returnUrl });
};
