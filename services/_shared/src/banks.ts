/** `renamed`: the same bank under a new name. `joining`: still at work, another is taking it over. `joined`: gone into another. `revoked`: has no licence any more. */
export type BankState = 'active' | 'renamed' | 'joining' | 'joined' | 'revoked';

/**
 * A bank that acquires for shops. `since`: the day or the month of the state, as far as it is known. `successor`: who took it over.
 * `certain` is false where the state was told by people who know the market, and was not seen in print: look into the register of the
 * Bank of Russia before a decision hangs on it.
 */
export type Bank = Readonly<{ code: string; name: string; formerly?: string; state: BankState; since?: string; successor?: string; certain: boolean }>;

const active = (code: string, name: string, certain = false): Bank => ({ code, name, state: 'active', certain });

/** The banks behind PayKeeper in their legal state of 2026-11. A change of state is a change of this list. */
export const banks: readonly Bank[] = [
  active('alfa', 'Альфа-Банк'),
  active('vtb', 'ВТБ', true),
  { code: 'otkritie', name: 'Банк «Открытие»', state: 'joined', since: '2025-01-01', successor: 'vtb', certain: false },
  active('raiffeisen', 'Райффайзенбанк', true),
  active('sber', 'Сбербанк', true),
  active('ubrir', 'УБРиР'),
  active('tochka', 'Банк Точка', true),
  active('russtandard', 'Банк Русский Стандарт'),
  active('psb', 'ПСБ', true),
  active('mkb', 'МКБ'),
  active('gazprombank', 'Газпромбанк'),
  active('uralsib', 'Банк Уралсиб'),
  active('spb', 'Банк «Санкт-Петербург»'),
  active('moskommerts', 'Москоммерцбанк'),
  { code: 'tbank', name: 'Т-Банк', formerly: 'Тинькофф', state: 'renamed', since: '2024-06-05', certain: true },
  { code: 'minbank', name: 'МИнБанк', state: 'joined', since: '2023-05', successor: 'psb', certain: false },
  { code: 'pochta', name: 'Почта Банк', state: 'joining', successor: 'vtb', certain: true },
  { code: 'qiwi', name: 'КИВИ Банк', state: 'revoked', since: '2024-02-21', certain: true },
];

const byCode: ReadonlyMap<string, Bank> = new Map(banks.map((bank) => [bank.code, bank]));
export const bankOf = (code: string): Bank | undefined => byCode.get(code);

const atWork: readonly BankState[] = ['active', 'renamed', 'joining'];
/** Whether new payments may go through it. What was paid through it earlier stays readable, and is given back, whatever its state. */
export const takesPayments = ({ state }: Bank): boolean => atWork.includes(state);
