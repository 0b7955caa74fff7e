// Serves packed packages to npm as their scope's registry, so that they are installed by name as a user installs them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

const MANIFEST_BYTES = 1024 * 1024;

/** Listens on a port of this machine's own. `folder` holds the `.tgz` files. */
export async function startRegistry(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://registry').pathname).slice(1);
    const found = packages.get(path);
    if (found) return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
    if (files.has(path)) return response.writeHead(200).end(readFileSync(join(folder, path)));
    response.writeHead(404).end('{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const files = new Set(readdirSync(folder).filter((file) => file.endsWith('.tgz')));
  const packages = new Map([...files].map((file) => described(join(folder, file), url)));
  return { url, close: () => server.close() };
}

function described(tarball, url) {
  const manifest = JSON.parse(
    execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8', maxBuffer: MANIFEST_BYTES }),
  );
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  const { name, version } = manifest;
  const versions = { [version]: { ...manifest, dist: { tarball: `${url}/${basename(tarball)}`, integrity } } };
  return [name, { name, 'dist-tags': { latest: version }, versions }];
}
