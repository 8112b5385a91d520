import { bankClockAhead } from './bank-clock-ahead';
import { bankClockBehind } from './bank-clock-behind';
import { bankFails } from './bank-fails';
import { bankFailsAfter } from './bank-fails-after';
import { bankHangs } from './bank-hangs';
import { bankIsSilent } from './bank-is-silent';
import { bankLosesAnswers } from './bank-loses-answers';
import { bankLosesRequests } from './bank-loses-requests';
import { bankReorders } from './bank-reorders';
import { bankRepeats } from './bank-repeats';
import { bankTalksNonsense } from './bank-talks-nonsense';
import { carrierClockOff } from './carrier-clock-off';
import { carrierReorders } from './carrier-reorders';
import { carrierRepeats } from './carrier-repeats';
import { freezes } from './freeze';
import { kafkaPartitionLost } from './kafka-partition-lost';
import { kafkaStops } from './kafka-stop';
import { kills } from './kill';
import { killsInWork } from './kill-in-work';
import { relayKills } from './kill-relay';
import { lineCuts } from './lines-cut';
import { kafkaSlow } from './lines-slow';
import { postgresCrash } from './postgres-crash';
import { postgresCut } from './postgres-cut';
import { postgresDiskFull } from './postgres-disk-full';
import { registerClockAhead } from './register-clock-ahead';
import { registerClockBehind } from './register-clock-behind';
import { registerFails } from './register-fails';
import { registerFailsAfter } from './register-fails-after';
import { registerHangs } from './register-hangs';
import { registerLosesAnswers } from './register-loses-answers';
import { registerWaits } from './register-waits';
import type { Strike } from './strike';

/** By kind: a short run deals one of each kind before it deals another of the same. */
export const strikeKinds: readonly (readonly Strike[])[] = [
  [bankClockAhead], [bankClockBehind], [bankFailsAfter], [bankFails], [bankHangs], [bankIsSilent], [bankLosesAnswers], [bankLosesRequests], [bankReorders], [bankRepeats], [bankTalksNonsense], [carrierClockOff], [carrierReorders], [carrierRepeats], freezes, [kafkaPartitionLost], kafkaStops, killsInWork, relayKills, kills, lineCuts, [kafkaSlow], [postgresCrash], [postgresCut], [postgresDiskFull], [registerClockAhead], [registerClockBehind], [registerFailsAfter], [registerFails], [registerHangs], [registerLosesAnswers], [registerWaits],
];

export const strikes: readonly Strike[] = strikeKinds.flat();
