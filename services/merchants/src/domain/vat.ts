import type { Rule } from './rule';

export const vatCategories = ['standard', 'reduced', 'zero', 'none', 'usn5', 'usn7'] as const;
export type VatCategory = (typeof vatCategories)[number];
export const taxationSystems = ['osn', 'usn_income', 'usn_income_outcome', 'esn', 'patent'] as const;
export type TaxationSystem = (typeof taxationSystems)[number];

const simplified: readonly VatCategory[] = vatCategories;
const general: readonly VatCategory[] = ['standard', 'reduced', 'zero', 'none'];

/** Which VAT a payer under each tax system may print (Tax Code: 5 % and 7 % belong to the simplified system, a patent has no VAT). */
export const vatAllowed: Readonly<Record<TaxationSystem, readonly VatCategory[]>> = {
  osn: general,
  usn_income: simplified,
  usn_income_outcome: simplified,
  esn: general,
  patent: ['none'],
};

/** `percent` is null where goods carry no VAT at all, which a receipt tells apart from 0 %. Dates are days, both ends included. */
export type VatRate = Readonly<{ category: VatCategory; percent: number | null; from: string; to: string | null }>;

/** Nothing older is sold through the hub: refunds of 2025 sales are the farthest look back. 20 % itself is in force since 2019 (303-FZ). */
const always = { from: '2019-01-01', to: null } as const;

/** The rates by law: 22 % since 2026 (425-FZ), 5 % and 7 % since 2025 (176-FZ). */
export const lawfulRates: readonly VatRate[] = [
  { category: 'standard', percent: 20, from: '2019-01-01', to: '2025-12-31' },
  { category: 'standard', percent: 22, from: '2026-01-01', to: null },
  { category: 'reduced', percent: 10, ...always },
  { category: 'zero', percent: 0, ...always },
  { category: 'none', percent: null, ...always },
  { category: 'usn5', percent: 5, from: '2025-01-01', to: null },
  { category: 'usn7', percent: 7, from: '2025-01-01', to: null },
];

const covers = (rate: VatRate, day: string): boolean => rate.from <= day && (rate.to === null || day <= rate.to);

/** What is in force on `day` (YYYY-MM-DD): at most one rate a category. */
export const ratesOn = (rates: readonly VatRate[], day: string): readonly VatRate[] => rates.filter((rate) => covers(rate, day));

export const isDay = (text: string): boolean => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** One after another without a hole or an overlap, the last one open: every day since the first has exactly one rate. */
const isUnbroken = (rates: readonly VatRate[]): boolean => {
  const inOrder = [...rates].sort((a, b) => a.from.localeCompare(b.from));
  return inOrder.every((rate, index) => {
    const next = inOrder[index + 1];
    return next ? rate.to !== null && rate.from <= rate.to && next.from === nextDay(rate.to) : rate.to === null;
  });
};

const hasPercent = ({ category, percent }: VatRate): boolean =>
  category === 'none' ? percent === null : percent !== null && Number.isInteger(percent) && percent >= 0 && percent <= 99;

type Rated = Readonly<{ rates: readonly VatRate[] }>;

export const rateRules: readonly Rule<Rated>[] = [
  { field: 'rates', message: 'Give each day as YYYY-MM-DD.', holds: ({ rates }) => rates.every(({ from, to }) => isDay(from) && (to === null || isDay(to))) },
  { field: 'rates', message: 'Give whole percents from 0 to 99; NONE has no percent.', holds: ({ rates }) => rates.every(hasPercent) },
  {
    field: 'rates',
    message: 'Each category needs rates that follow one another without a hole or an overlap, the last one without an end.',
    holds: ({ rates }) => vatCategories.every((category) => {
      const own = rates.filter((rate) => rate.category === category);
      return own.length > 0 && isUnbroken(own);
    }),
  },
];
