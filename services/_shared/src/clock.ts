/** Where "now" comes from, so that tests can hold time still. Work that waits uses the database's clock instead. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
