import { resolve } from 'node:path';

/** The top folder of the project. */
export const root = resolve(__dirname, '../..');
