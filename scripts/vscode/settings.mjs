/**
 * User settings under which VS Code shows nothing but the lab: no welcome, no tips, no offers. They also keep it from
 * contacting anything outside this machine.
 */
export const QUIET_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'security.workspace.trust.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  // The address names a file to open: without this, a reload would open it and nothing else.
  'window.restoreWindows': 'preserve',
};

/** What makes pictures of the workbench, the time until it shows something, and what typing leads to, repeatable. */
export const TEST_SETTINGS = {
  ...QUIET_SETTINGS,
  // In a browser VS Code saves by itself, a second after an edit: a slow machine would find saved what a test has left
  // unsaved.
  'files.autoSave': 'off',
  'git.enabled': false,
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'editor.autoClosingBrackets': 'never',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};
