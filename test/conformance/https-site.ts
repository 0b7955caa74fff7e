import { createServer } from 'node:https';
import { generate } from 'selfsigned';

/** A page behind https on this machine, at the one port profiles are installed from. */
export interface HttpsSite extends AsyncDisposable {
  /** PEM of the certificate to trust. */
  readonly certificate: string;
}

export const HTTPS_PORT = 443;

export async function httpsSite(pages: Readonly<Record<string, string>>): Promise<HttpsSite> {
  const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'localhost' }] }];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], { extensions });
  const server = createServer({ cert, key }, ({ url = '' }, response) => {
    const page = pages[url];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/markdown' }).end(page);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(HTTPS_PORT, '127.0.0.1', resolve);
  });
  return {
    certificate: cert,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
