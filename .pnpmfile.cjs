/** openapi-typescript writes types with the API of TypeScript, which version 7 does not have: it gets one of its own. */
module.exports = {
  hooks: {
    readPackage(pkg) {
      if (pkg.name === 'openapi-typescript') {
        delete pkg.peerDependencies.typescript;
        pkg.dependencies.typescript = '6.0.3';
      }
      return pkg;
    },
  },
};
