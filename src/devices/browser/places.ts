import path from 'node:path';

/** The files that a program of one of these names would be, in the order in which they are tried. */
export function candidatesOnPath(names: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const ending = process.platform === 'win32' ? '.exe' : '';
  return names.flatMap((name) => folders.map((folder) => path.resolve(folder, name + ending)));
}

/** Where the systems put the programs without putting them on the PATH. */
export function placesHere(env: NodeJS.ProcessEnv): {
  readonly browser: readonly string[];
  readonly driver: readonly string[];
} {
  const home = env['HOME'] ?? '';
  switch (process.platform) {
    case 'darwin':
      return {
        browser: ['/Applications', `${home}/Applications`].flatMap((folder) => [
          `${folder}/Chromium.app/Contents/MacOS/Chromium`,
          `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
        ]),
        driver: ['/opt/homebrew/bin/chromedriver', '/usr/local/bin/chromedriver'],
      };
    case 'win32': {
      const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
        (folder) => folder !== undefined,
      );
      return {
        browser: folders.flatMap((folder) => [
          path.join(folder, 'Chromium', 'Application', 'chrome.exe'),
          path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        ]),
        driver: folders.map((folder) => path.join(folder, 'chromedriver', 'chromedriver.exe')),
      };
    }
    default:
      // Debian's /usr/lib/chromium/chromium is left out: it wants the wrapper in /usr/bin, which is on the PATH.
      return {
        browser: ['/usr/lib/chromium-browser/chromium-browser'],
        driver: ['/usr/lib/chromium/chromedriver', '/usr/lib/chromium-browser/chromedriver'],
      };
  }
}
