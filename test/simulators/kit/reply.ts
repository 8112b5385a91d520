export type Reply = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;

// PayKeeper's clients in the field match the escaped text of errors, so the escapes are part of the protocol.
const ascii = (text: string): string => text.replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A JSON answer with every letter outside ASCII written as \uXXXX. */
export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: ascii(JSON.stringify(value)),
});

export const html = (body: string, status = 200): Reply => ({ status, headers: { 'content-type': 'text/html; charset=utf-8' }, body });

export const seeOther = (location: string): Reply => ({ status: 303, headers: { location }, body: '' });

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
