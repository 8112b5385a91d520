/** Tag 1030: 1..128 characters of CP866. */
export const nameLengthMax = 128;

const alike: Readonly<Record<string, string>> = {
  '«': '"', '»': '"', '“': '"', '”': '"', '„': '"', '‟': '"', '‘': "'", '’': "'", '‚': "'", '`': "'",
  '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-', '…': '...', '×': 'x', '₽': 'руб.', '€': 'EUR', '•': '·',
};
const inCp866 = /^[\x20-\x7eА-яЁёЄєЇїЎў№°·√¤]$/u;

const readable = (char: string): string => {
  if (inCp866.test(char)) return char;
  const replaced = alike[char];
  if (replaced !== undefined) return replaced;
  if (/\s/u.test(char)) return ' ';
  // é -> e; what has no letter of CP866 under its marks (emoji, hieroglyphs) is left out.
  const base = char.normalize('NFKD').replace(/\p{M}/gu, '');
  return [...base].every((part) => inCp866.test(part)) ? base : '';
};

/** A name the register accepts: typographic signs become plain ones, characters outside CP866 go, at most 128 are left. */
export const receiptName = (name: string, suffix = ''): string => {
  const clean = [...name.normalize('NFC')].map(readable).join('').replace(/ +/g, ' ').trim();
  const text = clean === '' ? 'Товар' : clean;
  return `${text.slice(0, nameLengthMax - suffix.length).trim()}${suffix}`;
};
