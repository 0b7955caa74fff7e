export { createProfile, type NewProfile } from './create-profile.ts';
export type { ProfileDirectory } from './directories.ts';
export { parseMarkdown, type MarkdownFile } from './frontmatter.ts';
export { installProfile, type Installed, type InstallOptions } from './install.ts';
export { installedProfiles, type InstalledProfile } from './installed.ts';
export { lintProfile, type LintContext, type ProfileFinding } from './lint-profile.ts';
export { writeNativeFiles, type NativeFiles, type NativeRequest } from './native-files.ts';
export { checkProfile, parseProfile, type ProfileCheck, type ProfileProblem } from './parse-profile.ts';
export { createProfileStore, type ProfileStore, type ProfileStoreOptions, type RawProfile } from './profile-store.ts';
export { PROFILE_HOSTS } from './profile-url.ts';
export { searchProfiles, type FoundProfile } from './search-profiles.ts';
export { readProfileSettings, type ProfileSettings } from './settings.ts';
export { namedSkills, skillCatalogue } from './skill-catalogue.ts';
export type { SkillSummary } from './skill-files.ts';
export { addSkill, copySkillsTo, removeSkill, type SkillCopy } from './skill-install.ts';
export { seedSkills, SHIPPED_SKILLS, type Seeded, type SeedOptions } from './skill-seed.ts';
export { createSkillStore, skillsFolder, type SkillStore, type SkillStoreOptions } from './skill-store.ts';
export { writeAtomically } from './write.ts';
export { narrowTools, resolveTools } from './tools.ts';
export {
  expandVariables,
  readVariables,
  unresolvedVariables,
  unsetVariable,
  variablesFile,
  writeVariables,
  type Variables,
} from './variables.ts';
