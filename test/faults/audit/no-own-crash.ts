import type { Check } from './books';

const lastWords = ['uncaught exception', 'unhandled rejection'];

/** A process that ends of itself, because a database or a broker went away, is down when it is needed. */
export const noOwnCrash: Check = {
  name: 'no own crash',
  about: 'no process ended by an error of its own',
  run: ({ outputs }) =>
    Object.entries(outputs).flatMap(([process, text]) =>
      text.split('\n').filter((line) => lastWords.some((words) => line.includes(words))).map((line) => ({ text: `${process} ended by itself: ${line.slice(0, 600)}` }))),
};
