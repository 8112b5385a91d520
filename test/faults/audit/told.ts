/** What the clients were told and saw: their side of the story, for the auditor. Plain data. */
export type Command = Readonly<{ name: string; orderId: string; ids: Readonly<Record<string, string>>; key: string; at: number }>;

export type StoryTold = {
  readonly story: string;
  readonly number: string;
  readonly merchantId: string;
  readonly from: number;
  orderId?: string;
  paymentId?: string;
  /** The status in which the order must end; undefined where several are right. */
  ends?: string;
  /** What it was doing last. */
  step: string;
  until?: number;
  /** Why it did not come to its end. */
  failed?: string;
};

export type Told = Readonly<{ stories: StoryTold[]; commands: Command[]; seen: () => readonly Readonly<{ orderId: string; seq: number }>[] }>;
