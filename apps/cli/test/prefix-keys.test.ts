import { expect, it } from 'vitest';
import { createPrefixKeys } from '../src/attach/prefix-keys.ts';

function type(...chunks: string[]): { sent: string; acts: string[] } {
  const acts: string[] = [];
  const keys = createPrefixKeys({ detach: () => acts.push('detach'), control: () => acts.push('control') });
  return { sent: chunks.map(keys).join(''), acts };
}

it.each([
  ['text and keys of the agent', ['hello\r', '\x1b[A\x03'], 'hello\r\x1b[A\x03', []],
  ['detach', ['\x1cd'], '', ['detach']],
  ['detach in two reads', ['ab\x1c', 'd'], 'ab', ['detach']],
  ['control', ['\x1cc'], '', ['control']],
  ['the prefix twice sends it once', ['\x1c\x1c'], '\x1c', []],
  ['another key after the prefix is the agent’s, both of them', ['\x1cx'], '\x1cx', []],
  ['what follows an act goes on', ['\x1ccrest'], 'rest', ['control']],
  ['the prefix as an extended key', ['\x1b[92;5u', 'd'], '', ['detach']],
  ['with the releases of both keys', ['\x1b[92;5:1u\x1b[92;5:3ud'], '', ['detach']],
  ['d as an extended key', ['\x1b[92;5u\x1b[100u'], '', ['detach']],
  ['the form of xterm', ['\x1b[27;5;92~d'], '', ['detach']],
  ['another extended key', ['\x1b[92;5u\x1b[97u'], '\x1b[92;5u\x1b[97u', []],
  ['d alone', ['d'], 'd', []],
])('%s', (_case, chunks, sent, acts) => {
  expect(type(...chunks)).toEqual({ sent, acts });
});
