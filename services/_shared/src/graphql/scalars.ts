import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { minor, type Minor } from '../money';

const notAnAmount = (): GraphQLError =>
  new GraphQLError('MinorUnits is a whole number of minor units (kopecks) between -(2^53-1) and 2^53-1, written as a JSON number: 1050 for 10.50.', {
    extensions: { code: 'BAD_AMOUNT' },
  });

const toMinor = (value: unknown): Minor => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw notAnAmount();
  return minor(value === 0 ? 0 : value);
};

/** GraphQL's own Int ends at 21 474 836.47 roubles. Texts and fractions are refused rather than guessed at. */
export const MinorUnits = new GraphQLScalarType<Minor, number>({
  name: 'MinorUnits',
  description: 'A whole number of minor units (kopecks), up to 2^53-1.',
  serialize: toMinor,
  parseValue: toMinor,
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT) throw notAnAmount();
    return toMinor(Number(node.value));
  },
});

const isoWithZone = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const notATime = (): GraphQLError =>
  new GraphQLError('DateTime is an existing moment in ISO 8601 with its zone: 2026-03-01T12:00:00Z or 2026-03-01T15:00:00+03:00.', {
    extensions: { code: 'BAD_TIME' },
  });

const toDate = (value: unknown): Date => {
  const [, day] = (typeof value === 'string' && isoWithZone.exec(value)) || [];
  const date = new Date(String(value));
  // Date takes the 30th of February for the 2nd of March; the calendar day must survive the round trip.
  if (!day || Number.isNaN(date.getTime()) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) throw notATime();
  return date;
};

const toIso = (value: unknown): string => {
  const date = value instanceof Date ? value : toDate(value);
  if (Number.isNaN(date.getTime())) throw notATime();
  return date.toISOString();
};

/** Always with a zone on the way in, always UTC on the way out. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in ISO 8601 with its zone; answered in UTC.',
  serialize: toIso,
  parseValue: toDate,
  parseLiteral: (node) => {
    if (node.kind !== Kind.STRING) throw notATime();
    return toDate(node.value);
  },
});
