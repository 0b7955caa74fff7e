import { defineProvider } from '@cao/provider-sdk';
import { launchRequest, testProvider } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { plan } from '../template-command/src/plan.ts';
import { INHERIT_ENV, INSTALL_HINT, PROGRAM } from '../template-command/src/program.ts';
import { skip } from '../template-command/test/skipped.ts';
import { provider } from '../template/src/index.ts';

const root = new URL('../template', import.meta.url);

describe('the template', () => {
  testProvider(provider, { root });
});

describe('the template for a command', () => {
  const bare = { plan, binary: PROGRAM, installHint: INSTALL_HINT, inheritEnv: INHERIT_ENV };
  testProvider(defineProvider({ ...provider, ...bare }), { root, skip });

  it('starts the program as it is', () => {
    expect(plan(launchRequest()).argv).toEqual([launchRequest().executable]);
  });
});
