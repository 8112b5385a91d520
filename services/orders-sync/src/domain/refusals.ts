import type { InputProblem } from './words';

/** A change that the present state does not allow, with the way out. */
export type NotAllowed = Readonly<{ kind: 'NotAllowed'; status: string; rule: string }>;
export const notAllowed = (status: string, rule: string): NotAllowed => ({ kind: 'NotAllowed', status, rule });

export type Missing = Readonly<{ kind: 'Missing'; entity: 'Order' | 'ChildOrder'; id: string }>;

export type Refusal = InputProblem | NotAllowed | Missing;
