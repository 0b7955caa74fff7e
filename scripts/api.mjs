// npm run api: writes what the SDKs promise to authors, an entry point each, into <package>/api/*.api.md. With --check it writes
// nothing and fails when a report is not what was built. Needs a build.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** CommonJS, whose names Node cannot tell before it has run. */
const { Extractor, ExtractorConfig } = (await import('@microsoft/api-extractor')).default;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What a stranger imports. `contracts` reaches them through these two. */
const PACKAGES = ['packages/plugin-sdk', 'packages/provider-sdk'];
/** The Web's classes come from the DOM's declarations: the tool cannot follow those of Node. */
const COMPILER = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: [],
  strict: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};
const check = process.argv.includes('--check');
const temporary = mkdtempSync(join(tmpdir(), 'cao-api-'));
const stale = [];

for (const folder of PACKAGES) {
  const packageFolder = join(ROOT, folder);
  const { exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const expected = Object.entries(exports).map(([path, { types }]) => report(packageFolder, path, types));
  const left = readdirSync(join(packageFolder, 'api')).filter((name) => !expected.includes(name));
  stale.push(...left.map((name) => `${folder}/api/${name} is of no entry point`));
}
rmSync(temporary, { recursive: true });
for (const problem of stale) process.stdout.write(`${problem}\n`);
if (stale.length > 0) {
  process.stdout.write(
    `Is the change meant? Then: npm run api, and say in docs/compatibility.md what authors must do.\n`,
  );
  process.exitCode = 1;
}

/** Returns the report's file name. */
function report(packageFolder, path, types) {
  const name = `${path === '.' ? 'index' : path.slice(2).replaceAll('/', '-')}.api.md`;
  mkdirSync(join(packageFolder, 'api'), { recursive: true });
  const none = { default: { logLevel: 'none' } };
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: join(packageFolder, types),
      bundledPackages: ['@cao/contracts'],
      compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: [join(packageFolder, types)] } },
      apiReport: {
        enabled: true,
        // What an exported type names is part of the promise, exported or not.
        includeForgottenExports: true,
        reportFolder: join(packageFolder, 'api'),
        reportTempFolder: temporary,
        reportFileName: name,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: none, tsdocMessageReporting: none, compilerMessageReporting: none },
    },
    packageJsonFullPath: join(packageFolder, 'package.json'),
  });
  const quiet = (message) => (message.handled = true);
  const { apiReportChanged } = Extractor.invoke(config, { localBuild: !check, messageCallback: quiet });
  if (check && apiReportChanged) {
    stale.push(`${relative(ROOT, join(packageFolder, 'api', name))} is not what is built`);
  }
  return name;
}
