import { err, ok, type Result } from '@paygraph/shared/result';

export type Form = ReadonlyMap<string, string>;
const fieldsMax = 200;

const isFormType = (contentType: string): boolean => {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '');
  return type === 'application/x-www-form-urlencoded' && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
};

const utf8 = (raw: Buffer): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
};

const decode = (part: string): string | null => {
  const text = part.replaceAll('+', ' ');
  if (/%(?![0-9a-f]{2})/i.test(text)) return null;
  try {
    // Throws on bytes that are not UTF-8, where URLSearchParams would quietly put a replacement character under the hash.
    const decoded = decodeURIComponent(text);
    return decoded.includes('\u0000') ? null : decoded;
  } catch {
    return null;
  }
};

/** Reads a form strictly: UTF-8 only, no NUL, no field twice (which of the two would have been signed?). Values stay as sent. */
export const parseForm = (raw: Buffer, contentType: string): Result<Form, string> => {
  if (!isFormType(contentType)) return err('the body is not a UTF-8 form');
  const body = utf8(raw);
  if (body === null) return err('the body is not UTF-8 text');
  const pairs = body.split('&').filter((pair) => pair !== '');
  if (pairs.length > fieldsMax) return err('the form has too many fields');
  const form = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.includes('=') ? pair.indexOf('=') : pair.length;
    const [name, value] = [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    if (name === null || value === null) return err('a field of the form is not UTF-8 text');
    if (form.has(name)) return err('a field of the form stands there twice');
    form.set(name, value);
  }
  return ok(form);
};
