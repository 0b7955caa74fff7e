/** Who may reach the server through a browser. Pure, and shared by HTTP and WebSocket. */
export interface OriginPolicy {
  /** False for a name that is not ours: a page that rebinds its own name to this address carries that name. */
  hostAllowed(host: string | undefined): boolean;
  /** May a page of this origin read answers? */
  corsAllowed(origin: string): boolean;
  /** May a page of this origin change something? Without an origin it is no page. */
  writeAllowed(origin: string | undefined, host: string | undefined): boolean;
  /** The same for terminals, which no CORS wildcard opens. */
  socketAllowed(origin: string | undefined, host: string | undefined): boolean;
}

export interface OriginOptions {
  /** Names beside the loopback ones: exact, `*.example.com`, or `*`. */
  readonly allowedHosts: readonly string[];
  /** Full origins (`https://cao.example.com`), or `*`. */
  readonly corsOrigins: readonly string[];
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
/** Where front ends are usually developed. */
const DEVELOPMENT_PORTS = [3000, 5173, 5174];

export function createOriginPolicy(options: OriginOptions): OriginPolicy {
  const exact = new Set([...LOOPBACK_HOSTS, ...options.allowedHosts.filter((host) => !host.startsWith('*'))]);
  const suffixes = options.allowedHosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1));
  const anyHost = options.allowedHosts.includes('*');
  const development = DEVELOPMENT_PORTS.flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);
  const origins = new Set([...development, ...options.corsOrigins.filter((origin) => origin !== '*')]);
  const anyOrigin = options.corsOrigins.includes('*');

  const samePlace = (origin: string, host: string | undefined): boolean =>
    host !== undefined && authorityOf(origin) === host.toLowerCase();

  return {
    hostAllowed(host) {
      if (anyHost) return true;
      if (host === undefined) return false;
      const name = nameOf(host);
      return exact.has(name) || suffixes.some((suffix) => name.endsWith(suffix) && name.length > suffix.length);
    },
    corsAllowed: (origin) => anyOrigin || origins.has(origin),
    writeAllowed: (origin, host) =>
      origin === undefined || origin === '' || anyOrigin || origins.has(origin) || samePlace(origin, host),
    socketAllowed: (origin, host) =>
      origin === undefined || origin === '' || origins.has(origin) || samePlace(origin, host),
  };
}

/** Origins under which a browser reaches a server that listens here. */
export function originsOf(host: string, port: number): string[] {
  const everywhere = ['0.0.0.0', '::', '::0'].includes(host);
  const loopback = ['localhost', '127.0.0.1', '::1'].includes(host);
  const names = everywhere || loopback ? LOOPBACK_HOSTS : [host.includes(':') ? `[${host}]` : host];
  return names.map((name) => `http://${name}:${port}`);
}

/** The host without its port, lower case. */
function nameOf(host: string): string {
  const end = host.startsWith('[') ? host.indexOf(']') + 1 : host.indexOf(':');
  return (end <= 0 ? host : host.slice(0, end)).toLowerCase();
}

/** Undefined for whatever is not an http origin, so that it matches nothing. */
function authorityOf(origin: string): string | undefined {
  try {
    const { protocol, host } = new URL(origin);
    return protocol === 'http:' || protocol === 'https:' ? host.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}
