import {
  currencyOutput,
  EVENT_RESOURCES,
  EVENT_TYPES,
  type EventResource,
  EVENTS,
  paymentOutput,
  transactionOutput,
  userOutput,
  withdrawalOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Schema } from './openApiSchemas.ts';

/** The component of an event, of which each resource has its own form. */
export const EVENT_COMPONENT = 'PaydeskEvent';

/** Resources that apps read by themselves, too. The others are described for staff alone: any object. */
const DATA: Partial<Record<EventResource, z.ZodType>> = {
  payment: paymentOutput,
  transaction: transactionOutput,
  withdrawal: withdrawalOutput,
  user: userOutput,
  currency: currencyOutput,
};

/**
 * One schema for each resource that an event may be about, by name, and the union of them, which a program tells apart by
 * `type`. `event`: the schema that leaves `type` and `data` open; `describe`: gives the schema of an answer.
 */
export function eventSchemas(
  event: Schema,
  describe: (schema: z.ZodType) => Schema,
): { union: Schema; variants: Map<string, Schema> } {
  const variants = new Map(EVENT_RESOURCES.map((resource) => [nameOf(resource), variant(resource)]));
  const mapping = EVENT_TYPES.map((type) => [type, refTo(nameOf(EVENTS[type].resource))]);
  return {
    variants,
    union: {
      description: 'What has happened. New types may come at any time: ignore those that you do not know.',
      oneOf: [...variants.keys()].map((name) => ({ $ref: refTo(name) })),
      discriminator: { propertyName: 'type', mapping: Object.fromEntries(mapping) },
    },
  };

  function variant(resource: EventResource): Schema {
    const data = DATA[resource];
    return {
      ...event,
      properties: {
        ...event.properties,
        type: { type: 'string', enum: EVENT_TYPES.filter((type) => EVENTS[type].resource === resource) },
        resourceType: { type: 'string', const: resource },
        data:
          data === undefined
            ? { type: ['object', 'null'], additionalProperties: true }
            : { anyOf: [describe(data), { type: 'null' }] },
      },
    };
  }
}

const refTo = (name: string) => `#/components/schemas/${name}`;

/** `suspense_item` is `SuspenseItemEvent`. */
const nameOf = (resource: EventResource) =>
  `${resource.replaceAll(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase())}Event`;
