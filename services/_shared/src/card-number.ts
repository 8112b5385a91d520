// One id in twenty-four thousand has a run of digits that would pass for a card, and its order could then never be paid: ids are taken out first.
const candidates = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\d(?:[ -]?\d){14,18}/gi;
// Mir, Visa, Mastercard, Amex, UnionPay by length. Without the prefixes every tenth OGRN or barcode would pass the Luhn sum.
const cardShape = /^(?:[2456]\d{15}|3[47]\d{13}|(?:220|62)\d{15,16})$/;

const luhn = (digits: string): boolean => {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

const isCard = (run: string): boolean => {
  const digits = run.replace(/[ -]/g, '');
  return cardShape.test(digits) && luhn(digits);
};

/** True when the text holds something that could be a bank card's number: such text must not enter or leave the system (PCI DSS 3). */
export const holdsCardNumber = (text: string): boolean => (text.match(candidates) ?? []).some(isCard);

/** The text with every possible card number replaced. */
export const maskCardNumbers = (text: string): string => text.replace(candidates, (run) => (isCard(run) ? '[card]' : run));
