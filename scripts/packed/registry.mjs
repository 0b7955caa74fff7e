// Serves packed packages to npm on loopback, so that a user's own command (`npm install @cao/cli`) finds them by name.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** Listens on a free port until `stop`. */
export async function startRegistry(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const packages = new Map(files.map((file) => read(folder, file)).map((one) => [one.manifest.name, one]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, url).pathname).slice(1);
    const known = packages.get(path);
    if (known !== undefined) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(packument(known, url)));
    } else if (files.includes(path)) {
      response.end(readFileSync(join(folder, path)));
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { url, manifests: [...packages.values()].map(({ manifest }) => manifest), stop: () => server.close() };
}

function read(folder, file) {
  const { stdout, status } = spawnSync('tar', ['-xzOf', join(folder, file), 'package/package.json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} has no package.json.`);
  const integrity = `sha512-${createHash('sha512')
    .update(readFileSync(join(folder, file)))
    .digest('base64')}`;
  return { file, integrity, manifest: JSON.parse(stdout) };
}

function packument({ file, integrity, manifest }, url) {
  const { name, version } = manifest;
  const dist = { tarball: `${url}${file}`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
