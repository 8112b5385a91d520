import { GraphQLError } from 'graphql';
import { CommitUnknown } from '../db/errors';
import { createLog } from '../log';
import { maskErrors } from './mask-errors';

const mask = maskErrors(createLog({ service: 'test', level: 'silent' }));
const told = (originalError: Error) => {
  const error = new GraphQLError(originalError.message, { originalError, path: ['field'] });
  return mask(error.toJSON(), error);
};

describe('an error that leaves', () => {
  it.each([
    ['a bug', new TypeError('CANARY is not a function'), 'INTERNAL_SERVER_ERROR'],
    ['a broken rule of the database', Object.assign(new Error('CANARY'), { code: '23505' }), 'INTERNAL_SERVER_ERROR'],
    ['a commit without an answer', new CommitUnknown(new Error('CANARY')), 'OUTCOME_UNKNOWN'],
    ['a cut connection', new Error('Connection terminated unexpectedly CANARY'), 'SERVICE_UNAVAILABLE'],
    ['a database that is starting', Object.assign(new Error('CANARY'), { code: '57P03' }), 'SERVICE_UNAVAILABLE'],
    ['a database that refuses connections', Object.assign(new Error('connect CANARY'), { code: 'ECONNREFUSED' }), 'SERVICE_UNAVAILABLE'],
    ['a pool that has none left', new Error('timeout exceeded when trying to connect'), 'SERVICE_UNAVAILABLE'],
  ])('tells of %s no more than whether to try again', (_what, error, code) => {
    expect(told(error).extensions).toEqual({ code });
    expect(JSON.stringify(told(error))).not.toMatch(/CANARY|timeout exceeded/);
  });

  it('keeps the words and the code of one that was thrown on purpose', () => {
    const error = new GraphQLError('Not now.', { extensions: { code: 'TOO_EARLY', secret: 'CANARY' } });
    expect(mask(error.toJSON(), error)).toMatchObject({ message: 'Not now.', extensions: { code: 'TOO_EARLY' } });
    expect(JSON.stringify(mask(error.toJSON(), error))).not.toContain('CANARY');
  });
});
