/** Imported first, for its effect: an older Node.js would fail later, with a message that does not say why. */
const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < wanted) {
  process.stderr.write(
    `Paydesk runs on Node.js ${wanted}; this is ${process.versions.node}. Start it with: npx -y pnpm@12 start\n` +
      'On Linux that brings the right Node.js along; elsewhere install it first.\n',
  );
  process.exit(1);
}
