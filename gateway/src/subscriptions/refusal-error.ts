import { GraphQLError } from 'graphql';

export const refusalError = ({ code, message }: Readonly<{ code: string; message: string }>): GraphQLError => new GraphQLError(message, { extensions: { code } });
