// npm test: sets up and runs every check that needs nothing outside npm. The last line counts the tests.
import { setup } from './setup.mjs';
import { check, finish, vitest } from './checks.mjs';

setup();

check('format', 'npx', ['oxfmt', '--check', '.']);
check('lint', 'npx', ['oxlint', '--type-aware', '--deny-warnings']);
check('types', 'npx', ['turbo', 'run', 'typecheck', '--output-logs=errors-only']);
check('unused code', 'npx', ['knip']);
check('packages', process.execPath, ['scripts/publint.mjs']);
check('public interfaces', process.execPath, ['scripts/api.mjs', '--check']);
vitest(['unit', 'e2e']);
finish();
