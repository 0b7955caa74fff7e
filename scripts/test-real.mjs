// npm run test:real: installs the packed packages as a user would, then the pinned real CLIs into a cache folder, and runs both.
import { setup } from './setup.mjs';
import { check, finish, vitest } from './checks.mjs';

setup();
check('packed packages', process.execPath, ['scripts/packed.mjs']);
vitest(['real']);
finish();
