/** Why no demo data was created, in a sentence for a person. */
export class DemoRefused extends Error {}
