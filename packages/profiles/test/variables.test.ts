import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { expandVariables, readVariables, unresolvedVariables, writeVariables } from '../src/index.ts';
import { testHome } from './helpers.ts';

it('reads the usual forms of a .env file', async () => {
  using at = testHome();
  at.write(
    'cao/.env',
    [
      '# comment',
      '',
      'A=plain # note',
      'export B="two words"',
      "C='a $B \\' b'",
      'D=',
      'E=a=b',
      'not a line',
      '1X=no',
    ].join('\n'),
  );
  expect({ ...(await readVariables(at.home)) }).toEqual({ A: 'plain', B: 'two words', C: "a $B ' b", D: '', E: 'a=b' });
});

it('writes values that read back unchanged, keeps other lines, and lets only the owner read', async () => {
  using at = testHome();
  at.write('cao/.env', '# mine\nKEEP=1\nA=old\n');
  const values = { A: `it's "x" \\ # $Y`, B: 'line 1\nline 2\r', C: '', D: 'back\\slash', E: ' padded ' };
  await writeVariables(at.home, values);
  const file = path.join(at.home, '.env');
  expect({ ...(await readVariables(at.home)) }).toEqual({ KEEP: '1', ...values });
  expect(readFileSync(file, 'utf8')).toMatch(/^# mine\nKEEP=1\nA=/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('starts a file where there is none', async () => {
  using at = testHome();
  await writeVariables(at.home, { A: '1' });
  expect({ ...(await readVariables(at.home)) }).toEqual({ A: '1' });
});

it('replaces in every string, and only what has a value', () => {
  const value = { a: ['${X}', 1, null], b: { c: 'x${X}y${NO}' } };
  expect(expandVariables(value, { X: '${NO}' })).toEqual({ a: ['${NO}', 1, null], b: { c: 'x${NO}y${NO}' } });
  expect(unresolvedVariables('${B} ${A} ${X} ${B} $C ${1}', { X: '' })).toEqual(['A', 'B']);
});
