import type { Kind } from '../kind.ts';
import { checkedName, packageNameOf, titleOf } from '../words.ts';

export const profile: Kind = {
  about: 'tells an agent who it is; for others to install',
  plan({ name, packageName }) {
    const profile = checkedName(name, 'profile', '_');
    const kebab = profile.replaceAll('_', '-');
    const packaged = packageNameOf(packageName, `cao-profile-${kebab}`);
    return {
      packageName: packaged,
      folder: kebab,
      layers: ['profile'],
      words: { 'cao-profile-sample': packaged, sample_profile: profile, 'Sample Profile': titleOf(profile) },
      without: [],
      next: [
        ['npm test', 'what `cao plugin add` would say of it'],
        ['cao plugin add .', 'a running server has it at once'],
        [`cao launch --agents ${profile}`, ''],
      ],
    };
  },
};
