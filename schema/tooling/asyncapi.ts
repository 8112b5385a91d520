import { catalogue } from '../events/index';

const ref = (path: string): object => ({ $ref: path });

const messageOf = (topic: string, type: string): object => ({
  name: type,
  contentType: 'application/json',
  headers: {
    type: 'object',
    required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time'],
    properties: { ce_specversion: { const: '1.0' }, ce_type: { const: type }, traceparent: { type: 'string' } },
  },
  payload: { allOf: [ref('./json/envelope.json'), { type: 'object', properties: { type: { const: type }, body: ref(`./json/${topic}/${type}.json`) } }] },
  bindings: { kafka: { key: { type: 'string', description: 'The aggregateId of the envelope.' } } },
});

const inEach = <T>(make: (topic: string, type: string) => [string, T]): Record<string, T> =>
  Object.fromEntries(catalogue.flatMap(({ topic, types }) => Object.keys(types).map((type) => make(topic, type))));

/** What can be read from the broker, as an AsyncAPI 3 document for people and tools outside. */
export const asyncApi = (): object => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Paygraph events',
    version: '1.0.0',
    description: 'Facts in the past tense. Messages of one key keep their order and may come more than once: eventId tells a repeat, aggregateVersion counts the events of a key on a topic. Adding an optional field keeps the version of a topic; anything else is a new topic.',
  },
  defaultContentType: 'application/json',
  channels: Object.fromEntries(
    catalogue.map(({ topic, about, compacted, types }) => [
      topic,
      {
        address: topic,
        description: about,
        messages: Object.fromEntries(Object.keys(types).map((type) => [type, ref(`#/components/messages/${type}`)])),
        bindings: { kafka: { topic, topicConfiguration: { 'cleanup.policy': [compacted ? 'compact' : 'delete'] } } },
      },
    ]),
  ),
  operations: Object.fromEntries(
    catalogue.map(({ topic, writer }) => [`tell-${topic}`, { action: 'send', channel: ref(`#/channels/${topic}`), summary: `Written by ${writer} alone.` }]),
  ),
  components: { messages: inEach((topic, type) => [type, messageOf(topic, type)]) },
});
