import { z } from 'zod';
import type { EventCatalogue } from '../messaging/events';

export const thingTopic = 'test.thing.v1';
export const settingTopic = 'test.setting.v1';

/** Events of nothing in particular, for the kernel's own tests. */
export const testCatalogue: EventCatalogue = [
  { topic: thingTopic, compacted: false, types: { ThingChanged: z.object({ step: z.int() }) } },
  { topic: settingTopic, compacted: true, types: { SettingConfigured: z.object({ value: z.string() }) } },
];
