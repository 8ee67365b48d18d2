/**
 * The addresses that one setting names: `postgres://user:password@first:5432,second:5433/paydesk` are two. A server of
 * each is the primary or a standby of the same database; the order means nothing.
 * @returns none if it is no address
 */
export function databaseAddresses(url: string): string[] {
  const [, protocol, user = '', hosts, rest = ''] =
    /^(postgres(?:ql)?:\/\/)([^@/?#]*@)?([^/?#]*)([^]*)$/i.exec(url) ?? [];
  if (protocol === undefined || hosts === undefined) return [];
  const addresses = hosts.split(',').map((host) => `${protocol}${user}${host}${rest}`);
  const areValid = addresses.every((address) => URL.canParse(address));
  // `a,,b`: a host is missing, and the driver would take this machine.
  const areNamed = addresses.length === 1 || hosts.split(',').every((host) => /^[^:]/.test(host));
  return areValid && areNamed ? addresses : [];
}
