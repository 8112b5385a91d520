import type { Check } from './books';

/** As it is, in a form or an address, in Base64 and in hexadecimal. */
const shapesOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  // The last characters of Base64 depend on what follows.
  return [secret, encodeURIComponent(secret), bytes.toString('base64').slice(0, -4), bytes.toString('hex')];
};

/** No secret that was planted is in what a process printed, in whatever shape. */
export const noSecretInLogs: Check = {
  name: 'no secret in logs',
  about: 'no planted secret is in the output of any process',
  run: ({ outputs, secrets }) =>
    Object.entries(outputs).flatMap(([process, text]) =>
      Object.entries(secrets).filter(([, secret]) => shapesOf(secret).some((shape) => text.includes(shape))).map(([what]) => ({ text: `${what} is in the log of ${process}` }))),
};
