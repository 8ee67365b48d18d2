/** Rules of this repository that oxlint does not bring along. */

interface Identifier {
  type: string;
  name?: string;
}

interface PropertyDefinition {
  type: string;
  static: boolean;
  declare?: boolean;
  key: Identifier;
  parent: { parent: { superClass: Identifier | null } };
}

interface Context {
  report(problem: { node: unknown; message: string }): void;
}

/**
 * A field of an Objection model that is not `declare`d becomes a property of every instance: an initialised
 * one is then written to each row that a patch matches.
 */
const declaredModelFields = {
  create(context: Context) {
    return {
      PropertyDefinition(node: PropertyDefinition) {
        const parent = node.parent.parent.superClass?.name ?? '';
        if (!/^(Base)?Model$/.test(parent) || node.static || node.declare === true) return;
        context.report({
          node,
          message: `Write "declare ${node.key.name ?? 'field'}": fields of a model only describe columns and relations.`,
        });
      },
    };
  },
};

export default { meta: { name: 'paydesk' }, rules: { 'declared-model-fields': declaredModelFields } };
