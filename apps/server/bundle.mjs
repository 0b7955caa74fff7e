// Bundles the built program into dist/bundle: one file starts in half the time of four hundred. Run after tsc.
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = realpathSync(join(HERE, '../..'));
const OUT = join(HERE, 'dist/bundle');

/** Files a package reads beside its modules stay where they are: its modules find them as if they ran from there. */
const ownPlace = {
  name: 'own-place',
  setup(build) {
    build.onLoad({ filter: /[/\\]dist[/\\].*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!path.startsWith(ROOT + sep) || path.includes('node_modules') || !text.includes('import.meta.url'))
        return undefined;
      const [folder] = path.split(`${sep}dist${sep}`);
      const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const module = `./${relative(join(folder, 'dist'), path).replaceAll(sep, '/')}`;
      const place = `new URL(${JSON.stringify(module)}, import.meta.resolve(${JSON.stringify(name)})).href`;
      return { contents: text.replaceAll('import.meta.url', place), loader: 'js' };
    });
  },
};

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: HERE,
  entryPoints: [join(HERE, 'dist/main.js')],
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['better-sqlite3'],
  plugins: [ownPlace],
  // CommonJS packages ask for Node's own modules at run time.
  banner: {
    js: "import { createRequire as createRequire_ } from 'node:module';\nconst require = createRequire_(import.meta.url);",
  },
  tsconfigRaw: '{}',
  metafile: true,
  logLevel: 'warning',
});

// The program compares itself with these: what was built after the bundle is run instead of it.
const parts = Object.keys(metafile.inputs)
  .map((input) => realpathSync(join(HERE, input)))
  .filter((path) => path.startsWith(ROOT + sep) && !path.includes('node_modules'))
  .map((path) => join(path.split(`${sep}dist${sep}`)[0], 'dist/index.js'));
const unique = [...new Set(parts)].map((path) => relative(dirname(join(OUT, 'main.js')), path).replaceAll(sep, '/'));
writeFileSync(join(OUT, 'parts.json'), `${JSON.stringify(unique)}\n`);
