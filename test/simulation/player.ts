import { argv } from 'node:process';
import { mutate } from './engine/mutate';
import { mutations } from './mutations';

/** What one player process is asked: `seed` of its first history, every how many seeds it plays, and when to stop. */
export type PlayAsk = Readonly<{ seed: number; stride: number; histories: number; violationsMax: number; traced: boolean; mutation: string | null }>;

const ask = JSON.parse(argv[2] ?? '{}') as PlayAsk;
const mutation = mutations.find(({ name }) => name === ask.mutation);
if (mutation) mutate(mutation);

// Everything of the services is loaded after the mutation, and after what stands in for time and chance.
require('./play');
