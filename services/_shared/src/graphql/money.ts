import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';
import { formatMinor, fractionDigits, type Currency, type Minor, type Money as MoneyValue } from '../money';
import { MinorUnits } from './scalars';

const formats = new Map<Currency, Intl.NumberFormat>();

const formatOf = (currency: Currency): Intl.NumberFormat => {
  const known = formats.get(currency);
  if (known) return known;
  const digits = fractionDigits[currency];
  const format = new Intl.NumberFormat('ru-RU', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(currency, format);
  return format;
};

/** "1 234,50 ₽" with non-breaking spaces: for people, never for parsing. */
export const formatForPeople = ({ amount, currency }: MoneyValue): string =>
  // The decimal text, not amount / 100: Intl reads texts exactly, and a quotient of doubles is wrong for large sums.
  formatOf(currency).format(formatMinor(amount, currency) as `${number}`);

@Directive('@shareable')
@ObjectType({ description: 'A sum of money in whole minor units.' })
export class Money {
  @Field(() => MinorUnits)
  readonly amount!: Minor;

  @Field(() => String, { description: 'ISO 4217.' })
  readonly currency!: string;

  @Field(() => String, { description: 'For people: "1 234,50 ₽".' })
  readonly formatted!: string;
}

export const toMoney = (amount: Minor, currency: Currency = 'RUB'): Money =>
  Object.assign(new Money(), { amount, currency, formatted: formatForPeople({ amount, currency }) });
