import type { Operation } from './operation';
import type { Finding } from './provider';

/** How sure one must be before a call without trace is made again. */
export type Certainty = Readonly<{
  /** How many inquiries in a row must find nothing. */
  absencesNeeded: number;
  /** And how old the call must be by then: a request may still be under way inside the provider. Milliseconds. */
  absenceAgeMs: number;
  /** Inquiries without result after which a person is asked to look; the inquiry itself goes on. */
  inquiriesBeforeReview: number;
}>;

/** What an inquiry leads to. `repeat`: the same call once more. `wait`: ask again later, with what to remember until then. */
export type Conclusion =
  | Readonly<{ do: 'succeed'; ref: string | null; page?: Extract<Finding, { kind: 'done' }>['page'] }>
  | Readonly<{ do: 'fail'; reason: string }>
  | Readonly<{ do: 'repeat'; keepProofs: boolean }>
  | Readonly<{ do: 'wait'; proofs: number; review: string | null }>;

const waited = (operation: Operation, proofs: number, certainty: Certainty): Conclusion => {
  const isLong = operation.inquiries + 1 === certainty.inquiriesBeforeReview;
  return { do: 'wait', proofs, review: isLong ? `the outcome of ${operation.kind} is still unknown after many questions` : null };
};

const ageMs = ({ sentAt }: Operation, now: Date): number => (sentAt ? now.getTime() - sentAt.getTime() : 0);

const isSurelyAbsent = (operation: Operation, { certainty, now }: { certainty: Certainty; now: Date }): boolean =>
  operation.proofs + 1 >= certainty.absencesNeeded && ageMs(operation, now) >= certainty.absenceAgeMs;

// What the provider said it took is never sent again, however long it stays out of sight.
const repeated = ({ state }: Operation, { isSure, keepProofs, otherwise }: { isSure: boolean; keepProofs: boolean; otherwise: Conclusion }): Conclusion =>
  isSure && state !== 'accepted' ? { do: 'repeat', keepProofs } : otherwise;

/** Decides what a finding means for an open operation. Nothing is repeated unless the provider shows, or cannot but mean, that it never happened. */
export const concluded = (operation: Operation, finding: Finding, { certainty, now }: { certainty: Certainty; now: Date }): Conclusion => {
  switch (finding.kind) {
    case 'done': return { do: 'succeed', ref: finding.ref, page: finding.page };
    case 'failed': return { do: 'fail', reason: finding.reason };
    case 'in-progress': return waited(operation, 0, certainty);
    case 'repeatable': return repeated(operation, { isSure: true, keepProofs: true, otherwise: waited(operation, 0, certainty) });
    case 'absent': return repeated(operation, { isSure: isSurelyAbsent(operation, { certainty, now }), keepProofs: false, otherwise: waited(operation, operation.proofs + 1, certainty) });
    case 'unknown': return waited(operation, operation.proofs, certainty);
    case 'contradiction': return { do: 'wait', proofs: 0, review: finding.reason };
  }
};
