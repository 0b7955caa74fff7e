export interface Words {
  readonly title: string;
  readonly text: string;
  /** Stays on the screen until somebody has seen it. */
  readonly urgent: boolean;
}

/** A program that shows notifications, and how to run it. Words are arguments or input, never part of a script. */
export interface Tool {
  readonly program: string;
  args(words: Words): readonly string[];
  input?(words: Words): string;
}

const notifySend: Tool = {
  program: 'notify-send',
  args: ({ title, text, urgent }) => [
    '--app-name=CAO',
    `--urgency=${urgent ? 'critical' : 'normal'}`,
    '--',
    title,
    // The body is markup, the title is not.
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ],
};

const osascript: Tool = {
  program: 'osascript',
  args: ({ title, text, urgent }) => [
    '-e',
    'on run argv',
    '-e',
    `display notification (item 2 of argv) with title (item 1 of argv)${urgent ? ' sound name "Ping"' : ''}`,
    '-e',
    'end run',
    title,
    text,
  ],
};

/** Reads the words as base64, since the code page of a console is anybody's guess. */
const TOAST = `
$words = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd())) | ConvertFrom-Json
$kind = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$xml = $kind::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $xml.GetElementsByTagName('text')
[void]$lines.Item(0).AppendChild($xml.CreateTextNode($words.title))
[void]$lines.Item(1).AppendChild($xml.CreateTextNode($words.text))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$kind::CreateToastNotifier($app).Show([Windows.UI.Notifications.ToastNotification]::new($xml))
`;

const powershell: Tool = {
  program: 'powershell.exe',
  args: () => ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(TOAST, 'utf16le').toString('base64')],
  input: (words) => Buffer.from(JSON.stringify(words)).toString('base64'),
};

/** What a system may have, best first. */
export function toolsOf(platform: string): readonly Tool[] {
  if (platform === 'darwin') return [osascript];
  if (platform === 'win32') return [powershell];
  // PowerShell is there when Linux runs inside Windows.
  return [notifySend, powershell];
}
