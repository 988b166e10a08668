// The configuration that "keystore-audit run" takes when no target is named.
// Every key is explained in docs/configuration.md.
export default {
  runs: [
    {
      // Where the plugin is audited: "web" is Chromium on this machine.
      target: 'web',
      // An npm name with or without version, a folder that begins with "./", or a tarball.
      plugin: 'cordova-plugin-secure-storage@2.6.8',
    },
  ],
  // The mildest finding for which the command ends with exit code 1.
  failOn: 'major',
};
