import type { Database } from '@paygraph/shared/db/database';
import type { CrashPoint } from '@paygraph/shared/crash-points';
import type { Log } from '@paygraph/shared/log';
import type { SealingKeys } from '@paygraph/shared/seal';
import { pauseMs, type PauseKind } from '../domain/pauses';
import type { Providers } from '../providers';
import type { PaymentsSettings } from '../settings';
import type { Signals } from '../signals';
import type { Visits } from './visits';

/** What the use cases need of the process around them. */
export type Deps = Readonly<{ db: Database; providers: Providers; settings: PaymentsSettings; signals: Signals; sealingKeys: SealingKeys; visits: Visits; crash: CrashPoint; log: Log }>;

export const pauseFor = ({ settings }: Pick<Deps, 'settings'>, kind: PauseKind, done: number): number => pauseMs(kind, done, settings.timeScale);
