export { type ChangeSource, followChanges, type FollowOptions } from './followChanges.ts';
export { fieldErrorsOf, type HttpFields, withHttpFields } from './httpFields.ts';
export { type ListMeta, type ListPage, type ListRequest, toPage, toQuery } from './listPage.ts';
export type { Call, OtherResource, ResourceAdapter, UpdateRequest } from './resourceAdapter.ts';
export { trpcDataProvider, type TrpcDataProvider, type TrpcDataProviderOptions } from './trpcDataProvider.ts';
export { typed, type TypedDataProvider } from './typed.ts';
export type { CreateInput, ResourceFilter, ResourceName, ResourceRow, UpdateInput } from './routerTypes.ts';
