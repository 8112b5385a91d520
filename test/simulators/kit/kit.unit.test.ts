import { Agenda } from './agenda';
import { Clock } from './clock';
import { Faults } from './faults';
import { Fields } from './fields';
import { Journal } from './journal';
import { toKopecks, toRoubles } from './money';
import { fromMoscow, moscowDateTime, moscowDigits } from './moscow-time';
import { json } from './reply';

describe('the kit of the simulators', () => {
  it.each([['899.00', 89900], ['899', 89900], ['899.5', 89950], ['0.01', 1], ['1.15', 115]])('reads %s roubles as %d kopecks', (text, kopecks) => {
    expect(toKopecks(text)).toBe(kopecks);
  });

  it.each(['', '9,00', '-1', '1.001', '1e3', ' 1', 'NaN'])('reads no amount in "%s"', (text) => {
    expect(toKopecks(text)).toBeUndefined();
  });

  it('writes kopecks as roubles with two decimals', () => {
    expect([0, 1, 10, 89900, -5].map(toRoubles)).toEqual(['0.00', '0.01', '0.10', '899.00', '-0.05']);
  });

  it('keeps Moscow time', () => {
    const moment = Date.parse('2026-05-05T11:55:10.997Z');
    expect(moscowDateTime(moment)).toBe('2026-05-05 14:55:10');
    expect(moscowDigits(moment)).toBe('20260505145510997');
    expect(fromMoscow('2026-05-05 14:55:10')).toBe(Date.parse('2026-05-05T11:55:10Z'));
    expect(fromMoscow('2026-05-05')).toBe(Date.parse('2026-05-05T20:59:59Z'));
    expect(fromMoscow('05.05.2026')).toBeUndefined();
  });

  it('reads arrays with and without indexes, words for yes and no, and Cyrillic', () => {
    const fields = new Fields(new URLSearchParams('status[]=a&status[]=b&kind[0]=c&kind[1]=d'), new URLSearchParams('partial=true&full=0&clientid=%D0%98%D0%B2%D0%B0%D0%BD'));
    expect([fields.list('status'), fields.list('kind'), fields.list('none')]).toEqual([['a', 'b'], ['c', 'd'], []]);
    expect([fields.flag('partial'), fields.flag('full'), fields.flag('absent')]).toEqual([true, false, false]);
    expect(fields.text('clientid')).toBe('Иван');
  });

  it('escapes everything outside ASCII in JSON', () => {
    expect(json({ msg: 'Счёт 😀' }).body).toBe('{"msg":"\\u0421\\u0447\\u0451\\u0442 \\ud83d\\ude00"}');
  });

  it('runs what is due in the order of its times when the clock moves', () => {
    const agenda = new Agenda(new Clock(() => 0));
    const ran: string[] = [];
    for (const [name, ms] of [['c', 3000], ['a', 1000], ['b', 2000], ['b2', 2000]] as const) agenda.after(ms, () => ran.push(name));
    agenda.advance(2);
    expect(ran).toEqual(['a', 'b', 'b2']);
    agenda.advance(1);
    expect(ran).toEqual(['a', 'b', 'b2', 'c']);
  });

  it('meets only the given share of the calls with a fault, and refuses a share that is none', () => {
    const faults = new Faults<{ lose: true }>(['lose'], () => []);
    faults.set({ lose: { share: 0.25 } });
    const met = Array.from({ length: 4_000 }, () => faults.take('lose')).filter(Boolean).length;
    expect([met > 800, met < 1_200, faults.list()[0]?.fired]).toEqual([true, true, met]);
    for (const share of [0, 1.1, -1]) expect(() => faults.set({ lose: { share } })).toThrow(RangeError);
  });

  it('keeps counting journal entries after it let the oldest go', () => {
    const journal = new Journal(new Clock(() => 0));
    for (let count = 0; count < 200_000; count += 1) journal.write('fact', {});
    const kept = journal.entries();
    expect([kept.length, kept[0]?.seq, kept.at(-1)?.seq]).toEqual([100_000, 100_001, 200_000]);
    expect(journal.entries({ after: 199_998 })).toHaveLength(2);
  });
});
