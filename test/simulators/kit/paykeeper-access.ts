import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock';
import type { Faults } from './faults';
import { html, json, type Reply } from './reply';
import type { Exchange, Handler, Route } from './route';
import type { TransportFaults } from './transport-faults';

export type AccessSettings = {
  tokenShape: 'object' | 'array';
  /** Command results come as `[{…}]` on some servers. */
  wrapCommands: boolean;
  /** How the server shows wrong credentials: sources disagree, so all three exist. */
  refusal: '401' | 'html200' | '303';
};
export type AccessFaults = TransportFaults & {
  /** Every reading of the token voids the one before. */
  rotateToken: true;
};
type Parts = { readonly login: string; readonly password: string; readonly clock: Clock; readonly faults: Faults<AccessFaults>; readonly settings: AccessSettings };

const dayMs = 24 * 60 * 60 * 1000;
const tokenPath = '/info/settings/token/';
const signIn = '<html><head><title>Вход в личный кабинет</title></head><body></body></html>';

const same = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
};

/** Basic authentication and the security token of a PayKeeper server, shared by acquiring and Kassa. */
export class PayKeeperAccess {
  private readonly seed = randomBytes(16).toString('hex');
  private rotation = 0;
  constructor(private readonly world: Parts) {}

  /** The token of this day of the simulator's clock, 32 hex digits. */
  token(): string {
    const day = Math.floor(this.world.clock.now() / dayMs);
    return createHash('md5').update(`${this.seed}:${day}:${this.rotation}`).digest('hex');
  }

  rotate(): void {
    this.rotation += 1;
  }

  /** Lets a handler run only for the right login and password. */
  reading(run: Handler): Handler {
    return (exchange) => (this.isKnown(exchange) ? run(exchange) : this.refused());
  }

  /** The same, and the form must carry the security token. */
  changing(run: Handler): Handler {
    const wrongToken = json({ result: 'fail', msg: 'Токен безопасности не верен.' });
    return this.reading((exchange) => (same(exchange.fields.text('token'), this.token()) ? run(exchange) : wrongToken));
  }

  tokenRoutes(): Route[] {
    const run = this.reading(() => {
      if (this.world.faults.take('rotateToken', tokenPath)) this.rotate();
      const row = { token: this.token() };
      return json(this.world.settings.tokenShape === 'array' ? [row] : row);
    });
    const rotate: Handler = () => {
      this.rotate();
      return json({ rotated: true });
    };
    return [
      { method: 'GET', path: tokenPath, run },
      { method: 'POST', path: tokenPath, run },
      { method: 'POST', path: '/__sim/rotate-token', run: rotate },
    ];
  }

  private isKnown({ headers }: Exchange): boolean {
    const expected = Buffer.from(`${this.world.login}:${this.world.password}`).toString('base64');
    return same(headers.authorization ?? '', `Basic ${expected}`);
  }

  private refused(): Reply {
    const { refusal } = this.world.settings;
    if (refusal === 'html200') return html(signIn);
    if (refusal === '303') return { status: 303, headers: { location: '/login/' }, body: '' };
    const page = html('<html><head><title>401 Unauthorized</title></head></html>', 401);
    return { ...page, headers: { ...page.headers, 'www-authenticate': 'Basic realm="PayKeeper"' } };
  }
}
