import { readFileSync } from 'node:fs';
import { API_VERSION } from '@cao/plugin-host';
import { PLUGIN_API_VERSION } from '@cao/plugin-sdk';
import { PROVIDER_API_VERSION } from '@cao/provider-sdk';
import { expect, test } from 'vitest';

/** Names in a report, which `npm run api` writes and `npm test` compares with what is built. */
function names(report: string): string {
  const text = readFileSync(`packages/${report}.api.md`, 'utf8');
  const found = text.matchAll(/^export (?:(?:const|function|interface|type|class) (\w+)|\{ (?:\w+ as )?(\w+) \})/gm);
  return [...new Set(Array.from(found, ([, declared, renamed]) => declared ?? renamed))].join(' ');
}

/** A name that goes, or means something else, needs another number: docs/compatibility.md. */
test('packages are made for version 1 of the interface', () => {
  expect([API_VERSION, PLUGIN_API_VERSION, PROVIDER_API_VERSION]).toEqual([1, 1, 1]);
});

test('what authors import is listed by name', () => {
  expect(names('plugin-sdk/api/index')).toMatchInlineSnapshot(
    `"BeforeHook BeforeHooks Changes Command COMMAND_BRAND CommandApi CommandArgument CommandContext CommandExample CommandOption CommandStyle defineCommand definePlugin EVENT_SCHEMA_VERSION EventData EventType FetchHandler Hook HookContext Hooks LaunchRequest Logger MessageRequest OptionsOf OptionsSchema PanelData Plugin PLUGIN_API_VERSION PLUGIN_BRAND PluginContext PluginEvent PluginPanel PluginTool PluginTools ReadApi RequestKind Requests retryLater ToolCallRequest ToolContext ToolSchema Verdict"`,
  );
  expect(names('plugin-sdk/api/testing')).toMatchInlineSnapshot(
    `"MountedPlugin MountOptions mountPlugin sampleEvent sampleRequest"`,
  );
  expect(names('provider-sdk/api/index')).toMatchInlineSnapshot(
    `"AgentEvent AgentFacts AgentPlace AgentStore AgentStorePlan AgentStoreRequest defineProvider FileSource InputStep KeyName LaunchPlan LaunchRequest McpEndpoint Provider PROVIDER_API_VERSION PROVIDER_BRAND ProviderCapabilities ProviderLogin ReplyPart Reported ScreenReading ScreenSnapshot"`,
  );
  expect(names('provider-sdk/api/testing')).toMatchInlineSnapshot(
    `"agentFacts agentStoreRequest ExpectedReading launchRequest ProviderTestOptions readScreenCases ScreenCase screenFromText ScreenMeta testProvider"`,
  );
});
