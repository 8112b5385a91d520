// How TypeScript becomes JavaScript, in one place: jest and the image's build both read it. Decorator metadata is what type-graphql and TypeORM live on.
module.exports = {
  module: { type: 'commonjs', ignoreDynamic: true },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
