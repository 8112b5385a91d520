import type { BenchContext, BenchPart } from '../context';
import { latencyFigures, type Figure } from '../figures';
import type { System } from '../host/system';
import { quickBank, slowBank, useBank, type Bank } from '../load/bank';
import { findRate, holdRate } from '../load/find-rate';
import { drain, keepsUp, runLevel, type Level } from '../load/levels';

const firstRate = 4;
const steps = ['placeOrder', 'startPayment', 'pay', 'paid -> authorized', 'authorized -> receipts registered', 'confirmPicking', 'picked -> captured', 'whole purchase'];

const figuresOf = ({ name: bank }: Bank, levels: readonly Level[]): Figure[] => {
  const named = (name: string): string => `${bank}: ${name}`;
  const processes = Object.keys(levels[0]?.usage.cpuMsPerPiece ?? {});
  return [
    { name: named('purchases offered'), unit: '/s', values: levels.map(({ offered }) => offered) },
    { name: named('purchases completed'), unit: '/s', values: levels.map(({ completed }) => completed) },
    { name: named('kept up with (1 = yes)'), unit: '', values: levels.map((level) => Number(keepsUp(level))) },
    ...steps.flatMap((step) => latencyFigures(named(step), levels.map(({ samples }) => samples.get(step) ?? []))),
    ...processes.map((name) => ({ name: named(`CPU of ${name}`), unit: 'ms/purch.', values: levels.map(({ usage }) => usage.cpuMsPerPiece[name] ?? 0) })),
    { name: named('other programs on this machine meanwhile'), unit: 'cores', values: levels.map(({ usage }) => usage.othersCores) },
  ];
};

const measure = async (context: BenchContext, system: System, bank: Bank): Promise<Figure[]> => {
  const { seconds, rounds, searchSeconds, say, sustained } = context;
  await useBank(system, bank);
  say(`  ${bank.name}: looking for the highest rate that is kept up with`);
  // The bank's latency alone costs no CPU: the search begins near the other bank's rate.
  const from = Math.max(firstRate, (sustained.get(quickBank.name) ?? 0) * 0.7);
  const rate = await findRate(system, { from, seconds: seconds / 2, budgetSeconds: searchSeconds, say });
  say(`  ${bank.name}: holding it`);
  const levels = await holdRate(system, { rate, rounds, seconds, say });
  sustained.set(bank.name, levels[0]?.perSecond ?? rate);
  return figuresOf(bank, levels);
};

export const purchases: BenchPart = {
  name: 'purchases',
  about: 'order, payment, both prepayment receipts, picking, capture; the highest arrival rate that is kept up with',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    await drain(await runLevel(system, { perSecond: firstRate, settleSeconds: 0, seconds: context.seconds }));
    return [...(await measure(context, system, quickBank)), ...(await measure(context, system, slowBank))];
  },
};
