import type { Kind } from '../kind.ts';
import { checkedName, packageNameOf, titleOf } from '../words.ts';

export const skill: Kind = {
  about: 'tells agents how something is done; for others to install',
  plan({ name, packageName }) {
    const skill = checkedName(name, 'skill', '-');
    const packaged = packageNameOf(packageName, `cao-skill-${skill}`);
    return {
      packageName: packaged,
      folder: skill,
      layers: ['skill'],
      words: { 'cao-skill-sample': packaged, 'sample-skill': skill, 'Sample Skill': titleOf(skill) },
      without: [],
      next: [
        ['npm test', 'what `cao plugin add` would say of it'],
        ['cao plugin add .', 'agents are told of it at once'],
        ['cao skills list', ''],
      ],
    };
  },
};
